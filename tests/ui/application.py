"""Latchkey as a person meets it: its windows, the keyboard, and what it leaves behind."""

import os
import pathlib
import re
import signal
import subprocess

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from element import Element  # noqa: E402
from waiting import start, wait_until  # noqa: E402

APPLICATION_ID = 'io.github.latchkey_app.Latchkey'

# The roles of what is there to be read only.
READ = ('label', 'heading', 'static')


def matches(wanted, found):
    return found == wanted if isinstance(wanted, str) else wanted.search(found) is not None


class Application:
    """A running Latchkey."""

    def __init__(self, desktop, home, log, arguments=(), environment=None, program=None,
                 application_id=APPLICATION_ID, pass_descriptors=()):
        self.desktop = desktop
        self.home = home
        self.log = pathlib.Path(log)
        self.application_id = application_id
        self.log.parent.mkdir(parents=True, exist_ok=True)
        whole = desktop.environment()
        whole.update(home.environment())
        whole.update(
            G_MESSAGES_DEBUG='all',
            G_DEBUG='fatal-warnings',
            # A file below the home: what is remembered between two runs is looked at too.
            GSETTINGS_BACKEND='keyfile',
        )
        # With so many types GLib moves its table of names, and keeps the old one on purpose: a leak
        # that cannot be told from others, as GLib hides the caller. The tests of the widgets look
        # for leaks.
        if 'ASAN_OPTIONS' in whole:
            whole['ASAN_OPTIONS'] += ':detect_leaks=0'
        whole.update(environment or {})
        program = program or os.environ['LATCHKEY_PROGRAM']
        with open(self.log, 'ab') as output:
            self.process = start([program, *arguments], env=whole, stdin=subprocess.DEVNULL,
                                 stdout=output, stderr=output,
                                 pass_fds=pass_descriptors)
        self._root = None
        self.killed = False

    # Finding things

    @property
    def root(self):
        """The application in the tree of the desktop."""
        if self._root is None:
            self._root = wait_until(self._find_root, 'the program was in the accessible tree')
        return self._root

    def _find_root(self):
        self.check_running()
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            try:
                child = desktop.get_child_at_index(index)
                if child is not None and child.get_process_id() == self.process.pid:
                    # It would remember names and states that have changed since.
                    child.set_cache_mask(Atspi.Cache.NONE)
                    return Element(child)
            except GLib.Error:
                continue
        return None

    def find_all(self, role, name=None, within=None):
        """Everything on the screen with that role (or one of several) and that name (a text, or a
        compiled pattern)."""
        roles = (role,) if isinstance(role, str) else role
        found = []
        for element in (within or self.root).walk():
            try:
                if (element.role in roles and (name is None or matches(name, element.name))
                        and element.is_on_screen()):
                    found.append(element)
            except GLib.Error:
                continue
        return found

    def find(self, role, name=None, within=None):
        """Waits until exactly one element has that role and name, and returns it."""
        def only_one():
            found = self.find_all(role, name, within)
            return found[0] if len(found) == 1 else None

        return self.wait_until(
            only_one,
            lambda: f'there was one {role} "{name}", but there were '
                    f'{self.find_all(role, name, within)}')

    def has(self, role, name=None, within=None):
        return bool(self.find_all(role, name, within))

    def wait_gone(self, role, name=None, within=None):
        self.wait_until(lambda: not self.has(role, name, within),
                        f'there was no {role} "{name}" any more')

    def find_text(self, words, within=None):
        """Waits until those words (a text, or a pattern) are shown somewhere, and returns where."""
        pattern = re.compile(re.escape(words)) if isinstance(words, str) else words

        def shown():
            return next((element for element in self.find_texts(within)
                         if pattern.search(element.name)), None)

        return self.wait_until(shown, lambda: f'"{words}" was shown, but there was '
                                              f'{[element.name for element in self.find_texts()]}')

    def find_texts(self, within=None):
        """Everything on the screen that is there to be read."""
        return [element for role in READ for element in self.find_all(role, None, within)]

    def wait_until(self, predicate, what):
        """Waits until that holds, with what vanishes while it is looked at taken as not yet so."""
        def holds():
            self.check_running()
            try:
                return predicate()
            except GLib.Error:
                return None

        return wait_until(holds, what)

    def check_running(self):
        if self.process.poll() is not None:
            raise AssertionError(
                f'the program ended with {self.process.returncode}:\n{self.tail()}')

    # The keyboard

    def windows(self):
        return list(self.root.children())

    def window(self, title):
        """Waits until there is one window of that title, and returns it."""
        def only_one():
            found = [window for window in self.windows() if window.name == title]
            return found[0] if len(found) == 1 else None

        return self.wait_until(
            only_one, lambda: f'there was a window "{title}" among {self.windows()}')

    def wait_window_gone(self, title):
        self.wait_until(lambda: title not in [window.name for window in self.windows()],
                        f'there was no window "{title}" any more')

    def wait_focus(self, title=None):
        """Waits until the keyboard belongs to a window of ours, to the one of that title."""
        def focused():
            found = self.desktop.run('xdotool', 'getwindowfocus', 'getwindowpid')
            name = self.desktop.run('xdotool', 'getwindowfocus', 'getwindowname')
            return found == str(self.process.pid) and (title is None or name == title)

        self.wait_until(focused, f'the window "{title or "of the program"}" had the keyboard')

    def press(self, *keys):
        """Presses keys, named as X names them: `Tab`, `ctrl+q`, `Return`."""
        self.wait_focus()
        subprocess.run(['xdotool', 'key', '--clearmodifiers', *keys],
                       env=self.desktop.environment(), check=True)

    def type(self, text):
        """Types a text of plain ASCII. The caller waits for what it does."""
        self.wait_focus()
        subprocess.run(['xdotool', 'type', '--clearmodifiers', '--delay', '5', '--', text],
                       env=self.desktop.environment(), check=True)

    def double_click(self, element):
        """Clicks twice with the pointer, as quickly as people do who click everything twice."""
        self.wait_focus(element.window.name)
        element.wait_sensitive()
        # What has the keyboard is scrolled to.
        self.tab_to(element.role, element.name)
        window = self.desktop.run('xdotool', 'getwindowfocus')
        shape = dict(line.split('=') for line in self.desktop.run(
            'xdotool', 'getwindowgeometry', '--shell', window).splitlines())
        _x, _y, inner_width, _height = element.window.extents
        # Without a compositor GTK draws a frame where the shadow would be.
        frame = (int(shape['WIDTH']) - inner_width) // 2
        x, y, width, height = element.extents
        self.desktop.run('xdotool', 'mousemove', '--window', window,
                         str(frame + x + width // 2), str(frame + y + height // 2),
                         'click', '--repeat', '2', '--delay', '80', '1')

    def focused(self):
        """What has the keyboard, as far as it says so."""
        for window in self.windows():
            for element in window.walk():
                try:
                    if 'focused' in element.states:
                        return element
                except GLib.Error:
                    continue
        return None

    def is_focused(self, role, name):
        element = self.focused()
        return element is not None and element.role == role and matches(name, element.name)

    def wait_focused(self, role, name):
        self.wait_until(lambda: self.is_focused(role, name),
                        lambda: f'{role} "{name}" had the keyboard, but {self.focused()} has')
        return self.focused()

    def tab_to(self, role, name, key='Tab'):
        """Presses Tab until that control has the keyboard. Fails when it comes round again."""
        seen = []
        while not self.is_focused(role, name):
            before = self.focused()
            if before in seen:
                raise AssertionError(f'Tab never reaches {role} "{name}", only {seen}')
            seen.append(before)
            self.press(key)
            self.wait_until(lambda: self.focused() not in (before, None),
                            f'Tab went on from {before}')
        return self.focused()

    # Its end, and what it leaves behind

    def activate_action(self, name):
        """Activates an action of the application from outside, as the shell would."""
        path = '/' + self.application_id.replace('.', '/').replace('-', '_')
        self.desktop.call(self.application_id, path, 'org.freedesktop.Application',
                          'ActivateAction', GLib.Variant('(sava{sv})', (name, [], {})))

    def wait_end(self):
        """Waits until the program has ended by itself, and returns its exit status."""
        wait_until(lambda: self.process.poll() is not None, 'the program ended')
        return self.process.returncode

    def quit(self):
        """Asks it to end, and fails when it does not end well."""
        if self.killed:
            return
        if self.process.poll() is None:
            self.activate_action('quit')
        status = self.wait_end()
        if status != 0:
            raise AssertionError(f'the program ended with {status}:\n{self.tail()}')

    def kill(self):
        """Ends it without a warning, as a power cut does."""
        self.killed = self.process.poll() is None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def output(self):
        return self.log.read_text(encoding='utf-8', errors='replace')

    def tail(self, lines=40):
        return '\n'.join(self.output().splitlines()[-lines:])

    def tree(self):
        try:
            return self.root.dump()
        except (AssertionError, GLib.Error) as error:
            return f'no tree: {error}\n'
