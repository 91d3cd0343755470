"""What every test of the window starts from: a desktop, a fresh home, and a look at the end."""

import atexit
import os
import pathlib
import re
import unittest

from application import READ, Application
from demo_homebox import DemoHomebox
from desktop import Desktop
from each import expand
from home import Home
from real_homebox import RealHomebox

# What GTK calls a control that nobody named.
TYPE_NAME = re.compile(r'^(?:Gtk|Adw|Latchkey)[A-Z]\w*$')

# These only hold what is focused.
CONTAINERS = ('list', 'scroll pane')


class WindowTest(unittest.TestCase):
    """A test case with a person's desktop. Each case has a home and a keyring of its own."""

    desktop = None
    keyring_state = 'unlocked'
    home_options = {}

    def __init_subclass__(cls, **arguments):
        super().__init_subclass__(**arguments)
        expand(cls)

    @classmethod
    def setUpClass(cls):
        if WindowTest.desktop is None:
            WindowTest.desktop = Desktop()
            atexit.register(WindowTest.desktop.close)

    def setUp(self):
        self.applications = []
        self.home = Home(**self.home_options)
        self.addCleanup(self.home.close)
        self.desktop.keyring.forget()
        self.desktop.keyring.become(self.keyring_state)

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

    def start_real(self, *arguments, **options):
        server = RealHomebox(*arguments, **options)
        self.addCleanup(server.close)
        return server

    def start_application(self, *arguments, **options):
        """Starts the program; the end of the test case ends it, and looks how it did."""
        log = self.log_folder / f'{self.label}-{len(self.applications) + 1}.log'
        for kept in self.log_folder.glob(log.stem + '.*'):
            kept.unlink()
        application = Application(self.desktop, self.home, log, arguments, **options)
        self.applications.append(application)
        self.addCleanup(self.end_application, application)
        return application

    def end_application(self, application):
        try:
            application.quit()
        except AssertionError:
            self.keep_evidence(application)
            raise
        finally:
            application.kill()

    def keep_evidence(self, application):
        """Writes down what the program showed, unless that was done before."""
        tree = application.log.with_suffix('.tree')
        if not tree.exists() and application.process.poll() is None:
            tree.write_text(application.tree(), encoding='utf-8')
            self.desktop.take_picture(application.log.with_suffix('.png'))

    def on_failure(self):
        """Keeps what a person needs to see why, and says where it is."""
        for application in self.applications:
            self.keep_evidence(application)
        kept = sorted(self.log_folder.glob(f'{self.label}-*'))
        return 'See ' + ', '.join(map(str, kept))

    # Checks

    def assert_all_named(self, application):
        """Whatever can have the keyboard has a name that a person understands."""
        unnamed = []
        for element in application.root.walk():
            if 'focusable' not in element.states or element.role in CONTAINERS:
                continue
            name = element.name.strip()
            # What is there to be read is its own name, and has no mnemonic.
            mnemonic = '_' in name and element.role not in READ
            if not name or TYPE_NAME.match(name) or mnemonic:
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
