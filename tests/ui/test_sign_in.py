"""Signing in, and everything that can be in its way."""

import re

import tap_runner
from each import each
from journeys import AccountPage, SignInPage, sign_in
from window_test import WindowTest

LOST = 'The connection was lost before the server had answered.'
NOT_HOMEBOX = 'Something else than Homebox answers at this address.'

# How the server misbehaves, and what the person then reads.
STRANGE_ANSWERS = {
    'page': ('html', NOT_HOMEBOX),
    'damaged': ('broken', 'could not be understood'),
    'empty': ('empty', re.compile('could not be understood|' + NOT_HOMEBOX)),
    'nested': ('deep', 'could not be understood'),
    'huge': ('huge', 'too large to be right'),
    'closed': ('close', LOST),
    'lost': ('lose', LOST),
    'redirected': ('redirect https://elsewhere.example/', 'sends visitors on to'),
    'unavailable': ('status 502', 'cannot reach Homebox'),
    'missing': ('status 404', re.compile('too old|' + NOT_HOMEBOX)),
}


class SignIn(WindowTest):
    def setUp(self):
        super().setUp()
        self.server = self.start_demo()

    def open_page(self):
        self.application = self.start_application()
        return SignInPage(self.application).wait()

    def submit(self, server=None, email=None, password=None):
        page = self.open_page()
        page.fill(server or self.server.address, email or self.server.email,
                  password or self.server.password)
        page.submit()
        return page

    def assert_nothing_lost(self, page, password=None):
        """What was typed is still there, and can be sent again."""
        self.assertEqual(page.values(), (self.server.address, self.server.email,
                                         password or self.server.password))
        page.button.wait_sensitive()

    def test_leads_to_the_account(self):
        application = self.start_application()
        account = sign_in(application, self.server)
        self.assertEqual(account.email.text, self.server.email)
        self.assertFalse(application.has('password text'))
        self.assert_all_named(application)

    def test_is_remembered(self):
        application = self.start_application()
        sign_in(application, self.server)
        application.quit()
        self.assertEqual(len(self.desktop.keyring.items()), 1)
        again = self.start_application()
        AccountPage(again).wait(self.server.name)
        self.server.wait_for_request('GET', '/users/self', count=2)
        self.assertEqual(len(self.server.requests('POST', '/users/login')), 1)

    def test_server_off_is_found_out_later(self):
        application = self.start_application()
        sign_in(application, self.server)
        application.quit()
        self.server.close()
        again = self.start_application()
        AccountPage(again).wait(self.server.name)
        again.find_text('Nothing answers at this address.')

    @each(slash='{}/', path='{}/api/v1', page='{}/home', both='{}/api/', spaces='  {} ')
    def test_usual_address_is_understood(self, form):
        self.submit(form.format(self.server.address))
        AccountPage(self.application).wait(self.server.name)

    def test_wrong_password_is_said_at_the_field(self):
        page = self.submit(password='difference-engine')
        self.application.find_text('The email address or the password is wrong.')
        self.assertTrue(page.password.invalid)
        self.assert_nothing_lost(page, 'difference-engine')
        self.application.wait_focused('password text', 'Password')
        # It is selected: what is typed now takes its place.
        self.application.type(self.server.password)
        self.application.press('Return')
        AccountPage(self.application).wait(self.server.name)

    def test_empty_fields_are_named(self):
        page = self.open_page()
        page.submit()
        for words in ('Enter the address of your Homebox.',
                      'Enter the email address of your account.', 'Enter your password.'):
            self.application.find_text(words)
        self.assertEqual(self.server.requests(), [])

    @each(empty=('http://', 'This is not the address of a server.'),
          spaces=('a b', 'There must be no space in the address.'),
          scheme=('ftp://home.lan', 'The address has to begin with'),
          port=('http://home.lan:99999', 'a number from 1 to 65535'),
          bracket=('[::1', 'This is not the address of a server.'),
          email=('ada@example.org', 'This looks like an email address.'))
    def test_no_address_is_said_at_the_field(self, case):
        typed, words = case
        page = self.submit(typed)
        self.application.find_text(words)
        self.assertEqual(page.server.text, typed)
        self.assertTrue(page.server.invalid)

    def test_server_that_is_off(self):
        self.server.close()
        page = self.submit()
        self.application.find_text('Nothing answers at this address.')
        self.assert_nothing_lost(page)

    def test_too_many_attempts_are_waited_for(self):
        self.server.close_sign_in()
        page = self.submit()
        self.application.find_text(re.compile(r'Too many attempts\. Try again in \d+ seconds?\.'))
        self.assertFalse(page.button.sensitive)
        self.assertEqual(page.values()[:2], (self.server.address, self.server.email))
        # It counts down, and lets go by itself.
        page.button.wait_sensitive()

    @each(asking='/status', signing_in='/users/login')
    def test_slow_server_can_be_cancelled(self, path):
        self.server.misbehave('*', path, 'hold')
        page = self.submit()
        self.application.find('push button', 'Cancel').click()
        self.assert_nothing_lost(page)
        # The answer comes too late, and changes nothing.
        self.server.command('release')
        self.server.misbehave('*', path, 'off')
        self.assertEqual(self.desktop.keyring.items(), [])
        page.submit()
        AccountPage(self.application).wait(self.server.name)

    def test_two_clicks_sign_in_once(self):
        page = self.open_page()
        page.fill(self.server.address, self.server.email, self.server.password)
        self.application.double_click(page.button)
        AccountPage(self.application).wait(self.server.name)
        self.assertEqual(len(self.server.requests('POST', '/users/login')), 1)

    @each(**STRANGE_ANSWERS)
    def test_strange_server_is_named(self, answer):
        self.assert_answer_is_named('/status', *answer)

    @each(**STRANGE_ANSWERS)
    def test_strange_sign_in_is_named(self, answer):
        self.assert_answer_is_named('/users/login', *answer)

    def assert_answer_is_named(self, path, mode, words):
        self.server.misbehave('*', path, mode)
        page = self.submit()
        self.application.find_text(words)
        self.assert_nothing_lost(page)
        self.assertEqual(self.desktop.keyring.items(), [])

    @each(long='x' * 10000, override='ada\u202e@example.org', hebrew='אדה@example.org',
          emoji='😀@example.org', line='ada@example.org\nfoo', control='\x07')
    def test_odd_input_is_answered(self, typed):
        page = self.submit(email=typed, password=typed)
        self.application.wait_until(
            lambda: page.button.sensitive and self.application.find_all('alert'), 'it was answered')
        self.assertEqual(page.email.text[:5], typed[:5])
        self.assertEqual(self.desktop.keyring.items(), [])

    def test_server_without_passwords(self):
        server = self.start_demo('--no-local-login')
        self.submit(server.address)
        self.application.find_text('This server does not accept passwords.')

    @each(v0_21='v0.21', v0_25='v0.25')
    def test_old_server(self, version):
        server = self.start_demo('--version', version)
        page = self.submit(server.address, password='wrong')
        self.application.find_text('The email address or the password is wrong.')
        page.password.set_text(server.password)
        page.submit()
        AccountPage(self.application).wait(server.name)


if __name__ == '__main__':
    tap_runner.main()
