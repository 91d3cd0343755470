"""A web server behind TLS whose certificate can be swapped, and that tells what arrived."""

import re
import socket
import ssl
import threading

ANSWER = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}'


class Visit:
    """A connection: what the other side did on it."""

    def __init__(self):
        self.handshaked = False
        self.resumed = False
        self.version = None
        self.received = b''
        self.ended = threading.Event()


class TlsServer:
    """Listens on a port of the loopback, and answers by itself or passes on to another server.

    With resumption on, which is the default, clients get tickets.
    """

    def __init__(self, certificate, version=None, backend=None):
        self.version = version
        self.backend = backend
        self.visits = []
        self.open = set()
        self.lock = threading.Lock()
        self.context = None
        self.show(certificate)
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.hang_up()
        self.thread.join()

    def uri(self, host='127.0.0.1'):
        return f'https://{host}:{self.port}'

    def show(self, certificate):
        """Another server takes over the port: with this certificate and tickets of its own."""
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if self.version is not None:
            self.context.minimum_version = self.context.maximum_version = self.version
        self.renew(certificate)

    def renew(self, certificate):
        """The same server gets this certificate, and goes on to know its tickets."""
        self.context.load_cert_chain(certificate.path, certificate.key)

    def hang_up(self):
        with self.lock:
            for connection in self.open:
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def received(self):
        return b''.join(visit.received for visit in self.visits)

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            visit = Visit()
            with self.lock:
                self.visits.append(visit)
                self.open.add(connection)
            threading.Thread(target=self.serve, args=(connection, visit), daemon=True).start()

    def serve(self, raw, visit):
        connection = raw
        try:
            connection = self.context.wrap_socket(raw, server_side=True,
                                                  do_handshake_on_connect=False)
            with self.lock:
                self.open.discard(raw)
                self.open.add(connection)
            connection.do_handshake()
            visit.handshaked = True
            visit.resumed = connection.session_reused
            visit.version = connection.version()
            if self.backend is None:
                self.answer(connection, visit)
            else:
                self.pass_on(connection, visit)
        except OSError:
            pass
        finally:
            with self.lock:
                self.open.discard(connection)
            connection.close()
            visit.ended.set()

    def answer(self, connection, visit):
        pending = b''
        while data := connection.recv(65536):
            visit.received += data
            pending += data
            while (end := pending.find(b'\r\n\r\n')) >= 0:
                length = re.search(rb'(?im)^content-length: *(\d+)', pending[:end])
                size = end + 4 + int(length.group(1) if length else 0)
                if len(pending) < size:
                    break
                pending = pending[size:]
                connection.sendall(ANSWER)

    def pass_on(self, connection, visit):
        with socket.create_connection(self.backend) as backend:
            back = threading.Thread(target=self.pass_back, args=(backend, connection), daemon=True)
            back.start()
            try:
                while data := connection.recv(65536):
                    visit.received += data
                    backend.sendall(data)
            finally:
                backend.shutdown(socket.SHUT_RDWR)
                back.join()

    @staticmethod
    def pass_back(backend, connection):
        try:
            while data := backend.recv(65536):
                connection.sendall(data)
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
