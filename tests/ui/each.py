"""One test case for each of several values."""

import functools


def each(**values):
    """Makes a test method, which takes one more argument, into one for each of these values, with
    the keyword at the end of its name. For the methods of a WindowTest."""
    def mark(method):
        method.each = values
        return method

    return mark


def expand(case_class):
    """Replaces the methods of a class that each() marked."""
    for name, method in list(vars(case_class).items()):
        for key, value in getattr(method, 'each', {}).items():
            case = functools.partialmethod(method, value)
            setattr(case_class, f'{name}_{key}', case)
        if hasattr(method, 'each'):
            delattr(case_class, name)
