"""The demo Homebox, told to behave or not."""

import os
import re
import subprocess
import threading
import time

from homebox import Homebox
from waiting import PATIENCE, start

EMAIL = 'ada@example.org'
PASSWORD = 'analytical-engine'
NAME = 'Ada Lovelace'

LISTENING = re.compile(r'^listening (https?://\S+)$')
REQUEST = re.compile(r'^request (\S+) (\S+) (\d+)')


class DemoHomebox(Homebox):
    """A running latchkey-demo-server, which ends when close() closes its standard input."""

    email, password, name = EMAIL, PASSWORD, NAME

    def __init__(self, *arguments):
        self.process = start([os.environ['LATCHKEY_DEMO_SERVER'], *arguments],
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                             encoding='utf-8')
        self.lines = []
        self.changed = threading.Condition(threading.RLock())
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.address = self._wait(lambda: self._match(LISTENING), 'the server listened').group(1)

    def _read(self):
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(line.rstrip('\n'))
                self.changed.notify_all()

    def _wait(self, predicate, what):
        deadline = time.monotonic() + PATIENCE
        with self.changed:
            while True:
                found = predicate()
                if found:
                    return found
                left = deadline - time.monotonic()
                if left <= 0 or (self.process.poll() is not None and not self.reader.is_alive()):
                    raise AssertionError('waited in vain until ' + what + ':\n'
                                         + '\n'.join(self.lines[-20:]))
                self.changed.wait(min(left, 1))

    def _match(self, pattern):
        return next(filter(None, map(pattern.match, self.lines)), None)

    def command(self, *words):
        """Sends a command, waits until it is done, and returns what came of it."""
        def replies():
            return [line for line in self.lines if line.startswith(('ok', 'error '))]

        with self.changed:
            before = len(replies())
        self.process.stdin.write(' '.join(words) + '\n')
        self.process.stdin.flush()
        self._wait(lambda: len(replies()) > before, f'the server took "{words}"')
        with self.changed:
            reply = replies()[before]
        if not reply.startswith('ok'):
            raise AssertionError(f'{words}: {reply}')
        return reply.partition(' ')[2]

    def misbehave(self, method, path, mode):
        """Answers requests whose path (below the API) begins so in one of the server's ways; see
        `latchkey-demo-server --help`."""
        self.command('misbehave', method, '/api/v1' + path, mode)

    def read_mail(self, email):
        """The link in the last mail to somebody who forgot a password."""
        return self.command('mail', email)

    def close_sign_in(self):
        """Tries wrong passwords until the server takes none for a while."""
        while self.requests('POST', '/users/login')[-1:] != [('POST', '/api/v1/users/login', 429)]:
            self.sign_in(password='wrong')
            self.wait_for_request('POST', '/users/login')

    def requests(self, method=None, path=None):
        """What arrived, as (method, path, status), of that method and with that end of the path."""
        with self.changed:
            found = [match.groups() for match in map(REQUEST.match, self.lines) if match]
        return [(verb, where, int(status)) for verb, where, status in found
                if (method is None or verb == method)
                and (path is None or where.partition('?')[0].endswith(path))]

    def wait_for_request(self, method, path, count=1):
        """Waits until that many such requests were answered, and returns them."""
        def enough():
            found = self.requests(method, path)
            return found if len(found) >= count else None

        return self._wait(enough, f'{method} {path} was asked {count} times')

    def close(self):
        if not self.process.stdin.closed:
            self.process.stdin.close()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError('the demo server did not end with its input') from None
        self.reader.join(PATIENCE)
        self.process.stdout.close()
        if self.process.returncode != 0:
            raise AssertionError(f'the demo server ended with {self.process.returncode}')
