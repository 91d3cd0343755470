"""A real nginx with TLS in front of a server, as people have it at home."""

import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

CONFIGURATION = '''
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log {folder}/access.log;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl;
    server_name localhost;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    ssl_session_tickets on;
    location / {{
      proxy_pass {backend};
      proxy_set_header Host $http_host;
    }}
  }}
}}
'''


def is_there():
    return shutil.which('nginx') is not None


class Nginx:
    """Listens on a port of the loopback; close() ends it."""

    def __init__(self, certificate, backend):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='latchkey-nginx-'))
        with socket.socket() as listener:
            listener.bind(('127.0.0.1', 0))
            self.port = listener.getsockname()[1]
        (self.folder / 'nginx.conf').write_text(
            CONFIGURATION.format(folder=self.folder, port=self.port, backend=backend),
            encoding='ascii')
        self.process = None
        self.show(certificate)

    def show(self, certificate):
        """Starts it, again if need be, with this certificate."""
        self.stop()
        shutil.copy(certificate.path, self.folder / 'certificate.pem')
        shutil.copy(certificate.key, self.folder / 'key.pem')
        self.process = subprocess.Popen(
            ['nginx', '-c', self.folder / 'nginx.conf', '-p', self.folder, '-e', 'stderr'],
            stderr=subprocess.DEVNULL)
        while True:
            try:
                socket.create_connection(('127.0.0.1', self.port)).close()
                return
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    raise AssertionError('nginx did not start') from None
                time.sleep(0.05)

    def uri(self, host='127.0.0.1'):
        return f'https://{host}:{self.port}'

    def requests(self):
        """What was asked, a line each; a connection on which nothing was sent leaves none."""
        path = self.folder / 'access.log'
        lines = path.read_text(encoding='utf-8').splitlines() if path.exists() else []
        return [line for line in lines if '"" 400' not in line]

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def close(self):
        self.stop()
        shutil.rmtree(self.folder)
