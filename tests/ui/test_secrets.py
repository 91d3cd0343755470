"""No secret is where somebody else could read it."""


import tap_runner
from journeys import PasswordDialog, SignInPage, sign_in, sign_out
from waiting import wait_until
from window_test import WindowTest

NEW = 'Bernoulli numbers, note G'
WRONG = 'difference-engine-no-2'


class Secrets(WindowTest):
    def test_nothing_printed_or_written(self):
        server = self.start_demo()
        # The libraries tell all they can.
        application = self.start_application(
            environment={'G_MESSAGES_DEBUG': 'all', 'G_TLS_DEBUG': '1'})
        page = SignInPage(application).wait()
        page.fill(server.address, server.email, WRONG).submit()
        application.find_text('The email address or the password is wrong.')
        sign_in(application, server)
        item, = wait_until(self.desktop.keyring.items, 'the keyring held the token')
        secrets = [server.password, NEW, WRONG, item['secret']]
        self.assertGreater(len(item['secret']), 20)
        self.assert_no_secret(application, secrets)

        dialog = PasswordDialog(application).open()
        dialog.fill(WRONG, NEW).button.click()
        application.find_text('This password is wrong. Enter it again.')
        server.misbehave('PUT', '/users/self/change-password', 'status 500 ' + NEW)
        dialog.fill(server.password, NEW).button.click()
        application.wait_until(lambda: len(server.requests('PUT')) >= 2, 'it was asked twice')
        server.misbehave('PUT', '/users/self/change-password', 'off')
        dialog.fill(server.password, NEW).button.click()
        dialog.wait_gone()
        self.assert_no_secret(application, secrets)

        sign_out(application)
        SignInPage(application).wait()
        application.quit()
        self.assert_no_secret(application, secrets)

    def test_crash_leaves_nothing_either(self):
        server = self.start_demo()
        application = self.start_application()
        sign_in(application, server)
        item, = wait_until(self.desktop.keyring.items, 'the keyring held the token')
        application.kill()
        self.assert_no_secret(application, [server.password, item['secret']])

    def test_debug_information_holds_none(self):
        server = self.start_demo()
        application = self.start_application()
        sign_in(application, server)
        item, = wait_until(self.desktop.keyring.items, 'the keyring held the token')
        application.activate_action('about')
        shown = application.window('About').dump()
        self.assertIn('libadwaita 1.', shown)
        for secret in server.password, item['secret'], server.email:
            self.assertNotIn(secret, shown)


if __name__ == '__main__':
    tap_runner.main()
