"""Runs the sign-in through a provider against a server, alone or behind a real nginx.

    oidc_ladder.py KIND TEST-PROGRAM [DEMO-SERVER]

KIND is how the server is set up, one of ALONE or BEHIND_PROXY below. It is a real one, or else the
demo server that is named. What TEST-PROGRAM prints is passed on: it speaks TAP.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
WITH_DEMO = pathlib.Path(__file__).resolve().parent / 'contract' / 'with_demo.py'
WITH_REAL_HOMEBOX = TESTS / 'with-real-homebox.sh'
STARTER = TESTS.parent.parent / 'shared' / 'real' / 'with-homebox'

NGINX = '''
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {others}
  server {{
    listen 127.0.0.1:{port} {ssl};
    server_name localhost;
    {certificate}
    location / {{
      proxy_pass {homebox};
      {headers}
    }}
  }}
}}
'''

CERTIFICATE = '''
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
'''

# A proxy that routes by name does not pass a name it does not know.
OTHERS = '''
  server {{
    listen 127.0.0.1:{port} {ssl} default_server;
    {certificate}
    return 421;
  }}
'''

HOST = 'proxy_set_header Host $host;'
PROTO = HOST + ' proxy_set_header X-Forwarded-Proto $scheme;'

# Kind: options of the server, what has to come of it.
ALONE = {
    'straight': (['--oidc'], 'open'),
    'own-hostname': (['--oidc', '--hostname', 'homebox.example'], 'hostname'),
    'off': ([], 'off'),
}

# Kind: options of the server, TLS, headers, routing by name, what has to come of it.
BEHIND_PROXY = {
    'port-lost': ([], False, HOST, False, 'http://127.0.0.1/'),
    'tls-port-lost': ([], True, PROTO, False, 'http://127.0.0.1/'),
    'tls-trusted': (['--trust-proxy'], True, HOST, False, 'open'),
    'tls-trusted-by-name': (['--trust-proxy'], True, HOST, True, 'open'),
    'tls-trusted-with-scheme': (['--trust-proxy'], True, PROTO, False, 'https://127.0.0.1:477'),
}


def free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


def make_certificate(folder):
    subprocess.run(
        ['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256',
         '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
         '-keyout', folder / 'key.pem', '-out', folder / 'certificate.pem'],
        check=True, capture_output=True)


def wait_for_port(port, process):
    while True:
        try:
            socket.create_connection(('127.0.0.1', port)).close()
            return
        except ConnectionRefusedError:
            if process.poll() is not None:
                raise SystemExit('nginx did not start')
            time.sleep(0.05)


def behind_proxy(kind, program):
    """Runs in the environment of a real server: puts nginx in front of it and runs the test."""
    _, tls, headers, by_name, outcome = BEHIND_PROXY[kind]
    folder = pathlib.Path(tempfile.mkdtemp(prefix='latchkey-nginx-'))
    values = {
        'folder': folder,
        'port': free_port(),
        'ssl': 'ssl' if tls else '',
        'homebox': os.environ['HOMEBOX_TEST_SERVER'],
        'headers': headers,
    }
    values['certificate'] = CERTIFICATE.format(**values) if tls else ''
    values['others'] = OTHERS.format(**values) if by_name else ''
    make_certificate(folder)
    (folder / 'nginx.conf').write_text(NGINX.format(**values), encoding='utf-8')

    nginx = subprocess.Popen(['nginx', '-c', folder / 'nginx.conf', '-p', folder, '-e', 'stderr'])
    try:
        wait_for_port(values['port'], nginx)
        environment = dict(
            os.environ,
            HOMEBOX_TEST_SERVER=f'http{"s" if tls else ""}://localhost:{values["port"]}',
            HOMEBOX_TEST_CA=str(folder / 'certificate.pem'),
            HOMEBOX_TEST_OIDC=outcome if outcome == 'open' else 'elsewhere',
            HOMEBOX_TEST_REDIRECT=outcome)
        return subprocess.run([program, '--tap'], env=environment, check=False).returncode
    finally:
        nginx.terminate()
        nginx.wait()
        shutil.rmtree(folder)


def main():
    kind, program = sys.argv[1:3]
    if sys.argv[3:] == ['--behind-proxy']:
        return behind_proxy(kind, program)

    if sys.argv[3:]:
        start = [sys.executable, WITH_DEMO, sys.argv[3]]
    elif os.access(os.environ.get('LATCHKEY_REAL_HOMEBOX', STARTER), os.X_OK):
        start = ['sh', WITH_REAL_HOMEBOX]
    else:
        print('1..0 # SKIP there is no real Homebox')
        return 0

    if kind in ALONE:
        options, outcome = ALONE[kind]
        return subprocess.run([*start, *options, '--', program, '--tap'],
                              env=dict(os.environ, HOMEBOX_TEST_OIDC=outcome),
                              check=False).returncode

    if shutil.which('nginx') is None:
        print('1..0 # SKIP there is no nginx')
        return 0
    return subprocess.run([*start, '--oidc', *BEHIND_PROXY[kind][0], '--',
                           sys.executable, __file__, kind, program, '--behind-proxy'],
                          check=False).returncode


sys.exit(main())
