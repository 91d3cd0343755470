"""What every test of the window starts from: a desktop, a fresh home, and a look at the end."""

import atexit
import os
import pathlib
import re
import unittest

from application import Application
from demo_homebox import DemoHomebox
from desktop import Desktop
from home import Home
from real_homebox import RealHomebox

# What GTK calls a control that nobody named.
TYPE_NAME = re.compile(r'^(?:Gtk|Adw|Latchkey)[A-Z]\w*$')

# Lists only hold what is focused: a group of rows says its title itself.
CONTAINERS = ('list',)


class WindowTest(unittest.TestCase):
    """A test case with a person's desktop. Each case has a home and a keyring of its own."""

    desktop = None
    keyring_state = 'unlocked'
    home_options = {}

    @classmethod
    def setUpClass(cls):
        if WindowTest.desktop is None:
            WindowTest.desktop = Desktop()
            atexit.register(WindowTest.desktop.close)

    def setUp(self):
        self.home = Home(**self.home_options)
        self.addCleanup(self.home.close)
        self.desktop.keyring.forget()
        self.desktop.keyring.become(self.keyring_state)
        self.applications = []

    @property
    def log_folder(self):
        folder = pathlib.Path(os.environ.get('LATCHKEY_TEST_LOGS', '/tmp')) / 'ui'
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def label(self):
        return self.id().partition('.')[2]

    def start_demo(self, *arguments):
        server = DemoHomebox(*arguments)
        self.addCleanup(server.close)
        return server

    def start_real(self, *arguments):
        server = RealHomebox(*arguments)
        self.addCleanup(server.close)
        return server

    def start_application(self, *arguments, **options):
        """Starts the program; the end of the test case ends it, and looks how it did."""
        log = self.log_folder / f'{self.label}-{len(self.applications) + 1}.log'
        log.unlink(missing_ok=True)
        application = Application(self.desktop, self.home, log, arguments, **options)
        self.applications.append(application)
        self.addCleanup(self.end_application, application)
        return application

    def end_application(self, application):
        try:
            application.quit()
        finally:
            application.kill()

    def on_failure(self):
        """Keeps what a person needs to see why, and says where it is."""
        kept = []
        for number, application in enumerate(self.applications, 1):
            if application.process.poll() is None:
                tree = self.log_folder / f'{self.label}-{number}.tree'
                tree.write_text(application.tree(), encoding='utf-8')
                kept.append(tree)
            kept.append(application.log)
        picture = self.log_folder / f'{self.label}.png'
        self.desktop.take_picture(picture)
        kept.append(picture)
        return 'See ' + ', '.join(map(str, kept))

    # Checks

    def assert_all_named(self, application):
        """Whatever can have the keyboard has a name that a person understands."""
        unnamed = []
        for element in application.root.walk():
            if 'focusable' not in element.states or element.role in CONTAINERS:
                continue
            name = element.name.strip()
            if not name or TYPE_NAME.match(name) or '_' in name:
                unnamed.append(element)
        self.assertEqual(unnamed, [], 'these controls have no name')

    def assert_no_secret(self, application, secrets):
        """Nothing that the program printed or wrote holds one of these texts, nor does what
        everybody on the computer may see of it."""
        places = {'its output': application.log.read_bytes()}
        for path in self.home.files():
            places[str(path.relative_to(self.home.folder))] = path.read_bytes()
        if application.process.poll() is None:
            for name in 'cmdline', 'environ':
                places[name] = pathlib.Path(f'/proc/{application.process.pid}/{name}').read_bytes()
        found = [(place, secret) for place, content in places.items() for secret in secrets
                 if secret.encode() in content]
        self.assertEqual(found, [])
