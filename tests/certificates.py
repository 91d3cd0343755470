"""Makes certificates for the tests, with openssl."""

import datetime
import hashlib
import ipaddress
import pathlib
import ssl
import subprocess
import tempfile

CONFIGURATION = '''
[ca]
default_ca = it
[it]
dir = {folder}
database = $dir/index.txt
new_certs_dir = $dir
default_md = sha256
unique_subject = no
policy = any
rand_serial = yes
[any]
commonName = supplied
organizationName = optional
[req]
distinguished_name = nobody
[nobody]
'''


class Certificate:
    """A certificate with its key, in files."""

    def __init__(self, path, key):
        self.path = path
        self.key = key

    @property
    def pem(self):
        return self.path.read_text(encoding='ascii')

    @property
    def fingerprint(self):
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(self.pem)).hexdigest().upper()
        return ':'.join(digest[at:at + 2] for at in range(0, len(digest), 2))


class Certificates:
    """A folder to make certificates in."""

    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix='latchkey-certificates-')
        self.folder = pathlib.Path(self.temporary.name)
        self.count = 0
        (self.folder / 'index.txt').touch()
        (self.folder / 'openssl.cnf').write_text(CONFIGURATION.format(folder=self.folder),
                                                 encoding='ascii')

    def close(self):
        self.temporary.cleanup()

    def run(self, *arguments):
        subprocess.run(['openssl', *map(str, arguments)], check=True, capture_output=True)

    def make(self, *names, issuer=None, subject=None, authority=False, days=(-1, 30)):
        """Makes a certificate for servers, by name or IP address.

        It is signed by itself, or by the certificate given as issuer. The days tell from when until
        when it is valid, counted from now.
        """
        self.count += 1
        base = self.folder / str(self.count)
        key, request, path, extensions = (base.with_suffix(suffix)
                                          for suffix in ('.key', '.csr', '.pem', '.ext'))
        now = datetime.datetime.now(datetime.timezone.utc)
        start, end = ((now + datetime.timedelta(days=day)).strftime('%Y%m%d%H%M%SZ')
                      for day in days)
        lines = [f'basicConstraints = critical,CA:{str(authority).lower()}']
        if names:
            lines.append('subjectAltName = ' + ','.join(self.describe(name) for name in names))
        extensions.write_text('\n'.join(lines) + '\n', encoding='ascii')

        self.run('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                 '-config', self.folder / 'openssl.cnf', '-subj', subject or f'/CN={names[0]}',
                 '-keyout', key, '-out', request)
        signer = (['-selfsign', '-keyfile', key] if issuer is None else
                  ['-cert', issuer.path, '-keyfile', issuer.key])
        self.run('ca', '-batch', '-notext', '-config', self.folder / 'openssl.cnf', *signer,
                 '-startdate', start, '-enddate', end, '-extfile', extensions,
                 '-in', request, '-out', path)
        return Certificate(path, key)

    def make_authority(self, name):
        return self.make(subject=f'/CN={name}', authority=True)

    @staticmethod
    def describe(name):
        try:
            return f'IP:{ipaddress.ip_address(name)}'
        except ValueError:
            return f'DNS:{name}'
