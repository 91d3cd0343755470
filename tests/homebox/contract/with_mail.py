"""with_mail.py PROGRAM [ARG ...] -- COMMAND [ARG ...]: runs COMMAND with a Homebox that sends mail.

PROGRAM is latchkey-demo-server, which tells what a mail would say, or with_real.sh. COMMAND finds
in HOMEBOX_TEST_MAILBOX a pipe from which each mail can be read once.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading

from mail_server import MailServer

EMAIL = 'forgetful@example.org'


class Mailbox:
    """Where mail ends up: a pipe that waits for its reader."""

    def __init__(self, folder):
        self.path = os.path.join(folder, 'mailbox')
        os.mkfifo(self.path, 0o600)

    def put(self, text):
        """Hands over one mail."""
        def write():
            with open(self.path, 'w', encoding='utf-8') as pipe:
                pipe.write(text)

        threading.Thread(target=write, daemon=True).start()


def run_real(program, command, mailbox):
    """Runs a command with a real Homebox and a mail server for it."""
    with MailServer(mailbox.put) as server:
        environment = dict(os.environ, **server.homebox_environment(),
                           HOMEBOX_TEST_MAILBOX=mailbox.path)
        return subprocess.run(program + command, check=False, env=environment).returncode


def follow_demo(demo, mailbox):
    """Puts into the mailbox what the demo would have sent."""
    asked = re.compile(r'request POST \S*/users/forgot-password 204')
    for line in demo.stdout:
        if asked.match(line):
            demo.stdin.write(f'mail {EMAIL}\n')
            demo.stdin.flush()
        elif 'reset-password?token=' in line:
            mailbox.put(line)


def run_demo(program, command, mailbox):
    """Runs a command with the demo Homebox."""
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as demo:
        word, _, uri = demo.stdout.readline().strip().partition(' ')
        if word != 'listening':
            sys.exit(f'{program[0]} did not say where it listens')
        threading.Thread(target=follow_demo, args=(demo, mailbox), daemon=True).start()
        status = subprocess.run(command, check=False,
                                env=dict(os.environ, HOMEBOX_TEST_SERVER=uri,
                                         HOMEBOX_TEST_MAILBOX=mailbox.path)).returncode
        demo.stdin.close()
        demo.wait(timeout=10)
    return status


def main():
    separator = sys.argv.index('--')
    program, command = sys.argv[1:separator], sys.argv[separator + 1:]
    run = run_real if program[0].endswith('.sh') else run_demo
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(run(program, command, Mailbox(folder)))


if __name__ == '__main__':
    main()
