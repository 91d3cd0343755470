"""A mail server that sends nothing on, for a Homebox that sends mail."""

import email
import socketserver
import threading

# What the link in a mail begins with. A Homebox without such a setting sends no mail.
HOSTNAME = 'home.example.org'


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
                self.server.take(mail.get_payload(decode=True).decode())
                self.say('250 taken')
            elif verb == b'QUIT':
                self.say('221 bye')
                return
            else:
                self.say('250 fine')


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail, and hands the text of each to `take`, on a thread of its own."""

    daemon_threads = True

    def __init__(self, take):
        super().__init__(('127.0.0.1', 0), MailHandler)
        self.take = take
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def homebox_environment(self):
        """What a Homebox needs in its environment to send its mail here."""
        return {
            'HBOX_MAILER_HOST': '127.0.0.1',
            'HBOX_MAILER_PORT': str(self.server_address[1]),
            'HBOX_MAILER_USERNAME': 'homebox',
            'HBOX_MAILER_PASSWORD': 'mail',
            'HBOX_MAILER_FROM': 'homebox@example.org',
            'HBOX_OPTIONS_HOSTNAME': HOSTNAME,
        }

    def __exit__(self, *_exception):
        self.close()

    def close(self):
        """Ends it."""
        self.shutdown()
        self.server_close()
