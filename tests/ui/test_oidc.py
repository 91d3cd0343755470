"""Signing in through a provider in the person's own browser, against a real Homebox and Dex."""

import pathlib
import re
import unittest

import tap_runner
from browser import Chromium, ScriptedBrowser
from journeys import AccountPage, SignInPage
from window_test import WindowTest

# The one person that Dex knows.
EMAIL, PASSWORD = 'olive@example.org', 'password'

OFFER = 'Sign in with OIDC'


class BrowserTest(WindowTest):
    """A server with a provider, and a person whose browser does what the test says."""

    options = ('--oidc',)
    # Whether somebody is registered who signs in with a password.
    person = True

    def setUp(self):
        super().setUp()
        self.server = self.start_real('current', *self.options, person=self.person)
        self.browser = ScriptedBrowser(self.home)

    def open_page(self, **options):
        """Types the server's address and leaves the field."""
        self.application = self.start_application(**options)
        page = SignInPage(self.application).wait()
        self.application.wait_focused('text', 'Server Address')
        self.application.type(self.server.address)
        self.application.press('Tab')
        return page

    def open_dialog(self, **options):
        self.open_page(**options)
        self.application.find('push button', OFFER).click()

    def open_browser(self):
        self.open_dialog()
        self.application.find_text('You will sign in at 127.0.0.1')
        self.application.find('push button', 'Open Browser').click()
        return self.browser.wait_opened()

    def assert_signed_in(self):
        # Nobody of that email was known to the server before.
        self.application.find_text('The provider gave the email address olive@example.org.')
        self.application.find('push button', 'Continue to Account').click()
        AccountPage(self.application).wait('olive')
        self.assertEqual(AccountPage(self.application).email.text, EMAIL)
        self.assertEqual(len(self.desktop.keyring.items()), 1)


class SignIn(BrowserTest):
    def test_ends_on_the_account(self):
        address = self.open_browser()
        page = self.browser.sign_in(address, EMAIL, PASSWORD)
        self.assertIn('You Are Signed In', page)
        self.assert_signed_in()
        self.assert_all_named(self.application)

    def test_is_remembered(self):
        self.browser.sign_in(self.open_browser(), EMAIL, PASSWORD)
        self.assert_signed_in()
        self.application.quit()
        self.application = self.start_application()
        AccountPage(self.application).wait('olive')

    def test_leaves_no_secret(self):
        address = self.open_browser()
        end = self.browser.sign_in(address, EMAIL, PASSWORD, reach_receiver=False)
        code = re.search(r'code=([^&]+)', end).group(1)
        self.browser.visit(end)
        self.assert_signed_in()
        self.browser.opened_file.unlink()
        state = re.search(r'state=([^&]+)', address).group(1)
        self.assert_no_secret(self.application, [code, state,
                                                 self.desktop.keyring.items()[0]['secret']])

    def test_ended_session_offers_the_browser_again(self):
        self.browser.sign_in(self.open_browser(), EMAIL, PASSWORD)
        self.assert_signed_in()
        token = 'Bearer ' + self.desktop.keyring.items()[0]['secret']
        status, _answer = self.server.ask('POST', '/users/logout', token=token)
        self.assertEqual(status, 204)
        self.application.quit()
        self.application = self.start_application()
        # The session was ended elsewhere: the dialog offers what the account came with.
        self.application.find('push button', OFFER, self.application.find('dialog')).click()
        self.application.find('push button', 'Open Browser').click()
        self.browser.sign_in(self.browser.wait_opened(2), EMAIL, PASSWORD)
        self.assert_signed_in()

    def test_wrong_password_is_for_the_provider_to_say(self):
        address = self.open_browser()
        page = self.browser.sign_in(address, EMAIL, 'not the password')
        self.assertIn('Invalid', page)
        self.application.find_text('Sign In in Your Browser')
        self.application.find('push button', 'Open Again').click()
        self.browser.sign_in(self.browser.wait_opened(2), EMAIL, PASSWORD)
        self.assert_signed_in()

    def test_pasted_address_works(self):
        address = self.open_browser()
        end = self.browser.sign_in(address, EMAIL, PASSWORD, reach_receiver=False)
        field = self.application.find('password text', 'Address From the Browser')
        field.set_text('http://127.0.0.1/somewhere?code=1&state=2')
        self.application.find('push button', 'Continue').click()
        self.application.find_text('This is not the address that the sign-in ended on.')
        field.set_text(end)
        self.application.find('push button', 'Continue').click()
        self.assert_signed_in()

    def test_refused_consent_is_said(self):
        address = self.open_browser()
        end = self.browser.sign_in(address, EMAIL, PASSWORD, reach_receiver=False)
        status, page = self.browser.visit(
            re.sub(r'code=[^&]+', 'error=access_denied', end))
        self.assertEqual(status, 200)
        self.assertIn('Not Signed In', page)
        self.application.find_text('You did not allow the sign-in.')
        self.application.find('push button', 'Try Again').click()
        self.application.find('push button', 'Open Browser').click()
        self.browser.sign_in(self.browser.wait_opened(2), EMAIL, PASSWORD)
        self.assert_signed_in()

    def test_cancel_keeps_the_form(self):
        address = self.open_browser()
        self.application.press('Escape')
        self.application.wait_gone('label', 'Sign In in Your Browser')
        self.assertEqual(SignInPage(self.application).server.text, self.server.address)
        with self.assertRaises(OSError):
            self.browser.sign_in(address, EMAIL, PASSWORD)
        self.assertEqual(self.desktop.keyring.items(), [])

    def test_strange_requests_change_nothing(self):
        address = self.open_browser()
        end = self.browser.sign_in(address, EMAIL, PASSWORD, reach_receiver=False)
        for wrong in (re.sub(r'state=[^&]+', 'state=wrong', end), end.split('?')[0],
                      re.sub(r'/api.*', '/', end)):
            self.assertEqual(self.browser.visit(wrong)[0], 404)
        self.assertEqual(self.browser.visit(end)[0], 200)
        self.assert_signed_in()

    def test_by_keyboard_alone(self):
        self.open_page()
        self.application.find('push button', OFFER)
        self.application.tab_to('push button', OFFER)
        self.application.press('space')
        self.application.wait_focused('push button', 'Open Browser')
        self.application.press('Return')
        self.browser.sign_in(self.browser.wait_opened(), EMAIL, PASSWORD)
        self.assert_signed_in()

    def test_offer_goes_with_the_address(self):
        page = self.open_page()
        self.application.find('push button', OFFER)
        page.server.set_text('elsewhere.invalid')
        self.application.wait_gone('push button', OFFER)


class NoBrowser(BrowserTest):
    def system_without_programs(self):
        """All that is installed on this computer, but its applications."""
        folder = self.home.make_folder('share')
        for path in pathlib.Path('/usr/share').iterdir():
            if path.name != 'applications':
                (folder / path.name).symlink_to(path)
        return folder

    def test_link_is_shown(self):
        self.browser.unregister()
        self.open_dialog(environment={'XDG_DATA_DIRS': str(self.system_without_programs())})
        self.application.find('push button', 'Open Browser').click()
        self.application.find_text('The browser could not be opened. Open this link yourself:')
        link = self.application.find_text(re.compile('^http://127.0.0.1:[0-9]+/dex/auth')).name
        self.application.find('push button', 'Copy Link')
        self.browser.sign_in(link, EMAIL, PASSWORD)
        self.assert_signed_in()


class UnknownPort(BrowserTest):
    """The provider was not told about the port that the person chose."""

    def test_redirect_address_to_register_is_shown(self):
        folder = self.home.folder / '.config' / 'glib-2.0' / 'settings'
        folder.mkdir(parents=True)
        (folder / 'keyfile').write_text(
            '[io/github/latchkey_app/Latchkey]\nsign-in-port=50100\n', encoding='utf-8')
        status, page = self.browser.visit(self.open_browser())
        self.assertEqual(status, 400)
        self.assertIn('redirect_uri', page)
        self.application.find_text('Does the browser show an error?')
        self.application.find_text(
            re.compile('^http://127.0.0.1:5010[0-4]/api/v1/users/login/oidc/callback$'))
        self.application.find('push button', 'Copy Redirect Address')


class LocalLoginOff(BrowserTest):
    options = ('--oidc', '--no-local-login')
    person = False

    def test_password_is_not_asked_for(self):
        self.open_page()
        self.application.find('push button', OFFER)
        self.application.wait_gone('password text', 'Password')
        self.assertFalse(self.application.has('push button', 'Sign In'))


class OwnAddress(BrowserTest):
    """The server has a public name of its own, so that only its web page can sign in."""

    options = ('--oidc', '--hostname', 'homebox.example')

    def make_key(self):
        status, answer = self.server.ask('POST', '/users/self/api-keys',
                                         {'name': 'Latchkey', 'expiresAt': None},
                                         token=self.server.sign_in())
        self.assertEqual(status, 201)
        return answer['token']

    def test_api_key_works_instead(self):
        key = self.make_key()
        self.open_dialog()
        self.application.find_text('only its own web page can sign in')
        self.assertFalse(self.application.has('push button', 'Try Again'))
        self.assertEqual(self.browser.opened(), [])
        dialog = self.application.window('Sign In with Browser')
        self.application.find('push button', 'Use an API Key…', dialog).click()
        self.application.find('push button', 'Open Web Page').click()
        self.assertEqual(self.browser.wait_opened(), self.server.address + '/profile')
        field = self.application.find('password text', 'API Key')
        window = self.application.window('Use an API Key')
        field.set_text('hb_wrong')
        self.application.find('push button', 'Sign In', window).click()
        self.application.find_text('The server does not know this key.')
        field.set_text(key)
        self.application.find('push button', 'Sign In', window).click()
        AccountPage(self.application).wait(self.server.name)
        self.assertEqual(self.desktop.keyring.items()[0]['attribute.kind'], 'api-key')
        self.assert_no_secret(self.application, [key])


class RealBrowser(WindowTest):
    @unittest.skipUnless(Chromium.is_there(), 'there is no Chromium')
    def test_from_the_button_to_the_profile(self):
        server = self.start_real('current', '--oidc')
        chromium = Chromium(self.home)
        self.addCleanup(chromium.close)
        application = self.start_application()
        SignInPage(application).wait()
        application.wait_focused('text', 'Server Address')
        application.type(server.address)
        application.press('Tab')
        application.find('push button', OFFER).click()
        application.find('push button', 'Open Browser').click()
        chromium.join()
        chromium.type('#login', EMAIL)
        chromium.type('#password', PASSWORD)
        chromium.click('#submit-login')
        application.find('push button', 'Continue to Account').click()
        AccountPage(application).wait('olive')
        chromium.wait_title('You Are Signed In')
        self.desktop.take_picture(self.log_folder / 'oidc-chromium.png')


if __name__ == '__main__':
    tap_runner.main()
