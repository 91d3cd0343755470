"""The locales of other countries, made for a test where the system has only its own."""

import atexit
import functools
import pathlib
import shutil
import subprocess
import tempfile


@functools.cache
def folder():
    path = pathlib.Path(tempfile.mkdtemp(prefix='latchkey-locales-'))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


@functools.cache
def environment(name):
    """What a program needs to run in a locale such as `de_DE`."""
    path = folder() / f'{name}.UTF-8'
    # It warns of what some definitions lack, and ends with 1 then.
    subprocess.run(['localedef', '-c', '-i', name, '-f', 'UTF-8', str(path)],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if not (path / 'LC_CTYPE').is_file():
        raise AssertionError(f'the locale {name} could not be made')
    return {'LOCPATH': str(folder()), 'LC_ALL': f'{name}.UTF-8', 'LANGUAGE': ''}
