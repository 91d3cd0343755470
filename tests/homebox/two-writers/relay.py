"""What is between the writers and their server: it knows in which order everything arrived."""

import http.client
import http.server
import json
import random
import socket
import threading
import time
import urllib.parse

SETTINGS = '/api/v1/users/self/settings'
SKIPPED = ('connection', 'transfer-encoding', 'content-length', 'keep-alive')


class Operation:
    """A read or a write of the settings, as the server did it."""

    def __init__(self, number, who, method, stored, body):
        self.number = number
        self.who = who
        self.method = method
        self.time = time.monotonic()
        self.stored = stored
        self.body = body


class Server:
    """The real server. Reads and writes of the settings are done one by one, so that there is
    an order that everybody agrees about."""

    def __init__(self, address):
        self.address = urllib.parse.urlsplit(address)
        self.lock = threading.Lock()
        self.operations = []

    def ask(self, method, path, headers, body):
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def ask_for(self, who, method, path, headers, body=None):
        if path != SETTINGS:
            return self.ask(method, path, headers, body)
        with self.lock:
            status, answer_headers, answer = self.ask(method, path, headers, body)
            if status == 200:
                self.operations.append(Operation(
                    len(self.operations), who, method, json.loads(answer)['item'],
                    json.loads(body) if body else None))
        return status, answer_headers, answer


class Handler(http.server.BaseHTTPRequestHandler):
    """Passes on what the application asks. A write arrives some time after it was sent, as over
    a network."""

    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):
        pass

    def pass_on(self):
        if self.headers.get('Upgrade', '').lower() == 'websocket':
            self.tunnel()
            return
        length = int(self.headers.get('Content-Length', 0))
        body = self.rfile.read(length) if length else None
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in SKIPPED}
        if self.command == 'PUT':
            time.sleep(self.server.random.uniform(0, self.server.delay))
        status, answer_headers, answer = self.server.behind.ask_for(
            'application', self.command, self.path, headers, body)
        self.send_response_only(status)
        for name, value in answer_headers:
            if name.lower() not in SKIPPED:
                self.send_header(name, value)
        self.send_header('Content-Length', str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_PUT = do_POST = do_DELETE = pass_on

    def tunnel(self):
        address = self.server.behind.address
        other = socket.create_connection((address.hostname, address.port))
        head = f'{self.requestline}\r\n' + ''.join(
            f'{name}: {value}\r\n' for name, value in self.headers.items())
        other.sendall((head + '\r\n').encode('latin-1'))
        pump = threading.Thread(target=copy, args=(other, self.connection), daemon=True)
        pump.start()
        copy(self.connection, other)
        pump.join()
        other.close()
        self.close_connection = True


def copy(source, target):
    """Copies until there is no more."""
    try:
        while True:
            data = source.recv(65536)
            if not data:
                break
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class Relay(http.server.ThreadingHTTPServer):
    """Listens for the application."""

    daemon_threads = True

    def __init__(self, behind, delay, seed):
        super().__init__(('127.0.0.1', 0), Handler)
        self.behind = behind
        self.delay = delay
        self.random = random.Random(seed)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def address(self):
        return f'http://127.0.0.1:{self.server_address[1]}'
