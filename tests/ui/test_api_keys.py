"""API keys: listing, creating, copying and revoking them."""

import datetime
import json
import pathlib
import re

import tap_runner
from each import each
from journeys import AccountPage, SignInPage, sign_in
from window_test import WindowTest

KEYS = '/users/self/api-keys'
VERSIONS = {'current': 'current', 'v0_21': 'v0.21'}


class ApiKeys(WindowTest):
    def open(self, server=None, **options):
        """Signs in and opens the dialog with the keyboard."""
        self.server = server or self.start_demo()
        self.token = self.server.sign_in()
        self.application = self.start_application(**options)
        sign_in(self.application, self.server)
        self.application.tab_to('push button', 'API Keys…')
        self.application.press('space')
        self.application.wait_focus('API Keys')
        return self.application

    def listed(self):
        status, answer = self.server.ask('GET', KEYS, token=self.token)
        self.assertEqual(status, 200)
        return answer

    def make(self, name):
        """As the web page does."""
        status, _answer = self.server.ask('POST', KEYS, {'name': name}, token=self.token)
        self.assertIn(status, (200, 201))

    def create(self, name):
        """By keyboard alone; leaves the key on the screen."""
        application = self.application
        application.wait_focused('push button', 'Create an API Key…')
        application.press('space')
        application.wait_focus('Create an API Key')
        application.wait_focused('text', 'What Is It For?')
        application.type(name)
        application.press('Return')
        application.wait_focused('push button', 'Copy')
        return application.find('password text', 'API Key').text

    def test_create_with_the_keyboard(self):
        application = self.open()
        application.find_text(re.compile('^There are no API keys'))
        self.assert_all_named(application)
        key = self.create('Label printer')
        status, answer = self.server.ask('GET', '/users/self', token=key)
        self.assertEqual((status, answer['item']['email']), (200, self.server.email))
        self.assert_all_named(application)
        window = self.desktop.run('xdotool', 'getwindowfocus')
        self.desktop.take_picture(self.log_folder / f'{self.label}-key.png', window)
        application.press('space')
        application.find('alert', re.compile('^Copied'))
        application.press('Escape')
        application.wait_focus('API Keys')
        application.find_text('Label printer')
        self.assertEqual([key['name'] for key in self.listed()], ['Label printer'])
        self.assert_no_secret(application, [key])

    def test_key_that_was_not_copied(self):
        application = self.open()
        self.create('Label printer')
        application.press('Escape')
        application.find_text('Close Without Copying the Key?')
        application.press('Escape')
        application.wait_focused('push button', 'Copy')
        application.press('Escape')
        application.find_text('Close Without Copying the Key?')
        application.tab_to('push button', 'Close')
        application.press('Return')
        application.wait_focus('API Keys')

    def test_revoke_with_the_keyboard(self):
        application = self.open_with('Label printer', 'Phone')
        application.tab_to('push button', 'Revoke “Phone”', key='shift+Tab')
        application.press('space')
        application.find_text('Revoke “Phone”?')
        application.tab_to('push button', 'Revoke')
        application.press('Return')
        application.find_text('The key was revoked.')
        self.assertEqual([key['name'] for key in self.listed()], ['Label printer'])
        application.wait_focused('push button', 'Create an API Key…')

    def test_revoke_all(self):
        application = self.open_with('Label printer', 'Phone', 'Shed')
        application.tab_to('push button', 'Revoke All…')
        application.press('space')
        application.find_text('Revoke All 3 API Keys?')
        application.tab_to('push button', 'Revoke All')
        application.press('Return')
        application.find_text('3 keys were revoked.')
        self.assertEqual(self.listed(), [])

    def open_with(self, *names, **options):
        self.server = self.start_demo()
        self.token = self.server.sign_in()
        for name in names:
            self.make(name)
        application = self.open(self.server, **options)
        application.find_text(names[0])
        application.wait_focused('push button', 'Create an API Key…')
        return application

    def test_lost_answer(self):
        application = self.open()
        application.wait_focused('push button', 'Create an API Key…')
        self.server.misbehave('POST', KEYS, 'lose')
        application.press('space')
        application.wait_focused('text', 'What Is It For?')
        application.type('Label printer')
        application.press('Return')
        application.find_text(re.compile('^The key was created, but it got lost on the way here.'))
        application.find('push button', 'Revoke “Label printer”')

    @each(usual=(480, {}), right_to_left=(360, {'GTK_DEBUG': 'invert-text-dir'}))
    def test_everything_is_in_its_window(self, case):
        width, environment = case
        application = self.open_with('A key with a name that is longer than most lines are wide',
                                     'Phone', environment=environment)
        window = self.desktop.run('xdotool', 'getwindowfocus')
        self.desktop.run('xdotool', 'windowsize', window, str(width), '640')
        dialog = application.window('API Keys')
        application.wait_until(lambda: abs(dialog.extents[2] - width) < 40, 'it is that wide')
        beside = [element for element in dialog.walk()
                  if 'focusable' in element.states and element.is_on_screen()
                  and (element.extents[0] < 0
                       or element.extents[0] + element.extents[2] > dialog.extents[2])]
        self.assertEqual(beside, [])
        self.desktop.take_picture(self.log_folder / f'{self.label}.png', window)

    @each(**VERSIONS)
    def test_real_server(self, version):
        application = self.open(self.start_real(version))
        if version == 'v0.21':
            application.find_text(re.compile('^This server is too old for API keys.'))
            self.assert_all_named(application)
            return
        key = self.create('Label printer')
        self.assertEqual(self.server.ask('GET', '/users/self', token=key)[0], 200)
        application.press('space')
        application.press('Escape')
        application.wait_focus('API Keys')
        application.find('push button', 'Revoke “Label printer”').click()
        application.find('push button', 'Revoke').click()
        application.find_text('The key was revoked.')
        self.assertEqual(self.server.ask('GET', '/users/self', token=key)[0], 401)


class TypedKey(WindowTest):
    """An account that somebody signs in to with a key of their own."""

    @each(demo=False, real=True)
    def test_sign_in_with_it(self, real):
        server = self.start_real() if real else self.start_demo()
        token = server.sign_in()
        _status, made = server.ask('POST', KEYS, {'name': 'Mine'}, token=token)
        application = self.start_application()
        SignInPage(application).wait()
        application.type(server.address)
        application.press('Return')
        application.find('push button', 'Use an API Key…')
        application.tab_to('push button', 'Use an API Key…')
        application.press('space')
        application.wait_focus('Use an API Key')
        application.find('password text', 'API Key').set_text(made['token'])
        application.find('push button', 'Sign In', application.window('Use an API Key')).click()
        AccountPage(application).wait(server.name)
        application.find_text('API key of yours, which Latchkey can neither prolong nor revoke')
        self.assertFalse(application.has('push button', 'Stay Signed In With an API Key…'))

        application.find('push button', 'API Keys…').click()
        application.find('push button', 'Revoke “Mine”').click()
        application.find_text(re.compile('you will have to sign in again'))
        application.press('Escape')
        application.wait_focus('API Keys')
        application.press('Escape')
        application.wait_focus('Latchkey')

        application.find('push button', 'Sign Out…').click()
        application.find_text(re.compile('forgets the API key. It stays valid'))
        application.find('push button', 'Sign Out on This Device').click()
        SignInPage(application).wait()
        self.assertEqual(server.ask('GET', '/users/self', token=made['token'])[0], 200)
        self.assert_no_secret(application, [made['token']])


class OwnKey(WindowTest):
    """An account that stays signed in with a key which Latchkey made for it."""

    def open(self, server):
        self.server = server
        self.token = self.server.sign_in()
        self.application = self.start_application()
        sign_in(self.application, self.server)
        return self.application

    def keys(self):
        status, answer = self.server.ask('GET', KEYS, token=self.token)
        self.assertEqual(status, 200)
        return [key['name'] for key in answer]

    def make_key(self):
        application = self.application
        application.tab_to('push button', 'Stay Signed In With an API Key…')
        application.press('space')
        application.find_text('Stay Signed In With an API Key?')
        self.assert_all_named(application)
        application.wait_focused('push button', 'Use an API Key')
        application.press('Return')
        application.find_text('You stay signed in with an API key now')
        application.find_text('API key, which Latchkey replaces before it expires')
        application.wait_gone('push button', 'Stay Signed In With an API Key…')

    def stored(self):
        return json.loads(self.path.read_text(encoding='utf-8'))

    @property
    def path(self):
        return pathlib.Path(self.home.environment()['XDG_DATA_HOME']) / 'latchkey/accounts.json'

    def bring_end_near(self):
        """As if two months had gone by since the key was made."""
        content = self.stored()
        record, = content['accounts']
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=20)
        record['expires-at'] = end.strftime('%Y-%m-%dT%H:%M:%SZ')
        record['last-refresh-at'] = '2026-01-01T00:00:00Z'
        self.path.write_text(json.dumps(content), encoding='utf-8')

    @each(demo=False, real=True)
    def test_lives_on_its_key(self, real):
        application = self.open(self.start_real() if real else self.start_demo())
        self.make_key()
        first, = self.keys()
        self.assertRegex(first, '^Latchkey')
        kept, = self.desktop.keyring.items()
        self.assertTrue(kept['secret'].startswith('hb_'))
        self.assertEqual(self.server.ask('GET', '/users/self', token=kept['secret'])[0], 200)
        application.quit()

        self.bring_end_near()
        application = self.application = self.start_application()
        application.wait_until(lambda: self.keys() not in ([first], []) and len(self.keys()) == 1,
                               lambda: f'the key was replaced, but there are {self.keys()}')
        application.find_text('API key, which Latchkey replaces before it expires')
        renewed, = self.desktop.keyring.items()
        self.assertNotEqual(renewed['secret'], kept['secret'])
        self.assertEqual(self.server.ask('GET', '/users/self', token=kept['secret'])[0], 401)
        self.assertEqual(self.server.ask('GET', '/users/self', token=renewed['secret'])[0], 200)
        self.assert_no_secret(application, [kept['secret'], renewed['secret']])

        account = AccountPage(application)
        account.name.set_text('Ada King')
        account.apply.click()
        account.wait_saved()
        application.find('push button', 'Sign Out…').click()
        application.find_text(re.compile('revokes the API key that Latchkey made'))
        application.find('push button', 'Sign Out on This Device').click()
        SignInPage(application).wait()
        self.assertEqual(self.keys(), [])
        self.assertEqual(self.desktop.keyring.items(), [])

    def test_server_without_keys(self):
        application = self.open(self.start_demo('--version', 'v0.21'))
        application.find('push button', 'Stay Signed In With an API Key…').click()
        application.find_text(re.compile('^This server is too old for API keys'))
        self.assertNotIn('sensitive', application.find('push button', 'Use an API Key').states)
        application.press('Escape')

    def test_no_key_without_a_keyring(self):
        application = self.open(self.start_demo())
        self.desktop.keyring.become('locked')
        application.find('push button', 'Stay Signed In With an API Key…').click()
        application.find('push button', 'Use an API Key').click()
        application.find_text('No API Key in Use')
        self.assert_all_named(application)
        self.assertEqual(self.keys(), [])
        application.find('push button', 'OK').click()
        application.find('push button', 'Stay Signed In With an API Key…').wait_sensitive()


if __name__ == '__main__':
    tap_runner.main()
