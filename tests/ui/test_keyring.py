"""What happens when the keyring does not do what one expects of it."""

import keyring
import tap_runner
from journeys import AccountPage, SignInAgainDialog, SignInPage, sign_in, sign_out
from waiting import wait_until
from window_test import WindowTest

NOT_KEPT = 'You stay signed in only until you close Latchkey.'


class Prompt:
    """The window in which the keyring asks for its password."""

    def __init__(self, desktop):
        self.desktop = desktop
        self.window = wait_until(self.find, 'the keyring asked for its password')

    def find(self):
        found = self.desktop.run('xdotool', 'search', '--onlyvisible', '--class', 'prompter')
        return found.splitlines()[0] if found else None

    def answer(self, *keys, text=''):
        def focused():
            return self.desktop.run('xdotool', 'getwindowfocus') == self.window

        wait_until(focused, 'the prompt had the keyboard')
        if text:
            self.desktop.run('xdotool', 'type', '--delay', '5', text)
        self.desktop.run('xdotool', 'key', *keys)
        wait_until(lambda: not self.find(), 'the prompt was gone')


class Keyring(WindowTest):
    def setUp(self):
        super().setUp()
        self.server = self.start_demo()

    def sign_in_and_quit(self):
        application = self.start_application()
        sign_in(application, self.server)
        wait_until(self.desktop.keyring.items, 'the keyring held the token')
        application.quit()

    def test_item_is_recognisable_and_goes_with_the_sign_out(self):
        application = self.start_application()
        sign_in(application, self.server)
        item, = wait_until(self.desktop.keyring.items, 'the keyring held the token')
        self.assertIn('Latchkey', item['label'])
        self.assertIn(self.server.email, item['label'])
        self.assertEqual(item['attribute.server'], self.server.address)
        sign_out(application)
        SignInPage(application).wait()
        self.assertEqual(self.desktop.keyring.items(), [])

    def test_without_a_keyring_the_session_lasts_for_this_run(self):
        self.desktop.keyring.become('absent')
        application = self.start_application()
        sign_in(application, self.server)
        application.find_text(NOT_KEPT)
        self.assert_all_named(application)
        application.quit()
        self.assertEqual(self.home_words(), [])
        again = self.start_application()
        again.find('push button', 'Sign In')
        self.assertEqual(len(self.server.requests('POST', '/users/login')), 1)

    def home_words(self):
        """Whatever below the home looks like a token."""
        return [word for path in self.home.files() if path.suffix != '.log'
                for word in path.read_bytes().split(b'"')
                if len(word) > 24 and word.isalnum() and not word.isdigit()]

    def test_locked_keyring_is_unlocked_by_its_prompt(self):
        self.sign_in_and_quit()
        self.desktop.keyring.become('locked')
        application = self.start_application()
        AccountPage(application).wait(self.server.name)
        application.find_text('Waiting for your keyring to be unlocked…')
        Prompt(self.desktop).answer('Return', text=keyring.PASSWORD)
        self.server.wait_for_request('GET', '/users/self', count=2)
        application.wait_gone('alert')
        self.assertEqual(len(self.server.requests('POST', '/users/login')), 1)

    def test_dismissed_prompt_can_be_had_again(self):
        self.sign_in_and_quit()
        self.desktop.keyring.become('locked')
        application = self.start_application()
        AccountPage(application).wait(self.server.name)
        Prompt(self.desktop).answer('Escape')
        application.find('push button', 'Try Again').click()
        Prompt(self.desktop).answer('Return', text=keyring.PASSWORD)
        self.server.wait_for_request('GET', '/users/self', count=2)
        application.wait_gone('push button', 'Try Again')

    def test_no_keyring_yet_and_none_wanted(self):
        self.desktop.keyring.become('none yet')
        application = self.start_application()
        page = SignInPage(application).wait()
        page.fill(self.server.address, self.server.email, self.server.password)
        page.submit()
        Prompt(self.desktop).answer('Escape')
        AccountPage(application).wait(self.server.name)
        application.find_text(NOT_KEPT)

    def test_item_that_is_gone_asks_to_sign_in(self):
        self.sign_in_and_quit()
        self.desktop.keyring.clear()
        application = self.start_application()
        AccountPage(application).wait(self.server.name)
        dialog = SignInAgainDialog(application).wait()
        # Only the password has to be typed again.
        self.assertEqual((dialog.email.text, dialog.password.text), (self.server.email, ''))
        dialog.sign_in(self.server.password)
        AccountPage(application).wait(self.server.name)
        wait_until(self.desktop.keyring.items, 'the keyring held the token')


if __name__ == '__main__':
    tap_runner.main()
