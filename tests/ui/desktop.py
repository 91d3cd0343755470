"""A desktop of our own: a virtual display, a session bus, accessibility and a window manager."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import gi

gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

from keyring import Keyring  # noqa: E402
from waiting import start, stop, wait_until  # noqa: E402

LAUNCHER = '/usr/libexec/at-spi-bus-launcher'

# No service is started by being asked for but the prompt of the keyring: what a test does not
# start is not there.
PROMPTERS = ('org.gnome.keyring.SystemPrompter', 'org.gnome.keyring.PrivatePrompter')

BUS = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <servicedir>{folder}/services</servicedir>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
'''


class Desktop:
    """Everything that a window needs around it, ended by close().

    There is one for each test program: the accessibility library connects once in a process.
    """

    def __init__(self, width=1280, height=1024):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='latchkey-desktop-'))
        self.processes = []
        self.connection = None
        self.keyring = None
        self.log = open(self.folder / 'desktop.log', 'wb')
        try:
            self._start_display(width, height)
            self._start_bus()
            self._start_accessibility()
            self._start_window_manager()
            self.keyring = Keyring(self)
        except BaseException:
            self.close()
            raise

    def environment(self):
        """What a program needs to run on this desktop, without a home."""
        environment = {
            name: value for name, value in os.environ.items()
            if not name.startswith(('XDG_', 'GTK_', 'GDK_', 'LC_'))
            and name not in ('WAYLAND_DISPLAY', 'SESSION_MANAGER', 'LANGUAGE', 'LANG')
        }
        environment.update(
            DISPLAY=self.display,
            DBUS_SESSION_BUS_ADDRESS=self.bus_address,
            XDG_RUNTIME_DIR=str(self.folder / 'run'),
            XDG_CURRENT_DESKTOP='GNOME',
            GDK_BACKEND='x11',
            # Without a graphics card Mesa costs 40 ms and 60 MB at each start.
            GDK_DEBUG='gl-disable',
            GDK_DISABLE='gl,vulkan',
            GSK_RENDERER='cairo',
            ADW_DISABLE_PORTAL='1',
            LC_ALL='C.UTF-8',
            NO_AT_BRIDGE='0',
        )
        return environment

    def has_name(self, name):
        """Whether somebody owns that name on the session bus."""
        return self.call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                         'NameHasOwner', GLib.Variant('(s)', (name,)))[0]

    def call(self, name, path, interface, method, arguments=None):
        """Calls a method on the session bus and returns what it answers, unpacked."""
        return self.connection.call_sync(name, path, interface, method, arguments, None,
                                         Gio.DBusCallFlags.NO_AUTO_START, -1, None).unpack()

    def run(self, *command):
        """Runs a small tool on this desktop and returns what it prints."""
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True,
                              check=False)
        return done.stdout.strip() if done.returncode == 0 else ''

    def take_picture(self, path, window=None):
        """Saves a PNG of the screen, or of one window (its X id)."""
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(['import', '-silent', '-window', window or 'root', str(path)],
                       env=self.environment(), check=True)

    def close(self):
        if self.keyring is not None:
            self.keyring.close()
        if self.connection is not None:
            self.connection.close_sync(None)
        for process in reversed(self.processes):
            stop(process)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(self, command, **arguments):
        process = start(command, stdin=subprocess.DEVNULL, stderr=self.log, **arguments)
        self.processes.append(process)
        return process

    def _read_line(self, command, pass_descriptor):
        """Starts a program that writes a line to a descriptor when it is ready."""
        reading, writing = os.pipe()
        try:
            self._start(pass_descriptor(command, writing), pass_fds=[writing], stdout=self.log)
        finally:
            os.close(writing)
        with os.fdopen(reading, encoding='ascii') as file:
            line = file.readline().strip()
        if not line:
            raise AssertionError(f'{command[0]} did not start')
        return line

    def _start_display(self, width, height):
        number = self._read_line(
            ['Xvfb', '-screen', '0', f'{width}x{height}x24', '-nolisten', 'tcp', '-noreset'],
            lambda command, descriptor: command + ['-displayfd', str(descriptor)])
        self.display = ':' + number
        os.environ['DISPLAY'] = self.display
        os.environ.pop('WAYLAND_DISPLAY', None)

    def _start_bus(self):
        (self.folder / 'run').mkdir(mode=0o700)
        services = self.folder / 'services'
        services.mkdir()
        for name in PROMPTERS:
            installed = pathlib.Path(f'/usr/share/dbus-1/services/{name}.service')
            if installed.exists():
                shutil.copy(installed, services)
        configuration = self.folder / 'bus.conf'
        configuration.write_text(BUS.format(folder=self.folder), encoding='utf-8')
        # The services that the bus starts must find the display.
        self.bus_address = ''
        environment = self.environment()
        del environment['DBUS_SESSION_BUS_ADDRESS']
        reading, writing = os.pipe()
        self._start(['dbus-daemon', '--nofork', '--nosyslog', f'--config-file={configuration}',
                     f'--print-address={writing}'],
                    pass_fds=[writing], stdout=self.log, env=environment)
        os.close(writing)
        with os.fdopen(reading, encoding='ascii') as file:
            self.bus_address = file.readline().strip()
        os.environ['DBUS_SESSION_BUS_ADDRESS'] = self.bus_address
        self.connection = Gio.DBusConnection.new_for_address_sync(
            self.bus_address,
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
            None, None)
        self.connection.set_exit_on_close(False)

    def _start_accessibility(self):
        self._start([LAUNCHER, '--launch-immediately'], stdout=self.log, env=self.environment())
        wait_until(lambda: self.has_name('org.a11y.Bus'), 'the accessibility bus was there')
        address, = self.call('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress')
        os.environ['AT_SPI_BUS_ADDRESS'] = address

    def _start_window_manager(self):
        ready = self.folder / 'window-manager'
        os.mkfifo(ready)
        self._start(['openbox', '--sm-disable', '--startup', f"sh -c 'echo ready >{ready}'"],
                    stdout=self.log, env=dict(self.environment(), HOME=str(self.folder)))
        with open(ready, encoding='ascii') as file:
            file.readline()
