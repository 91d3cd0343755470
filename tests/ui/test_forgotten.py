"""A forgotten password: from the sign-in page, over a mail, to the account."""

import queue
import re

import tap_runner
from journeys import AccountPage, ForgottenDialog, SignInPage
from mail_server import HOSTNAME, MailServer
from window_test import WindowTest

NEW = 'Bernoulli numbers, note G'
LINK = re.compile(r'https?://\S+/reset-password\?token=[^\s"<]+')


class Demo(WindowTest):
    def open_dialog(self, *arguments, email=True):
        self.server = self.start_demo(*arguments)
        self.application = self.start_application()
        page = SignInPage(self.application).wait()
        page.server.set_text(self.server.address)
        self.application.press('Tab')
        if email:
            page.email.set_text(self.server.email)
        return ForgottenDialog(self.application).open()

    def test_by_keyboard_alone(self):
        self.server = self.start_demo()
        self.application = application = self.start_application()
        SignInPage(application).wait()
        application.wait_focused('text', 'Server Address')
        application.type(self.server.address)
        application.press('Return')
        application.wait_focused('text', 'Email')
        application.find('push button', 'Forgot Password?')
        application.tab_to('push button', 'Forgot Password?')
        application.press('Return')
        application.wait_focus(ForgottenDialog.title)
        application.wait_focused('text', 'Email')
        dialog = ForgottenDialog(application)
        dialog.go('Send Mail')
        self.assert_all_named(application)

        application.type(self.server.email)
        application.press('Return')
        application.wait_focused('password text', 'Link From the Mail')
        application.find_text('a message is on its way')
        self.assert_all_named(application)
        link = self.server.read_mail(self.server.email)
        application.type(link)
        application.tab_to('password text', 'New Password')
        application.type(NEW)
        application.tab_to('password text', 'Repeat New Password')
        application.type(NEW)
        application.press('Return')
        AccountPage(application).wait(self.server.name)
        self.assertIsNotNone(self.server.sign_in(password=NEW))
        self.assert_no_secret(application, (NEW, link.partition('token=')[2]))

    def test_every_control_is_reached(self):
        dialog = self.open_dialog()
        dialog.use_link()
        for role, name in (('push button', 'Send Another Mail'), ('password text', 'New Password'),
                           ('password text', 'Repeat New Password'),
                           ('check box', 'Keep me signed in for 4 weeks'),
                           ('push button', 'Set Password'), ('push button', 'Back'),
                           ('text', 'Email'), ('password text', 'Link From the Mail')):
            self.application.tab_to(role, name)

    def test_escape_closes_it(self):
        self.open_dialog()
        self.application.press('Escape')
        self.application.wait_window_gone(ForgottenDialog.title)
        self.application.tab_to('push button', 'Forgot Password?')
        self.application.press('space')
        self.application.wait_focus(ForgottenDialog.title)
        self.application.press('Escape')
        self.application.wait_window_gone(ForgottenDialog.title)
        self.application.wait_focused('push button', 'Forgot Password?')

    def test_spent_link_offers_another_mail(self):
        dialog = self.open_dialog()
        dialog.send_mail()
        first = self.server.read_mail(self.server.email)
        dialog.another.click()
        self.server.wait_for_request('POST', '/users/forgot-password', 2)
        dialog.link.wait_sensitive()
        dialog.fill(first, NEW)
        dialog.go('Set Password').click()
        self.application.find_text('This link was used already, or it is too old.')
        self.assertTrue(dialog.link.invalid)
        self.assertEqual(dialog.new.text, NEW)

        dialog.link.set_text(self.server.read_mail(self.server.email))
        dialog.go('Set Password').click()
        AccountPage(self.application).wait(self.server.name)

    def test_invitation_is_no_such_link(self):
        dialog = self.open_dialog()
        dialog.use_link()
        dialog.link.set_text(f'{self.server.address}?token=AYQ4W4K5MT4CZOPB2PZRCZ4PTY')
        self.application.find_text('This is an invitation into a home.')

    def test_too_many_attempts(self):
        dialog = self.open_dialog()
        self.server.misbehave('POST', '/users/forgot-password',
                              'status 429 too many authentication attempts')
        dialog.go('Send Mail').click()
        self.application.find_text(re.compile(r'Too many attempts\. Try again in \d+ seconds\.'))
        self.assertFalse(dialog.go('Send Mail').sensitive)

    def test_password_that_counts_leads_to_the_sign_in_page(self):
        dialog = self.open_dialog()
        dialog.send_mail()
        dialog.fill(self.server.read_mail(self.server.email), NEW)
        self.server.misbehave('POST', '/users/login', 'status 500 internal error')
        dialog.go('Set Password').click()
        self.application.find_text('Your new password counts from now on')
        self.server.misbehave('POST', '/users/login', 'off')
        self.application.press('Return')
        self.application.wait_window_gone(ForgottenDialog.title)
        self.application.find_text('Your new password is set. Sign in with it.')
        page = SignInPage(self.application)
        self.assertEqual(page.email.text, self.server.email)
        self.application.wait_focused('password text', 'Password')
        page.password.set_text(NEW)
        page.submit()
        AccountPage(self.application).wait(self.server.name)

    def test_quitting_while_it_is_sent_says_what_that_means(self):
        dialog = self.open_dialog()
        dialog.send_mail()
        dialog.fill(self.server.read_mail(self.server.email), NEW)
        self.server.misbehave('POST', '/users/reset-password', 'hold')
        dialog.go('Set Password').click()
        self.server.wait_for_request('POST', '/users/reset-password')
        self.application.press('ctrl+q')
        self.application.find_text('Not Known Yet')
        self.server.command('release')
        self.application.find('push button', 'Find Out').click()
        AccountPage(self.application).wait(self.server.name)

    def test_server_without_it(self):
        self.open_dialog('--version', 'v0.25')
        self.application.find_text('Ask the Administrator')
        self.application.find('push button', 'Close', self.application.window(
            ForgottenDialog.title)).click()
        self.application.wait_window_gone(ForgottenDialog.title)


class Real(WindowTest):
    def open_dialog(self, version, **options):
        self.server = self.start_real(version, **options)
        self.application = self.start_application()
        page = SignInPage(self.application).wait()
        page.server.set_text(self.server.address)
        self.application.press('Tab')
        page.email.set_text(self.server.email)
        return ForgottenDialog(self.application).open()

    def test_current(self):
        """The mail names the address that the server was given, which is not the one in use."""
        mails = queue.Queue()
        with MailServer(mails.put) as mail_server:
            dialog = self.open_dialog('current', environment=mail_server.homebox_environment())
            dialog.send_mail()
            link = LINK.search(mails.get(timeout=60))[0]
            self.assertIn(HOSTNAME, link)
            dialog.fill(link, NEW)
            self.application.find_text(f'This link is from {HOSTNAME}, and this is about')
            self.application.tab_to('check box', 'Both addresses are the same server')
            self.application.press('space')
            self.application.press('Return')
            dialog.go('Set Password').click()
            AccountPage(self.application).wait(self.server.name)
        self.assertIsNone(self.server.sign_in())
        self.assertIsNotNone(self.server.sign_in(password=NEW))

    def test_v0_21(self):
        self.open_dialog('v0.21')
        self.application.find_text('Ask the Administrator')
        self.application.press('Return')
        self.application.wait_window_gone(ForgottenDialog.title)


if __name__ == '__main__':
    tap_runner.main()
