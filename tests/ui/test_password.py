"""The password dialog."""

import re

import tap_runner
from each import each
from journeys import PasswordDialog, sign_in
from window_test import WindowTest

NEW = 'Bernoulli numbers, note G'

# How the server misbehaves without doing anything, and what the person then reads.
REFUSALS = {
    'demo_server': ('status 403 Forbidden', 'This is a demo server'),
    'page': ('html', 'wants you to sign in first'),
    'redirected': ('redirect https://elsewhere.example/', 'wants you to sign in first'),
}


class Password(WindowTest):
    def setUp(self):
        super().setUp()
        self.open_dialog()

    def open_dialog(self, *arguments):
        self.server = self.start_demo(*arguments)
        self.application = self.start_application()
        sign_in(self.application, self.server)
        self.dialog = PasswordDialog(self.application).open()

    def assert_password(self, password):
        self.assertIsNotNone(self.server.sign_in(password=password), 'the password is another')

    def test_change(self):
        self.assert_all_named(self.application)
        self.dialog.fill(self.server.password, NEW)
        self.dialog.button.click()
        self.dialog.wait_gone()
        self.application.find_text('Password changed, other sessions signed out')
        self.assert_password(NEW)
        self.assertIsNone(self.server.sign_in())
        # This session goes on.
        self.server.wait_for_request('PUT', '/users/self/change-password')

    def test_api_keys_go_with_it(self):
        self.application.press('Escape')
        self.dialog.wait_gone()
        token = self.server.sign_in()
        for name in 'Printer', 'Phone':
            self.server.ask('POST', '/users/self/api-keys', {'name': name}, token=token)
        self.dialog.open()
        box = self.application.find('check box', 'Also revoke all API keys')
        self.assertNotIn('checked', box.states)
        self.assert_all_named(self.application)
        self.dialog.fill(self.server.password, NEW)
        self.application.tab_to('check box', 'Also revoke all API keys')
        self.application.press('space')
        window = self.desktop.run('xdotool', 'getwindowfocus')
        self.desktop.take_picture(self.log_folder / f'{self.label}-offer.png', window)
        self.dialog.button.click()
        self.dialog.wait_gone()
        self.application.find_text('Password changed, API keys revoked')
        token = self.server.sign_in(password=NEW)
        self.assertEqual(self.server.ask('GET', '/users/self/api-keys', token=token), (200, []))

    def test_strength_is_said_while_typing(self):
        for typed, level in (('abc', 'Too Short'), ('password', 'Weak'), (NEW, 'Strong')):
            self.dialog.new.set_text(typed)
            self.application.find_text(level)
        self.dialog.current.set_text(self.server.password)
        self.dialog.new.set_text(self.server.password)
        self.application.find_text('This is your current password.')
        self.application.find('level bar', 'Password strength')

    def test_wrong_current_password_clears_only_that(self):
        self.dialog.fill('difference-engine', NEW)
        self.dialog.button.click()
        self.application.find_text('This password is wrong. Enter it again.')
        self.assertEqual(self.dialog.current.text, '')
        self.assertEqual((self.dialog.new.text, self.dialog.repeat.text), (NEW, NEW))
        self.application.wait_focused('password text', 'Current Password')
        self.dialog.current.set_text(self.server.password)
        self.dialog.button.click()
        self.dialog.wait_gone()
        self.assert_password(NEW)

    def test_too_short_a_password_is_not_sent(self):
        self.dialog.fill(self.server.password, '12345')
        self.dialog.button.click(wait=False)
        self.application.find_text('Use 6 characters or more.')
        self.assertEqual(self.server.requests('PUT'), [])
        self.assert_password(self.server.password)

    def test_repetition_has_to_match(self):
        self.dialog.fill(self.server.password, NEW, NEW + '!')
        self.dialog.button.click(wait=False)
        self.application.find_text('The two passwords are not the same.')
        self.assertEqual(self.server.requests('PUT'), [])

    @each(**REFUSALS)
    def test_refused_change_keeps_what_was_typed(self, refusal):
        mode, words = refusal
        self.server.misbehave('PUT', '/users/self/change-password', mode)
        self.dialog.fill(self.server.password, NEW)
        self.dialog.button.click()
        self.application.find_text(words)
        self.assertEqual((self.dialog.new.text, self.dialog.repeat.text), (NEW, NEW))
        self.assert_password(self.server.password)

    @each(lost='lose', gateway='status 502')
    def test_answer_that_does_not_tell_is_found_out(self, mode):
        self.server.misbehave('PUT', '/users/self/change-password', mode)
        self.dialog.fill(self.server.password, NEW)
        self.dialog.button.click()
        self.application.find_text('so it may have changed the password or not')
        self.assertEqual(len(self.server.requests('PUT')), 1)
        changed = self.server.sign_in(password=NEW) is not None
        # It is asked once, and still does not answer.
        self.application.find('push button', 'Find Out').click()
        self.application.find_text('The server still does not answer')
        self.server.misbehave('PUT', '/users/self/change-password', 'off')
        self.application.find('push button', 'Find Out').click()
        if changed:
            self.dialog.wait_gone()
            self.application.find_text('Password changed')
        else:
            self.application.find_text('The password was not changed. What you typed is still')
            self.assertEqual((self.dialog.new.text, self.dialog.repeat.text), (NEW, NEW))
        self.assert_password(NEW if changed else self.server.password)

    def test_slow_change_can_be_cancelled(self):
        self.server.misbehave('PUT', '/users/self/change-password', 'hold')
        self.dialog.fill(self.server.password, NEW)
        self.dialog.button.click()
        self.application.find('push button', 'Cancel').click()
        self.application.find_text('You cancelled while the server was at work')
        self.server.command('release')

    def test_two_clicks_change_once(self):
        self.dialog.fill(self.server.password, NEW)
        self.application.double_click(self.dialog.button)
        self.dialog.wait_gone()
        self.assertEqual(len(self.server.requests('PUT', '/change-password')), 1)
        self.assert_password(NEW)

    def test_escape_changes_nothing(self):
        self.dialog.fill(self.server.password, NEW)
        self.application.press('Escape')
        self.dialog.wait_gone()
        self.assertEqual(self.server.requests('PUT'), [])
        PasswordDialog(self.application).open()
        self.assertEqual((self.dialog.current.text, self.dialog.new.text), ('', ''))

    @each(long='p' * 500, spaces=' a b  c d ', hebrew='מנוע אנליטי', emoji='🔑🏠🔑🏠🔑🏠🔑')
    def test_odd_password_works(self, new):
        self.dialog.fill(self.server.password, new)
        self.dialog.button.click()
        self.dialog.wait_gone()
        self.assert_password(new)


class OtherServer(WindowTest):
    @each(v0_21='v0.21', v0_25='v0.25')
    def test_change_on_an_old_server(self, version):
        server = self.start_demo('--version', version)
        application = self.start_application()
        sign_in(application, server)
        dialog = PasswordDialog(application).open()
        dialog.fill('difference-engine', NEW).button.click()
        application.find_text('This password is wrong. Enter it again.')
        dialog.current.set_text(server.password)
        dialog.button.click()
        dialog.wait_gone()
        # Nobody is told what this server does not do.
        application.find_text(re.compile('^Password changed(, other sessions stay signed in)?$'))
        self.assertIsNotNone(server.sign_in(password=NEW))

    def test_demo_server_is_explained(self):
        server = self.start_demo('--demo-mode')
        application = self.start_application()
        sign_in(application, server)
        PasswordDialog(application).open().fill(server.password, NEW).button.click()
        application.find_text('This is a demo server')
        self.assertIsNotNone(server.sign_in())


if __name__ == '__main__':
    tap_runner.main()
