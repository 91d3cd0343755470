"""How it gets along with the desktop: started by its name, once, and as large as it was."""

import os
import pathlib
import signal

import tap_runner
from application import APPLICATION_ID
from journeys import SignInPage
from waiting import wait_until
from window_test import WindowTest

from gi.repository import Gio, GLib

PATH = '/' + APPLICATION_ID.replace('.', '/')


class Integration(WindowTest):
    def window_shape(self, application):
        application.wait_focus('Latchkey')
        window = self.desktop.run('xdotool', 'getwindowfocus')
        shape = self.desktop.run('xdotool', 'getwindowgeometry', '--shell', window)
        values = dict(line.split('=') for line in shape.splitlines())
        return window, (int(values['WIDTH']), int(values['HEIGHT']))

    def test_size_is_remembered(self):
        application = self.start_application()
        SignInPage(application).wait()
        window, usual = self.window_shape(application)
        wanted = (usual[0] + 100, usual[1] + 60)
        self.desktop.run('xdotool', 'windowsize', window, *map(str, wanted))
        wait_until(lambda: self.window_shape(application)[1] == wanted, 'it had its new size')
        application.wait_until(
            lambda: application.window('Latchkey').extents[2] > usual[0], 'it knew its new size')
        application.press('ctrl+w')
        self.assertEqual(application.wait_end(), 0)
        again = self.start_application()
        SignInPage(again).wait()
        wait_until(lambda: self.window_shape(again)[1] == wanted, 'it was as large as before')

    def test_second_start_shows_the_first_window(self):
        first = self.start_application()
        page = SignInPage(first).wait()
        page.email.set_text('typed@example.org')
        second = self.start_application()
        self.assertEqual(second.wait_end(), 0)
        self.assertEqual(len(first.windows()), 1)
        self.assertEqual(page.email.text, 'typed@example.org')

    def test_bus_starts_it_by_its_name(self):
        service = self.desktop.folder / 'services' / f'{APPLICATION_ID}.service'
        starter = self.home.folder / 'start.sh'
        # The bus gives a program its own environment: here that of this person.
        environment = dict(self.home.environment(), GSETTINGS_BACKEND='keyfile')
        starter.write_text('#!/bin/sh\n' + ''.join(
            f"export {name}='{value}'\n" for name, value in environment.items())
            + f"exec '{os.environ['LATCHKEY_PROGRAM']}' --gapplication-service\n")
        starter.chmod(0o755)
        service.write_text(f'[D-BUS Service]\nName={APPLICATION_ID}\nExec={starter}\n')
        self.addCleanup(service.unlink)
        self.desktop.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                          'ReloadConfig')
        self.desktop.connection.call_sync(
            APPLICATION_ID, PATH, 'org.freedesktop.Application', 'Activate',
            GLib.Variant('(a{sv})', ({},)), None, Gio.DBusCallFlags.NONE, -1, None)
        pid, = self.desktop.call(
            'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
            'GetConnectionUnixProcessID', GLib.Variant('(s)', (APPLICATION_ID,)))
        self.addCleanup(self.end, pid)
        wait_until(lambda: self.desktop.run('xdotool', 'search', '--onlyvisible', '--name',
                                            '^Latchkey$'), 'its window was there')

    def end(self, pid):
        self.desktop.call(APPLICATION_ID, PATH, 'org.freedesktop.Application', 'ActivateAction',
                          GLib.Variant('(sava{sv})', ('quit', [], {})))
        try:
            wait_until(lambda: not pathlib.Path(f'/proc/{pid}').exists(), 'it ended')
        except AssertionError:
            os.kill(pid, signal.SIGKILL)
            raise


if __name__ == '__main__':
    tap_runner.main()
