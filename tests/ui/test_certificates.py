"""Servers with certificates that this computer does not trust."""

import os
import re
import stat
import subprocess
import unittest
import urllib.parse

import nginx
import tap_runner
from certificates import Certificates
from journeys import AccountPage, SignInPage, sign_out
from tls_server import TlsServer
from window_test import WindowTest

UNKNOWN = 'Certificate Not Trusted'
CHANGED = 'Certificate Changed'
NOT_TRUSTED = 'The server’s certificate is not trusted by this computer.'
NOT_THE_SAME = 'The server’s certificate is not the one that you trusted. Nothing was sent to it.'


class CertificateTest(WindowTest):
    """A demo Homebox behind TLS, and nobody who knows its certificate."""

    demo_options = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificates = Certificates()
        cls.addClassCleanup(cls.certificates.close)
        cls.authority = cls.certificates.make_authority('Latchkey Test Authority')
        cls.first = cls.certificates.make('127.0.0.1', 'localhost')
        cls.second = cls.certificates.make('127.0.0.1', 'localhost')
        cls.issued = cls.certificates.make('127.0.0.1', 'localhost', issuer=cls.authority)

    def setUp(self):
        super().setUp()
        self.demo = self.start_demo(*self.demo_options)
        self.server = self.start_tls(self.first)

    def start_tls(self, certificate):
        backend = urllib.parse.urlsplit(self.demo.address)
        server = TlsServer(certificate, backend=(backend.hostname, backend.port))
        self.addCleanup(server.close)
        return server

    def show(self, certificate):
        """Another server takes the place of this one."""
        self.server.show(certificate)
        self.server.hang_up()

    def open_page(self, **options):
        self.application = self.start_application(**options)
        return SignInPage(self.application).wait()

    def fill(self, page):
        return page.fill(self.server.uri(), self.demo.email, self.demo.password)

    def wait_account(self):
        return AccountPage(self.application).wait(self.demo.name)

    def press(self, label):
        self.application.find('push button', label).click()

    def sign_in_with_trust(self, **options):
        self.fill(self.open_page(**options)).submit()
        self.application.window(UNKNOWN)
        self.press('Trust This Certificate')
        return self.wait_account()

    def start_again(self, **options):
        self.application.quit()
        self.application = self.start_application(**options)
        return self.application

    def assert_fingerprint(self, certificate):
        pairs = certificate.fingerprint.split(':')
        lines = [' '.join(pairs[at:at + 8]) for at in range(0, 32, 8)]
        self.application.find('label', '\n'.join(lines))

    def assert_nothing_sent(self, before=b''):
        """Not one byte, on any of the connections, and all of them are over."""
        for visit in self.server.visits:
            self.assertTrue(visit.ended.wait(30))
        self.assertEqual(self.server.received, before)

    def pins(self):
        path = self.home.folder / '.local' / 'share' / 'latchkey' / 'pins.json'
        return path if path.exists() else None


class Unknown(CertificateTest):
    def test_sign_in_goes_on_with_what_was_typed(self):
        self.fill(self.open_page()).submit()
        self.application.window(UNKNOWN)
        self.application.find_text('Is This Your Server?')
        self.application.find_text('The server made it itself.')
        self.assert_fingerprint(self.first)
        self.assert_all_named(self.application)
        self.assert_nothing_sent()

        self.press('Trust This Certificate')
        self.wait_account()
        self.assertEqual(len(self.demo.requests('POST', '/users/login')), 1)
        self.application.wait_until(self.pins, 'the pin was on the disk')
        self.assertEqual(stat.S_IMODE(self.pins().stat().st_mode), 0o600)
        self.assertIn(self.first.fingerprint, self.pins().read_text(encoding='utf-8'))

        # And never again.
        self.start_again()
        self.wait_account()
        self.demo.wait_for_request('GET', '/users/self', count=2)

    def test_invitation_to_an_unknown_server(self):
        self.open_page()
        self.application.type(f'{self.server.uri()}?token=abcdefghijklmnopqrstuvwxyz')
        self.application.press('Tab')
        self.application.wait_focus('Create an Account')
        dialog = self.application.window('Create an Account')
        self.application.tab_to('push button', 'Certificate…', key='shift+Tab')
        self.assert_all_named(self.application)
        self.application.press('space')
        self.application.window(UNKNOWN)
        self.assert_fingerprint(self.first)
        self.assert_nothing_sent()
        self.press('Trust This Certificate')
        self.application.find_text(re.compile('^Homebox .*found$'), dialog)

    def test_no_is_what_happens_by_itself(self):
        page = self.fill(self.open_page())
        page.submit()
        for key in 'Escape', 'Return':
            self.application.wait_focus(UNKNOWN)
            self.application.wait_focused('push button', 'Cancel')
            self.application.press(key)
            self.application.wait_window_gone(UNKNOWN)
            self.application.find_text(NOT_TRUSTED)
            self.assertEqual(page.values(),
                             (self.server.uri(), self.demo.email, self.demo.password))
            self.press('Certificate…')
        self.application.window(UNKNOWN)
        self.assert_nothing_sent()
        self.assertIsNone(self.pins())

        # From there it is not the sign-in that was asked for, but the form is ready for it.
        self.press('Trust This Certificate')
        self.application.wait_window_gone(UNKNOWN)
        page.submit()
        self.wait_account()

    def test_keyboard_alone(self):
        application = self.start_application()
        self.application = application
        SignInPage(application).wait()
        application.wait_focused('text', 'Server Address')
        application.type(self.server.uri())
        application.press('Return')
        application.wait_focused('text', 'Email')
        application.type(self.demo.email)
        application.press('Return')
        application.wait_focused('password text', 'Password')
        application.type(self.demo.password)
        application.press('Return')
        application.wait_focus(UNKNOWN)
        application.tab_to('push button', 'Copy: Fingerprint (SHA-256)')
        application.press('space')
        application.wait_focused('push button', 'Copied: Fingerprint (SHA-256)')
        application.tab_to('push button', 'Trust This Certificate')
        application.press('Return')
        self.wait_account()

    def test_command_shows_the_same_fingerprint(self):
        self.fill(self.open_page()).submit()
        self.application.window(UNKNOWN)
        command = self.application.find_text('openssl s_client').name
        shown = subprocess.run(['sh', '-c', command], check=True, capture_output=True, text=True)
        self.assertEqual(shown.stdout.strip().rpartition('=')[2], self.first.fingerprint)

    def test_everything_that_is_wrong_is_said(self):
        self.show(self.certificates.make('other.example', days=(-60, -30)))
        self.fill(self.open_page()).submit()
        self.application.window(UNKNOWN)
        self.application.find_text(re.compile(
            r'^The server made it itself\..*\nIt was made for other\.example, and not for '
            r'127\.0\.0\.1\.\nIt expired on \d', re.DOTALL))

    def test_leaving_the_field_says_it_before_a_password_is_typed(self):
        self.open_page()
        self.application.wait_focused('text', 'Server Address')
        self.application.type(self.server.uri())
        self.application.press('Tab')
        self.application.find_text(NOT_TRUSTED)
        self.assert_nothing_sent()

        # Another address is another matter.
        self.application.press('shift+Tab')
        self.application.type('x')
        self.application.wait_gone('push button', 'Certificate…')


class Provider(CertificateTest):
    demo_options = ('--oidc',)

    def open_offer(self):
        self.open_page()
        self.application.wait_focused('text', 'Server Address')
        self.application.type(self.server.uri())
        self.application.press('Tab')
        self.press('Certificate…')
        self.application.window(UNKNOWN)
        self.press('Trust This Certificate')
        # What the server offers shows as soon as it may be asked.
        return self.application.find('push button', 'Sign in with OIDC')

    def test_is_offered_once_the_server_is_trusted(self):
        self.open_offer().click()
        self.application.find_text(re.compile('^You will sign in at '))

    def test_changed_meanwhile(self):
        offer = self.open_offer()
        before = self.server.received
        self.show(self.second)
        offer.click()
        self.application.wait_focus(CHANGED)
        self.application.find_text('This May Not Be Your Server')
        self.application.press('Escape')
        self.application.wait_window_gone(CHANGED)
        self.application.find_text(NOT_THE_SAME)
        self.assert_nothing_sent(before)

        self.press('Try Again')
        self.application.window(CHANGED)
        self.press('Trust the New Certificate')
        self.application.find_text(re.compile('^You will sign in at '))


class Changed(CertificateTest):
    def test_alarm_at_the_next_start(self):
        self.sign_in_with_trust()
        self.application.quit()
        before = self.server.received
        self.show(self.second)

        self.application = application = self.start_application()
        application.find_text(NOT_THE_SAME)
        self.assert_nothing_sent(before)
        # What is stored here can be read all the same.
        self.assertEqual(AccountPage(application).email.text, self.demo.email)

        self.press('Certificate…')
        application.wait_focus(CHANGED)
        application.find_text('This May Not Be Your Server')
        self.assert_fingerprint(self.second)
        self.assert_fingerprint(self.first)
        self.assert_all_named(application)
        application.wait_focused('push button', 'Do Not Connect')
        application.press('Return')
        application.wait_window_gone(CHANGED)
        application.find_text(NOT_THE_SAME)
        self.assert_nothing_sent(before)

        self.press('Certificate…')
        application.window(CHANGED)
        self.press('Trust the New Certificate')
        application.wait_gone('push button', 'Certificate…')
        self.demo.wait_for_request('GET', '/users/self', count=2)
        self.assertIn(b'Authorization: Bearer', self.server.received[len(before):])

    def test_alarm_at_the_sign_in(self):
        self.sign_in_with_trust()
        sign_out(self.application)
        page = SignInPage(self.application).wait()
        self.show(self.second)
        before = self.server.received
        self.fill(page).submit()
        self.application.window(CHANGED)
        self.assert_nothing_sent(before)
        self.press('Do Not Connect')
        self.application.find_text(NOT_THE_SAME)
        self.assert_nothing_sent(before)


@unittest.skipIf('LATCHKEY_TEST_TRUSTING' not in os.environ, 'nothing makes a certificate trusted')
class Trusted(CertificateTest):
    @property
    def trusting(self):
        """The environment of a computer that knows the authority."""
        return {'LD_PRELOAD': os.environ['LATCHKEY_TEST_TRUSTING'],
                'LATCHKEY_TEST_TRUSTED': str(self.authority.path)}

    def test_needs_no_question(self):
        self.show(self.issued)
        self.fill(self.open_page(environment=self.trusting)).submit()
        self.wait_account()
        self.assertIsNone(self.pins())

    def test_new_certificate_is_asked_about_once(self):
        self.sign_in_with_trust(environment=self.trusting)
        self.application.quit()
        before = self.server.received
        self.show(self.issued)

        self.application = application = self.start_application(environment=self.trusting)
        application.find_text(NOT_THE_SAME)
        self.press('Certificate…')
        application.window(CHANGED)
        application.find_text('The Server Has a New Certificate')
        self.assert_fingerprint(self.issued)
        self.assert_fingerprint(self.first)
        self.assert_nothing_sent(before)
        self.press('Use the New Certificate')
        self.demo.wait_for_request('GET', '/users/self', count=2)
        application.wait_until(lambda: 'fingerprint' not in self.pins().read_text('utf-8'),
                               'the pin was gone')

        self.start_again(environment=self.trusting)
        self.demo.wait_for_request('GET', '/users/self', count=3)
        self.assertFalse(self.application.has('push button', 'Certificate…'))

    def test_pin_goes_when_it_is_not_needed_any_more(self):
        self.show(self.issued)
        self.sign_in_with_trust()
        self.start_again(environment=self.trusting)
        self.application.find_text(
            f'This computer now trusts the certificate of 127.0.0.1:{self.server.port} by itself')
        self.application.wait_until(lambda: 'fingerprint' not in self.pins().read_text('utf-8'),
                                    'the pin was gone')
        self.assert_all_named(self.application)


class Preferences(CertificateTest):
    def test_trust_is_listed_and_taken_back(self):
        self.sign_in_with_trust()
        application = self.application
        server = f'127.0.0.1:{self.server.port}'
        application.activate_action('preferences')
        application.find_text(server)
        application.find_text('Certificate “127.0.0.1”')

        application.tab_to('push button', f'Stop Trusting {server}')
        application.press('space')
        application.find_text('There are none.')
        application.wait_until(lambda: 'fingerprint' not in self.pins().read_text('utf-8'),
                               'the pin was gone')

        # It counts at once, on the connection that is open.
        application.press('Escape')
        application.wait_window_gone('Preferences')
        before = self.server.received
        account = AccountPage(application)
        account.name.set_text('Augusta Ada King')
        account.apply.click()
        application.find_text(NOT_TRUSTED)
        self.assertEqual(self.server.received, before)
        account.revert.click()
        account.wait_saved()


class RealHomeboxBehindNginx(CertificateTest):
    def setUp(self):
        super(CertificateTest, self).setUp()
        if not nginx.is_there():
            self.skipTest('there is no nginx')
        self.demo = self.start_real()
        self.server = nginx.Nginx(self.first, self.demo.address)
        self.addCleanup(self.server.close)

    def test_from_trust_to_alarm(self):
        self.sign_in_with_trust()
        self.application.quit()
        before = self.server.requests()
        self.assertTrue(any('/api/v1/users/login' in line for line in before))

        self.server.show(self.second)
        self.application = application = self.start_application()
        application.find_text(NOT_THE_SAME)
        self.press('Certificate…')
        application.window(CHANGED)
        self.press('Do Not Connect')
        application.wait_window_gone(CHANGED)
        self.assertEqual(self.server.requests(), before)

        self.press('Certificate…')
        application.window(CHANGED)
        self.press('Trust the New Certificate')
        application.wait_gone('push button', 'Certificate…')
        application.wait_until(
            lambda: any('/api/v1/users/self ' in line
                        for line in self.server.requests()[len(before):]),
            'the profile was asked for')

    @unittest.skipIf('LATCHKEY_TEST_TRUSTING' not in os.environ,
                     'nothing makes a certificate trusted')
    def test_renewed_by_an_authority(self):
        environment = {'LD_PRELOAD': os.environ.get('LATCHKEY_TEST_TRUSTING', ''),
                       'LATCHKEY_TEST_TRUSTED': str(self.authority.path)}
        self.sign_in_with_trust(environment=environment)
        self.application.quit()
        before = self.server.requests()
        self.server.show(self.issued)

        self.application = self.start_application(environment=environment)
        self.press('Certificate…')
        self.application.window(CHANGED)
        self.application.find_text('The Server Has a New Certificate')
        self.assertEqual(self.server.requests(), before)
        self.press('Use the New Certificate')
        self.application.wait_gone('push button', 'Certificate…')
        self.application.wait_until(lambda: len(self.server.requests()) > len(before),
                                    'the profile was asked for')


if __name__ == '__main__':
    tap_runner.main()
