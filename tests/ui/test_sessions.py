"""Sessions that last, and what the person is told when one cannot."""

import datetime
import json

import tap_runner
from journeys import AccountPage, SignInAgainDialog, sign_in
from waiting import wait_until
from window_test import WindowTest


class Sessions(WindowTest):
    def setUp(self):
        super().setUp()
        self.server = self.start_demo()
        self.application = self.start_application()
        self.page = sign_in(self.application, self.server)
        wait_until(self.desktop.keyring.items, 'the keyring held the token')

    def token(self):
        item, = self.desktop.keyring.items()
        return item['secret']

    def start_again(self, **left):
        """Ends the program, and starts it when so much is left of the session."""
        self.application.quit()
        path, = [path for path in self.home.files() if path.name == 'accounts.json']
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(**left)
        content = json.loads(path.read_text(encoding='utf-8'))
        content['accounts'][0]['expires-at'] = end.isoformat()
        path.write_text(json.dumps(content), encoding='utf-8')
        self.application = self.start_application()
        return AccountPage(self.application).wait(self.server.name)

    def test_session_is_refreshed_in_time(self):
        before = self.token()
        self.start_again(days=5)
        self.server.wait_for_request('GET', '/users/refresh')
        wait_until(lambda: self.token() != before, 'the keyring held the new token')
        self.application.find_text('(6 days left)')
        self.application.quit()
        self.application = self.start_application()
        AccountPage(self.application).wait(self.server.name)
        self.server.wait_for_request('GET', '/users/self', count=3)
        self.assertEqual(len(self.server.requests('GET', '/users/refresh')), 1)
        self.assertEqual(len(self.server.requests('POST', '/users/login')), 1)

    def test_session_that_lasts_is_left_alone(self):
        self.start_again(days=20)
        self.server.wait_for_request('GET', '/users/self', count=2)
        self.application.find_text('(19 days left)')
        self.assertEqual(self.server.requests('GET', '/users/refresh'), [])

    def test_window_closed_during_a_refresh(self):
        before = self.token()
        self.server.misbehave('GET', '/users/refresh', 'hold')
        self.start_again(days=5)
        wait_until(lambda: [path for path in self.home.files() if path.name == 'refresh.lock'],
                   'the refresh had begun')
        self.application.press('ctrl+q')
        self.application.wait_until(lambda: not self.application.find_all('frame'),
                                    'the window was gone')
        self.assertIsNone(self.application.process.poll())
        self.server.command('release')
        self.assertEqual(self.application.wait_end(), 0)
        self.assertEqual(len(self.server.requests('GET', '/users/refresh')), 1)
        self.assertNotEqual(self.token(), before)
        self.application = self.start_application()
        self.server.wait_for_request('GET', '/users/self', count=3)
        self.assertFalse(self.application.has('dialog'))

    def test_lost_refresh_asks_for_a_sign_in(self):
        # The server has done it, and its answer never comes.
        self.server.misbehave('GET', '/users/refresh', 'lose')
        page = self.start_again(days=5)
        dialog = SignInAgainDialog(self.application).wait()
        self.server.misbehave('GET', '/users/refresh', 'off')
        dialog.sign_in(self.server.password)
        page.name.set_text('Augusta Ada King')
        page.apply.click()
        page.wait_saved()
        self.assertEqual(len(self.server.requests('GET', '/users/refresh')), 1)

    def test_session_that_ran_out_is_explained(self):
        self.server.command('expire-sessions')
        self.start_again(days=-3)
        dialog = SignInAgainDialog(self.application).wait()
        self.application.find_text('because Latchkey was not open for a while', dialog.window)
        self.application.find('push button', 'Use an API Key…', dialog.window)
        self.assert_all_named(self.application)

    def test_too_many_attempts_are_counted_down(self):
        self.server.command('expire-sessions')
        self.server.close_sign_in()
        self.start_again(days=20)
        dialog = SignInAgainDialog(self.application).wait()
        dialog.password.set_text(self.server.password)
        dialog.button.click()
        self.application.find_text('Too many attempts. Try again in', dialog.window)
        self.assertFalse(dialog.button.sensitive)
        self.assertEqual(dialog.password.text, self.server.password)
        dialog.button.wait_sensitive()
        dialog.button.click()
        dialog.wait_gone()

    def test_server_that_comes_back_is_noticed(self):
        self.application.quit()
        self.server.misbehave('GET', '/users/self', 'status 502')
        self.application = self.start_application()
        page = AccountPage(self.application).wait(self.server.name)
        self.application.find_text('cannot reach Homebox')
        page.name.set_text('Augusta Ada King')
        self.server.misbehave('GET', '/users/self', 'off')
        # Nobody clicks anything.
        self.application.wait_gone('alert')
        page.apply.wait_sensitive()
        page.apply.click()
        page.wait_saved()

    def test_page_in_front_is_opened_in_the_browser(self):
        self.application.quit()
        self.server.misbehave('GET', '/users/self', 'html')
        self.application = self.start_application()
        self.application.find_text('wants you to sign in first')
        self.application.find('push button', 'Open in Browser')
        self.assert_all_named(self.application)

    def test_by_keyboard_alone(self):
        self.server.command('expire-sessions')
        self.page.name.set_text('Augusta Ada King')
        self.application.press('ctrl+s')
        SignInAgainDialog(self.application).wait()
        # The password is where the keyboard is.
        self.application.wait_focused('password text', 'Password')
        self.application.type(self.server.password)
        self.application.press('Return')
        self.page.wait_saved()
        self.assertEqual(self.server.stored_profile(), ('Augusta Ada King', self.server.email))

    def test_escape_puts_it_off(self):
        self.server.command('expire-sessions')
        self.page.name.set_text('Augusta Ada King')
        self.page.apply.click()
        dialog = SignInAgainDialog(self.application).wait()
        self.application.press('Escape')
        dialog.wait_gone()
        self.assertEqual(self.page.name.text, 'Augusta Ada King')
        self.page.revert.click()
        self.page.wait_saved()


if __name__ == '__main__':
    tap_runner.main()
