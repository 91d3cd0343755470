"""A real Homebox with a person in it."""

import json
import os
import pathlib
import subprocess
import unittest
import urllib.request

from waiting import start, stop

STARTER = pathlib.Path(__file__).resolve().parents[3] / 'shared' / 'real' / 'with-homebox'


def starter():
    """The program that starts one, which is not part of this repository."""
    path = pathlib.Path(os.environ.get('LATCHKEY_REAL_HOMEBOX') or STARTER)
    if not os.access(path, os.X_OK):
        raise unittest.SkipTest(f'there is no {path.name} to start a real Homebox with')
    return str(path)


class RealHomebox:
    """A server on an empty database that ends with close(). The person is registered there."""

    email, password, name = 'grace@example.org', 'nanoseconds-of-wire', 'Grace Hopper'

    def __init__(self, version='current', *options):
        self.process = start(
            [starter(), '--server', version, *options, '--',
             'sh', '-c', 'echo "$HOMEBOX_TEST_SERVER"; cat >/dev/null'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()
        if not self.address:
            raise AssertionError(f'the real Homebox {version} did not start')
        self.post('/users/register', name=self.name, email=self.email, password=self.password,
                  token='')

    def post(self, path, **values):
        """Asks the server directly, past the program, and returns the status and the answer."""
        return self.ask('POST', path, values)

    def ask(self, method, path, values=None, token=None):
        headers = {'Content-Type': 'application/json'}
        if token:
            headers['Authorization'] = token
        request = urllib.request.Request(
            f'{self.address}/api/v1{path}', method=method, headers=headers,
            data=None if values is None else json.dumps(values).encode())
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors='replace')

    def can_sign_in(self, email=None, password=None):
        status, _answer = self.post('/users/login', username=email or self.email,
                                    password=password or self.password, stayLoggedIn=False)
        return status == 200

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        stop(self.process)
