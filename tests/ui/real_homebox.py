"""A real Homebox with a person in it."""

import os
import pathlib
import subprocess
import unittest

from homebox import Homebox
from waiting import start, stop

TESTS = pathlib.Path(__file__).resolve().parents[1]
WITH_REAL_HOMEBOX = TESTS / 'with-real-homebox.sh'
STARTER = TESTS.parent.parent / 'shared' / 'real' / 'with-homebox'


def starter():
    """What starts one, if there is a program to start it with: that is not part of this
    repository."""
    path = pathlib.Path(os.environ.get('LATCHKEY_REAL_HOMEBOX') or STARTER)
    if not os.access(path, os.X_OK):
        raise unittest.SkipTest(f'there is no {path.name} to start a real Homebox with')
    return ['sh', str(WITH_REAL_HOMEBOX)]


class RealHomebox(Homebox):
    """A server on an empty database that ends with close(). The person is registered there."""

    email, password, name = 'grace@example.org', 'nanoseconds-of-wire', 'Grace Hopper'

    def __init__(self, version='current', *options, person=True, environment=None):
        self.process = start(
            [*starter(), '--server', version, *options, '--',
             'sh', '-c', 'echo "$HOMEBOX_TEST_SERVER"; cat >/dev/null'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=dict(os.environ, **(environment or {})))
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            raise AssertionError(f'the real Homebox {version} did not start')
        if person:
            self.register(self.name, self.email, self.password)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        stop(self.process)
