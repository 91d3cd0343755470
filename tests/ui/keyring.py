"""A real gnome-keyring on the private bus, in the states a person may find it in."""

import pathlib
import shutil
import subprocess
import tempfile

from waiting import start, stop, wait_until

PASSWORD = 'keyring password'


class Keyring:
    """`unlocked`, `locked` (there is a login keyring, and nobody opened it), `none yet` (the service
    runs, no keyring was ever made) or `absent` (no service)."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='latchkey-keyring-'))
        self.process = None

    def become(self, state):
        """Starts over in that state, with what was stored until now still there."""
        self.stop()
        if state == 'unlocked':
            self._run(unlock=True)
        elif state == 'locked':
            if not self._exists():
                self._run(unlock=True)
                self.stop()
            self._run(unlock=False)
        elif state == 'none yet':
            self.forget()
            self._run(unlock=False)
        elif state != 'absent':
            raise ValueError(state)

    def forget(self):
        """Stops it, with everything that was stored gone."""
        self.stop()
        shutil.rmtree(self.folder / 'keyrings', ignore_errors=True)

    def clear(self):
        """Removes what the program stored, as a person does with another program."""
        for item in self.items():
            attributes = [word for key, value in item.items() if key.startswith('attribute.')
                          for word in (key.removeprefix('attribute.'), value)]
            subprocess.run(['secret-tool', 'clear', *attributes],
                           env=self.desktop.environment(), check=True)

    def store(self, server, user, email, token='0' * 52):
        """Stores what the program does for an account that is signed in to."""
        label = f'Latchkey: {email} on {server.removeprefix("http://")}'
        subprocess.run(
            ['secret-tool', 'store', '--label', label,
             'xdg:schema', 'io.github.latchkey_app.Latchkey',
             'server', server, 'user', user, 'kind', 'session', 'version', '1'],
            env=self.desktop.environment(), input=token, text=True, check=True)

    def items(self):
        """What is stored, as the attributes of each item, the secret among them."""
        found = subprocess.run(
            ['secret-tool', 'search', '--all', 'xdg:schema', 'io.github.latchkey_app.Latchkey'],
            env=self.desktop.environment(), capture_output=True, text=True, check=False)
        text = found.stdout + found.stderr
        return [dict(line.split(' = ', 1) for line in item.splitlines() if ' = ' in line)
                for item in text.split('[/')[1:]]

    def _exists(self):
        return (self.folder / 'keyrings' / 'login.keyring').exists()

    def _run(self, unlock):
        command = ['gnome-keyring-daemon', '--foreground', '--components=secrets',
                   '--control-directory', str(self.folder / 'control')]
        if unlock:
            command.append('--unlock')
        environment = dict(self.desktop.environment(), HOME=str(self.folder),
                           XDG_DATA_HOME=str(self.folder))
        self.process = start(command, env=environment, stdin=subprocess.PIPE,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if unlock:
            self.process.stdin.write(PASSWORD.encode())
        self.process.stdin.close()
        wait_until(lambda: self.desktop.has_name('org.freedesktop.secrets'),
                   'the keyring was on the bus')
        if unlock:
            wait_until(self._exists, 'the login keyring was there')

    def stop(self):
        if self.process is not None:
            stop(self.process)
            self.process = None
            wait_until(lambda: not self.desktop.has_name('org.freedesktop.secrets'),
                       'the keyring was off the bus')

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
