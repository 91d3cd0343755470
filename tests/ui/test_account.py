"""The account page: looking at the profile and changing it."""

import re

import tap_runner
from each import each
from journeys import AccountPage, SignInPage, sign_in
from window_test import WindowTest

# How the server misbehaves, and what the person then reads.
FAILURES = {
    'page': ('html', 'wants you to sign in first'),
    'damaged': ('broken', 'could not be understood'),
    'huge': ('huge', 'too large to be right'),
    'closed': ('close', 'The connection was lost'),
    'redirected': ('redirect https://elsewhere.example/', 'wants you to sign in first'),
    'failed': ('status 500 Internal Server Error', 'The server had a problem'),
    'unavailable': ('status 502', 'cannot reach Homebox'),
    'no_home': ('status 403 user does not have access to the requested tenant',
                'does not belong to a home any more'),
}


class Account(WindowTest):
    def setUp(self):
        super().setUp()
        self.server = self.start_demo()
        self.application = self.start_application()
        self.page = sign_in(self.application, self.server)

    def wait_notice(self, words):
        self.application.find_text(words)

    def test_change_of_the_name(self):
        self.page.name.set_text('Augusta Ada King')
        self.page.apply.click()
        self.wait_notice('Profile saved')
        self.page.wait_saved()
        self.assertEqual(self.page.name.text, 'Augusta Ada King')
        self.application.find('heading', 'Augusta Ada King')
        self.assertEqual(self.server.stored_profile(), ('Augusta Ada King', self.server.email))
        self.assertEqual(len(self.server.requests('PUT', '/users/self')), 1)

    def test_email_is_stored_as_it_is_compared(self):
        self.page.email.set_text('  Countess@Example.ORG ')
        self.page.apply.click()
        self.page.wait_saved()
        self.assertEqual(self.page.email.text, 'countess@example.org')
        self.assertEqual(self.server.stored_profile('countess@example.org'),
                         (self.server.name, 'countess@example.org'))

    def test_change_is_there_after_a_restart_without_the_server(self):
        self.page.name.set_text('Augusta Ada King')
        self.page.apply.click()
        self.page.wait_saved()
        self.application.quit()
        self.server.close()
        AccountPage(self.start_application()).wait('Augusta Ada King')

    def test_revert_brings_back_what_is_stored(self):
        self.page.name.set_text('Somebody Else')
        self.page.email.set_text('else@example.org')
        self.page.revert.click()
        self.page.wait_saved()
        self.assertEqual((self.page.name.text, self.page.email.text),
                         (self.server.name, self.server.email))
        self.assertEqual(self.server.requests('PUT'), [])

    @each(empty=('name', ''), blank=('name', '   '), long=('name', 'n' * 256),
          no_address=('email', 'nope'), no_email=('email', ''),
          long_email=('email', 'e' * 250 + '@a.example'))
    def test_input_is_checked_while_typing(self, case):
        field, typed = case
        getattr(self.page, field).set_text(typed)
        self.application.wait_until(lambda: self.application.find_all('alert'), 'it was said')
        self.assertTrue(getattr(self.page, field).invalid)
        self.assertFalse(self.page.apply.sensitive)
        self.assertEqual(self.server.requests('PUT'), [])
        self.page.revert.click()
        self.page.wait_saved()

    def test_email_of_somebody_else_is_said_at_the_field(self):
        self.page.email.set_text('charles@example.org')
        self.page.apply.click()
        self.application.find_text('Another account on this server uses this email address.')
        self.assertEqual(self.page.email.text, 'charles@example.org')
        self.page.email.set_text('ada.lovelace@example.org')
        self.page.apply.click()
        self.page.wait_saved()

    @each(**FAILURES)
    def test_failed_change_stays_in_the_field(self, failure):
        mode, words = failure
        self.server.misbehave('PUT', '/users/self', mode)
        self.page.name.set_text('Augusta Ada King')
        self.page.apply.click()
        self.application.find_text(words)
        self.assertEqual(self.page.name.text, 'Augusta Ada King')
        self.assertEqual(len(self.server.requests('PUT', '/users/self')), 1)
        self.server.misbehave('PUT', '/users/self', 'off')
        self.page.apply.click()
        self.page.wait_saved()
        self.assertEqual(self.server.stored_profile()[0], 'Augusta Ada King')

    def test_slow_change_can_be_cancelled(self):
        self.server.misbehave('PUT', '/users/self', 'hold')
        self.page.name.set_text('Augusta Ada King')
        self.page.apply.click()
        self.application.find('push button', 'Cancel').click()
        # The server had done it already, and what it stores is what is shown.
        self.application.find('heading', 'Augusta Ada King')
        self.page.wait_saved()
        self.assertEqual(self.page.name.text, 'Augusta Ada King')
        self.server.command('release')
        self.assertEqual(len(self.server.requests('PUT', '/users/self')), 1)

    def test_two_clicks_change_once(self):
        self.page.name.set_text('Augusta Ada King')
        self.application.double_click(self.page.apply)
        self.page.wait_saved()
        self.assertEqual(len(self.server.requests('PUT', '/users/self')), 1)

    @each(hebrew='עדה לאבלייס', emoji='Ada 👩‍💻', longest='n' * 255, override='Ada \u202eecalevoL',
          markup='<b>Ada</b> & "Co"', percent='%s %n %d')
    def test_name_is_kept_as_it_is(self, name):
        self.page.name.set_text(name)
        self.page.apply.click()
        self.page.wait_saved()
        self.assertEqual(self.page.name.text, name)
        self.assertEqual(self.server.stored_profile()[0], name)

    def test_ended_session_keeps_the_edit(self):
        self.server.command('expire-sessions')
        self.page.name.set_text('Augusta Ada King')
        self.page.apply.click()
        self.application.find_text('Your session has ended.')
        self.assertEqual(self.page.name.text, 'Augusta Ada King')
        self.application.find('push button', 'Sign In')
        self.page.revert.click()
        self.page.wait_saved()

    def test_sign_out_leaves_nothing(self):
        self.application.find('push button', 'Sign Out').click()
        SignInPage(self.application).wait()
        self.server.wait_for_request('POST', '/users/logout')
        self.assertEqual(self.desktop.keyring.items(), [])
        self.application.quit()
        SignInPage(self.start_application()).wait()

    def test_unsaved_change_is_asked_about(self):
        self.page.name.set_text('Augusta Ada King')
        self.application.press('ctrl+w')
        dialog = self.application.find('dialog')
        self.assert_all_named(self.application)
        self.application.find('push button', 'Cancel', dialog).click()
        self.application.wait_gone('dialog')
        self.assertEqual(self.page.name.text, 'Augusta Ada King')
        self.application.press('ctrl+w')
        self.application.find('push button', re.compile('Discard|Without Saving'),
                              self.application.find('dialog')).click()
        self.assertEqual(self.application.wait_end(), 0)
        self.assertEqual(self.server.requests('PUT'), [])


if __name__ == '__main__':
    tap_runner.main()
