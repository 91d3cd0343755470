"""with_mail.py PROGRAM [ARG ...] -- COMMAND [ARG ...]: runs COMMAND with a Homebox that sends mail.

PROGRAM is latchkey-demo-server, which tells what a mail would say, or with_real.sh. COMMAND finds
in HOMEBOX_TEST_MAILBOX a pipe from which each mail can be read once.
"""

import email
import os
import re
import socketserver
import subprocess
import sys
import tempfile
import threading

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


class MailHandler(socketserver.StreamRequestHandler):
    """As much of a mail server (RFC 5321, RFC 4954) as Homebox needs."""

    def say(self, line):
        """Answers a command."""
        self.wfile.write((line + '\r\n').encode())

    def handle(self):
        self.say('220 mail.test')
        for line in iter(self.rfile.readline, b''):
            verb = line.strip().upper()
            if verb.startswith(b'EHLO'):
                self.say('250-mail.test\r\n250 AUTH PLAIN')
            elif verb.startswith(b'AUTH'):
                self.say('235 welcome')
            elif verb == b'DATA':
                self.say('354 go on')
                mail = email.message_from_bytes(b''.join(iter(self.rfile.readline, b'.\r\n')))
                self.server.mailbox.put(mail.get_payload(decode=True).decode())
                self.say('250 taken')
            elif verb == b'QUIT':
                self.say('221 bye')
                return
            else:
                self.say('250 fine')


def run_real(program, command, mailbox):
    """Runs a command with a real Homebox and a mail server for it."""
    with socketserver.ThreadingTCPServer(('127.0.0.1', 0), MailHandler) as server:
        server.daemon_threads = True
        server.mailbox = mailbox
        threading.Thread(target=server.serve_forever, daemon=True).start()
        environment = dict(os.environ, HBOX_MAILER_HOST='127.0.0.1',
                           HBOX_MAILER_PORT=str(server.server_address[1]),
                           HBOX_MAILER_USERNAME='homebox', HBOX_MAILER_PASSWORD='mail',
                           HBOX_MAILER_FROM='homebox@example.org',
                           HBOX_OPTIONS_HOSTNAME='home.example.org',
                           HOMEBOX_TEST_MAILBOX=mailbox.path)
        status = subprocess.run(program + command, check=False, env=environment).returncode
        server.shutdown()
    return status


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
