"""Runs unittest test cases and reports each on a line of the Test Anything Protocol."""

import os
import sys
import traceback
import unittest


class TapResult(unittest.TestResult):
    """Writes a line for each test case when it has ended."""

    def __init__(self, output):
        super().__init__()
        self.output = output
        self.problems = {}

    def say(self, line):
        print(line, file=self.output, flush=True)

    def explain(self, test, text):
        # Meson shows the standard error output of a program that failed, and not its comments.
        print(f'{describe(test)}:\n{text.rstrip()}\n', file=sys.stderr, flush=True)

    def startTest(self, test):
        super().startTest(test)
        self.problems[test] = []

    def stopTest(self, test):
        super().stopTest(test)
        problems = self.problems.pop(test)
        skipped = [text for kind, text in problems if kind == 'skip']
        failed = [text for kind, text in problems if kind == 'fail']
        for text in failed:
            self.explain(test, text)
        line = f'{"not ok" if failed else "ok"} {self.testsRun} {describe(test)}'
        if skipped and not failed:
            line += ' # SKIP ' + ' '.join(skipped).replace('\n', ' ')
        self.say(line)

    def note(self, test, kind, text):
        if test in self.problems:
            # Before anything is cleaned up, so that it can be looked at as it failed.
            if kind == 'fail' and hasattr(test, 'on_failure'):
                text += test.on_failure() + '\n'
            self.problems[test].append((kind, text))
            return
        # What goes wrong in setUpClass() belongs to no test case that was started.
        self.testsRun += 1
        if kind == 'fail':
            self.explain(test, text)
            self.say(f'not ok {self.testsRun} {describe(test)}')
        else:
            self.say(f'ok {self.testsRun} {describe(test)} # SKIP {text}')

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.note(test, 'skip', reason)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note(test, 'fail', ''.join(traceback.format_exception(*err)))

    def addError(self, test, err):
        super().addError(test, err)
        self.note(test, 'fail', ''.join(traceback.format_exception(*err)))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.note(test, 'fail',
                      f'{subtest}\n' + ''.join(traceback.format_exception(*err)))

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.note(test, 'fail', 'This was expected to fail.')


def describe(test):
    name = test.id().split('.', 1)[-1]
    return name.replace('#', ' ').strip()


def main(module='__main__', words=None):
    """Runs the test cases of a module, or those of them whose names contain a word.

    The words are the program's arguments unless the module passes others.
    """
    words = sys.argv[1:] if words is None else words
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[module])
    if words:
        chosen = [test for test in flatten(suite) if any(word in test.id() for word in words)]
        suite = unittest.TestSuite(chosen)
    # Standard output is the report; whatever a test case or a library prints goes beside it.
    output = os.fdopen(os.dup(1), 'w', encoding='utf-8', errors='backslashreplace')
    os.dup2(2, 1)
    result = TapResult(output)
    suite.run(result)
    result.say(f'1..{result.testsRun}')
    sys.exit(0 if result.wasSuccessful() else 1)


def flatten(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test
