"""The deletion dialog."""

import re

import tap_runner
from each import each
from journeys import AccountPage, DeletionDialog, SignInPage, sign_in
from window_test import WindowTest

# How the server misbehaves without doing anything, and what the person then reads.
REFUSALS = {
    'demo_server': ('status 403 Forbidden', 'This is a demo server'),
    'failed': ('status 500 Internal Server Error', 'The server had a problem'),
    'unavailable': ('status 502', 'cannot reach Homebox'),
    'page': ('html', 'wants you to sign in first'),
    'redirected': ('redirect https://elsewhere.example/', 'wants you to sign in first'),
}


class Deletion(WindowTest):
    def setUp(self):
        super().setUp()
        self.server = self.start_demo()
        self.application = self.start_application()
        sign_in(self.application, self.server)
        self.dialog = DeletionDialog(self.application).open(self.server.email)

    def assert_deleted(self):
        SignInPage(self.application).wait()
        self.application.find_text('Your account was deleted.')
        self.assertIsNone(self.server.sign_in())
        self.assertEqual(self.desktop.keyring.items(), [])

    def assert_still_there(self):
        self.assertIsNotNone(self.server.sign_in())
        self.assertEqual(len(self.desktop.keyring.items()), 1)

    def test_deletion(self):
        self.assert_all_named(self.application)
        self.dialog.confirm()
        self.assert_deleted()
        self.application.quit()
        # Nothing is remembered of it.
        page = SignInPage(self.start_application()).wait()
        self.assertEqual((page.email.text, page.password.text), ('', ''))

    def test_homes_are_told_with_what_becomes_of_them(self):
        for words in ('Ada’s House', '137 items', 'You own it. The other person in it keeps using it',
                      'Allotment', '9 items', 'nobody can ever open it again',
                      'Workshop', '42 items', 'Nothing changes for the other person in it.'):
            self.application.find_text(words)

    def test_only_the_email_of_the_account_enables_the_button(self):
        self.assertFalse(self.dialog.button.sensitive)
        for typed in 'ada', 'charles@example.org', 'ada@example.org.', '':
            self.dialog.entry.set_text(typed)
            self.assertFalse(self.dialog.button.sensitive, typed)
        self.dialog.entry.set_text(' ADA@example.org ')
        self.dialog.button.wait_sensitive()
        self.assertEqual(self.server.requests('DELETE', '/users/self'), [])

    def test_enter_and_escape_do_not_delete(self):
        self.application.wait_focus(self.dialog.title)
        self.application.press('Return')
        self.dialog.wait_gone()
        DeletionDialog(self.application).open(self.server.email)
        self.application.press('Escape')
        self.dialog.wait_gone()
        self.assertEqual(self.server.requests('DELETE', '/users/self'), [])
        self.assert_still_there()

    @each(**REFUSALS)
    def test_refused_deletion_leaves_everything(self, refusal):
        mode, words = refusal
        self.server.misbehave('DELETE', '/users/self', mode)
        self.dialog.confirm()
        self.application.find_text(words)
        self.assertEqual(len(self.server.requests('DELETE', '/users/self')), 1)
        self.assert_still_there()
        self.server.misbehave('DELETE', '/users/self', 'off')
        self.dialog.button.click()
        self.assert_deleted()

    def test_lost_answer_is_checked(self):
        self.server.misbehave('DELETE', '/users/self', 'lose')
        self.dialog.confirm()
        self.application.wait_until(
            lambda: self.application.has('text', 'Server Address')
            or self.application.find_all('alert'), 'it was said')
        self.assertIsNone(self.server.sign_in())
        self.assertEqual(len(self.server.requests('DELETE', '/users/self')), 1)
        self.application.find_text(re.compile('Your account was deleted|most likely deleted'))

    def test_request_that_never_arrived_is_checked(self):
        self.server.misbehave('DELETE', '/users/self', 'close')
        self.dialog.confirm()
        self.application.find_text('Your account is still there.')
        self.assertEqual(len(self.server.requests('DELETE', '/users/self')), 1)
        self.assert_still_there()

    def test_server_that_goes_away_is_said(self):
        self.server.misbehave('DELETE', '/users/self', 'lose')
        self.server.misbehave('GET', '/users/self', 'close')
        self.dialog.confirm()
        self.application.find_text('your account may be deleted or not')
        self.assertEqual(len(self.desktop.keyring.items()), 1)

    def test_dialog_cannot_be_closed_while_deleting(self):
        self.server.misbehave('DELETE', '/users/self', 'hold')
        self.dialog.confirm()
        self.application.wait_until(lambda: not self.dialog.cancel.sensitive, 'it was deleting')
        self.application.press('Escape')
        self.application.find_text('Your account is being deleted.')
        self.application.press('ctrl+w')
        self.application.press('alt+F4')
        self.server.command('release')
        self.assert_deleted()
        self.assertEqual(len(self.server.requests('DELETE', '/users/self')), 1)

    def test_two_clicks_delete_once(self):
        self.dialog.entry.set_text(self.server.email)
        self.application.double_click(self.dialog.button)
        self.assert_deleted()
        self.assertEqual(len(self.server.requests('DELETE', '/users/self')), 1)


class OtherServer(WindowTest):
    def open_dialog(self, *arguments):
        self.server = self.start_demo(*arguments)
        self.application = self.start_application()
        sign_in(self.application, self.server)

    @each(v0_21='v0.21', v0_25='v0.25')
    def test_deletion_on_an_old_server(self, version):
        self.open_dialog('--version', version)
        dialog = DeletionDialog(self.application).open(self.server.email)
        self.application.find_text('Ada’s House')
        dialog.confirm()
        SignInPage(self.application).wait()
        self.application.find_text('Your account was deleted.')
        self.assertIsNone(self.server.sign_in())

    def test_demo_server_is_explained(self):
        self.open_dialog('--demo-mode')
        DeletionDialog(self.application).open(self.server.email).confirm()
        self.application.find_text('This is a demo server')
        self.assertIsNotNone(self.server.sign_in())

    def test_homes_that_cannot_be_had_are_asked_for_again(self):
        self.server = self.start_demo()
        self.application = self.start_application()
        sign_in(self.application, self.server)
        self.server.misbehave('GET', '/groups', 'status 500 no')
        DeletionDialog(self.application).open(self.server.email)
        self.application.find_text('It is not known which homes you are in')
        self.server.misbehave('GET', '/groups', 'off')
        self.application.find('push button', 'Look Again').click()
        self.application.find_text('Allotment')

    def test_account_without_a_home_is_explained(self):
        self.server = self.start_demo()
        application = self.start_application()
        sign_in(application, self.server)
        self.server.command('lock-out', self.server.email)
        application.quit()
        again = self.start_application()
        AccountPage(again).wait(self.server.name)
        again.find_text('does not belong to a home any more')
        # Twice there: in the message, and where it always is.
        self.assertEqual(len(again.find_all('push button', 'Sign Out')), 2)


if __name__ == '__main__':
    tap_runner.main()
