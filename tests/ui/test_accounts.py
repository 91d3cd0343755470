"""Several accounts: the switcher, their order, and what is on this device, by keyboard alone."""

import json
import pathlib
import re
import uuid

import tap_runner
from demo_homebox import EMAIL, PASSWORD
from journeys import AccountPage, AccountsDialog, AccountSwitcher, SignInPage, sign_in
from waiting import wait_until
from window_test import WindowTest

NAMES = ('Ada Lovelace', 'Grace Hopper', 'עדה לאבלייס', 'Ada 👩‍💻', 'n' * 255,
         'Ada \u202eecalevoL', '😀', '李 小龍', "(Bob) O'Neil-Jones", '')
FUTURE = '2099-01-01T00:00:00Z'
PAST = '2020-01-01T00:00:00Z'


def make_record(number, server=None, name=None, expires_at=FUTURE):
    return {
        'id': str(uuid.UUID(int=number + 1)),
        # Nobody listens there.
        'server': server or f'http://127.0.0.{number + 1}:9',
        'user-id': str(uuid.UUID(int=number + 1000)),
        'name': NAMES[number % len(NAMES)] if name is None else name,
        'email': f'person{number}@example.org',
        'kind': 'session',
        'expires-at': expires_at,
    }


class Accounts(WindowTest):
    """A test case that looks at the list on the disk."""

    @property
    def path(self):
        return pathlib.Path(self.home.environment()['XDG_DATA_HOME']) / 'latchkey/accounts.json'

    def write(self, records, current=None):
        content = {'version': 1, 'accounts': records}
        if current is not None:
            content['current'] = records[current]['id']
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(content), encoding='utf-8')

    def sign_in_to(self, records):
        """Puts a token for each into the keyring."""
        for record in records:
            self.desktop.keyring.store(record['server'], record['user-id'], record['email'])

    def stored(self):
        return json.loads(self.path.read_text(encoding='utf-8'))

    def emails(self):
        return [record['email'] for record in self.stored()['accounts']]

    def wait_emails(self, expected):
        wait_until(lambda: self.emails() == expected,
                   lambda: f'{expected} were on the disk, and not {self.emails()}')

    def wait_current(self, number):
        wait_until(lambda: self.stored()['current'] == str(uuid.UUID(int=number + 1)),
                   f'account {number} was the current one on the disk')

    def wait_shown(self, application, email):
        application.wait_until(
            lambda: any(found.text == email for found in application.find_all('text', 'Email')),
            f'the account of {email} was shown')


class Thirty(Accounts):
    """Thirty accounts, none of which has a server that answers."""

    def setUp(self):
        super().setUp()
        records = [make_record(number) for number in range(30)]
        self.write(records, current=6)
        self.sign_in_to(records)

    def start(self, number=6, **options):
        application = self.start_application(**options)
        self.wait_shown(application, f'person{number}@example.org')
        return application

    def test_the_one_used_last_is_shown_at_start(self):
        application = self.start()
        application.press('alt+3')
        self.wait_shown(application, 'person2@example.org')
        self.wait_current(2)
        application.press('alt+9')
        self.wait_shown(application, 'person8@example.org')
        self.wait_current(8)
        application.quit()
        self.start(8)

    def test_nobody_asks_for_the_other_accounts(self):
        self.start()
        self.assertEqual(self.emails(), [f'person{number}@example.org' for number in range(30)])
        looked_up = [line for line in self.applications[0].output().splitlines()
                     if 'person7@example.org' in line]
        self.assertEqual(looked_up, [])

    def test_switcher_says_name_and_server_and_which_is_shown(self):
        application = self.start()
        switcher = AccountSwitcher(application)
        self.assertEqual(switcher.button.name, 'Account: 😀, 127.0.0.7:9')
        entries = switcher.open().entries()
        self.assertEqual(len(entries), 30)
        self.assertEqual(entries[1].name, 'Grace Hopper, 127.0.0.2:9')
        # Without a name it is the email that tells whose it is.
        self.assertEqual(entries[9].name, 'person9@example.org, 127.0.0.10:9')
        self.assertEqual([entry.name for entry in entries if 'selected' in entry.states],
                         ['😀, 127.0.0.7:9'])
        application.wait_focused('list item', '😀, 127.0.0.7:9')
        self.assertIn('Shown now', application.focused().description)
        self.assert_all_named(application)
        application.press('Escape')
        application.wait_until(lambda: not switcher.entries(), 'the list was closed')
        application.wait_focused('push button', 'Account: 😀, 127.0.0.7:9')

    def test_choosing_with_the_arrows(self):
        application = self.start()
        AccountSwitcher(application).open()
        application.wait_focused('list item', '😀, 127.0.0.7:9')
        application.press('Down')
        application.wait_focused('list item', '李 小龍, 127.0.0.8:9')
        application.press('Return')
        self.wait_shown(application, 'person7@example.org')
        # One hears where one is.
        application.wait_focused('push button', 'Account: 李 小龍, 127.0.0.8:9')
        self.wait_current(7)

    def test_tab_leaves_the_list(self):
        application = self.start()
        AccountSwitcher(application).open()
        application.wait_focused('list item', '😀, 127.0.0.7:9')
        application.press('Tab')
        application.wait_focused('push button', 'Add Account…')
        application.press('Tab')
        application.wait_focused('push button', 'Manage Accounts…')

    def test_session_that_is_over_is_marked(self):
        records = [make_record(number, expires_at=PAST if number == 4 else FUTURE)
                   for number in range(30)]
        self.write(records, current=6)
        application = self.start()
        entries = AccountSwitcher(application).open().entries()
        marked = [number for number, entry in enumerate(entries)
                  if 'Sign-in needed' in entry.description]
        self.assertEqual(marked, [4])

    def test_order_by_keys_stays(self):
        application = self.start()
        dialog = AccountsDialog(application).open()
        application.wait_focused('list item', 'Ada Lovelace, 127.0.0.1:9')
        application.press('alt+Down')
        application.find('alert', re.compile('number 2 of 30 now$'), dialog.window)
        application.wait_focused('list item', 'Ada Lovelace, 127.0.0.1:9')
        application.press('alt+Down')
        application.find('alert', re.compile('number 3 of 30 now$'), dialog.window)
        application.wait_focused('list item', 'Ada Lovelace, 127.0.0.1:9')
        expected = [f'person{number}@example.org' for number in (1, 2, 0, *range(3, 30))]
        self.wait_emails(expected)
        application.press('alt+Up')
        application.find('alert', re.compile('number 2 of 30 now$'), dialog.window)
        expected = [f'person{number}@example.org' for number in (1, 0, *range(2, 30))]
        self.wait_emails(expected)
        self.assert_all_named(application)
        application.press('Escape')
        application.wait_focus('Latchkey')
        # The window shows the same account as before.
        self.wait_shown(application, 'person6@example.org')
        application.quit()
        application = self.start()
        dialog = AccountsDialog(application).open()
        self.assertEqual(dialog.names()[:2],
                         ['Grace Hopper, 127.0.0.2:9', 'Ada Lovelace, 127.0.0.1:9'])

    def test_ends_of_the_list_are_ends(self):
        application = self.start()
        AccountsDialog(application).open()
        application.wait_focused('list item', 'Ada Lovelace, 127.0.0.1:9')
        application.press('alt+Up')
        application.press('Tab')
        application.wait_focused('push button', 'More about Ada Lovelace, 127.0.0.1:9')
        application.press('Return')
        self.assertFalse(application.find('menu item', 'Move Up').sensitive)
        self.assertTrue(application.find('menu item', 'Move Down').sensitive)
        application.press('Escape')
        application.wait_gone('menu item', 'Move Down')
        self.assertEqual(self.emails()[0], 'person0@example.org')

    def test_order_from_the_menu(self):
        application = self.start()
        dialog = AccountsDialog(application).open()
        dialog.choose_from_menu('Grace Hopper', 'Move Up')
        self.wait_emails([f'person{number}@example.org' for number in (1, 0, *range(2, 30))])
        application.wait_focused('list item', 'Grace Hopper, 127.0.0.2:9')

    def test_order_by_dragging(self):
        application = self.start()
        dialog = AccountsDialog(application).open()
        found = application.find('list', 'Accounts', dialog.window)
        rows = list(found.children())
        window = self.desktop.run('xdotool', 'getwindowfocus')
        shape = dict(line.split('=') for line in self.desktop.run(
            'xdotool', 'getwindowgeometry', '--shell', window).splitlines())
        # Without a compositor GTK draws a frame where the shadow would be.
        frame = (int(shape['WIDTH']) - dialog.window.extents[2]) // 2

        def middle(row, part):
            x, y, width, height = row.extents
            return str(frame + x + width // 2), str(frame + y + int(height * part))

        self.desktop.run('xdotool', 'mousemove', '--window', window, *middle(rows[0], 0.5))
        self.desktop.run('xdotool', 'mousedown', '1')
        # Dragging begins after some pixels, and is followed by steps.
        for row, part in ((rows[0], 0.9), (rows[1], 0.5), (rows[2], 0.3), (rows[2], 0.8)):
            self.desktop.run('xdotool', 'mousemove', '--window', window, *middle(row, part))
            self.desktop.run('xdotool', 'sleep', '0.2')
        self.desktop.run('xdotool', 'mouseup', '1')
        self.wait_emails([f'person{number}@example.org' for number in (1, 2, 0, *range(3, 30))])

    def test_shortcuts_are_told(self):
        application = self.start()
        application.press('ctrl+question')
        application.wait_focus('Keyboard Shortcuts')
        application.find_text('Show All Accounts')
        application.find_text('Go to One of the First Nine')
        application.press('Escape')


class Mirrored(Accounts):
    """From right to left, in the narrowest window."""

    def test_nothing_is_beside_the_window(self):
        records = [make_record(number, expires_at=PAST if number == 2 else FUTURE)
                   for number in range(10)]
        self.write(records)
        self.sign_in_to(records)
        application = self.start_application(environment={'GTK_DEBUG': 'invert-text-dir'})
        self.wait_shown(application, 'person0@example.org')
        window = self.desktop.run('xdotool', 'getwindowfocus')
        self.desktop.run('xdotool', 'windowsize', '--sync', window, '360', '700')
        AccountSwitcher(application).open()
        self.take('switcher')
        application.press('Escape')
        AccountsDialog(application).open()
        self.take('dialog')
        self.assert_all_named(application)
        frame = application.window('Accounts')
        beside = [element for element in frame.walk()
                  if 'focusable' in element.states and element.is_on_screen()
                  and (element.extents[0] < 0
                       or element.extents[0] + element.extents[2] > frame.extents[2])]
        self.assertEqual(beside, [])

    def take(self, name):
        self.desktop.take_picture(self.log_folder / f'{self.label}-{name}.png')


class Real(Accounts):
    """Accounts that somebody is signed in to."""

    def setUp(self):
        super().setUp()
        self.server = self.start_demo()
        self.application = self.start_application()

    def add(self, address, email=EMAIL, password=PASSWORD):
        """Adds another account, with the keyboard."""
        application = self.application
        AccountSwitcher(application).open()
        application.tab_to('push button', 'Add Account…')
        application.press('Return')
        application.wait_focused('text', 'Server Address')
        application.type(address)
        application.press('Return')
        application.wait_focused('text', 'Email')
        application.type(email)
        application.press('Return')
        application.wait_focused('password text', 'Password')
        application.type(password)
        application.press('Return')

    def answer(self, label):
        """Answers the question that is asked."""
        application = self.application
        application.wait_focus('Is This the Same Server?')
        application.tab_to('push button', label)
        application.press('Return')
        application.wait_focus('Latchkey')

    def start_two(self):
        """Signs in to two servers, which are copies of each other."""
        self.other = self.start_demo()
        sign_in(self.application, self.server)
        self.add(self.other.address)
        self.answer('Keep Separate')
        self.assertEqual(len(self.stored()['accounts']), 2)

    def wait_server(self, server):
        label = self.label_of(server)
        self.application.wait_until(
            lambda: AccountSwitcher(self.application).button.name.endswith(label),
            f'the account at {label} was shown')

    @staticmethod
    def label_of(server):
        return server.address.removeprefix('http://')

    def test_back_from_adding_loses_nothing(self):
        application = self.application
        page = sign_in(application, self.server)
        page.name.set_text('Augusta Ada King')
        AccountSwitcher(application).open()
        application.tab_to('push button', 'Add Account…')
        application.press('Return')
        SignInPage(application).wait()
        application.press('alt+Left')
        AccountPage(application).wait('Augusta Ada King')
        page.revert.click()
        page.wait_saved()

    def test_edit_outlives_the_switch(self):
        self.start_two()
        application, page = self.application, AccountPage(self.application)
        self.wait_server(self.other)
        application.press('alt+1')
        self.wait_server(self.server)
        application.tab_to('text', 'Name')
        application.press('ctrl+a')
        application.type('Augusta Ada King')
        application.press('alt+2')
        self.wait_server(self.other)
        page.wait(self.other.name)
        self.assertFalse(application.has('push button', 'Apply'))
        application.press('alt+1')
        self.wait_server(self.server)
        # With the keyboard where it was.
        application.wait_focused('text', 'Name')
        self.assertEqual(page.name.text, 'Augusta Ada King')
        application.press('Return')
        page.wait_saved()
        self.assertEqual(self.server.stored_profile()[0], 'Augusta Ada King')
        self.assertEqual(self.other.stored_profile()[0], self.other.name)

    def test_closing_asks_about_all_accounts_and_saves_them(self):
        self.start_two()
        application, page = self.application, AccountPage(self.application)
        page.name.set_text('Augusta Ada Byron')
        application.press('alt+1')
        self.wait_server(self.server)
        page.name.set_text('Augusta Ada King')
        application.press('ctrl+w')
        application.wait_focus('Save Changes?')
        for server in self.server, self.other:
            application.find_text(re.compile(re.escape(self.label_of(server))),
                                  application.window('Save Changes?'))
        self.assert_all_named(application)
        application.wait_focused('push button', 'Cancel')
        application.tab_to('push button', 'Save')
        application.press('Return')
        self.assertEqual(application.wait_end(), 0)
        self.assertEqual(self.server.stored_profile()[0], 'Augusta Ada King')
        self.assertEqual(self.other.stored_profile()[0], 'Augusta Ada Byron')

    def test_failed_save_keeps_the_window_and_shows_where(self):
        self.start_two()
        application, page = self.application, AccountPage(self.application)
        self.other.misbehave('PUT', '/users/self', 'close')
        page.name.set_text('Augusta Ada Byron')
        application.press('alt+1')
        self.wait_server(self.server)
        application.press('ctrl+w')
        application.wait_focus('Save Changes?')
        application.tab_to('push button', 'Save')
        application.press('Return')
        self.wait_server(self.other)
        self.assertEqual(page.name.text, 'Augusta Ada Byron')
        page.revert.click()
        page.wait_saved()

    def test_same_server_becomes_one_account_with_two_addresses(self):
        application = self.application
        sign_in(application, self.server)
        second = self.server.address.replace('127.0.0.1', 'localhost')
        self.add(second)
        application.wait_focus('Is This the Same Server?')
        # Nothing happens by pressing Return without thinking.
        application.wait_focused('push button', 'Keep Separate')
        self.answer('Same Server')
        wait_until(lambda: len(self.stored()['accounts']) == 1, 'there was one account')
        account, = self.stored()['accounts']
        self.assertEqual(account['server'], self.server.address)
        self.assertEqual(account['addresses'], [second])
        wait_until(lambda: len(self.desktop.keyring.items()) == 1, 'the keyring held one item')
        AccountPage(application).wait(self.server.name)
        page = AccountPage(application)
        page.name.set_text('Augusta Ada King')
        page.apply.click()
        page.wait_saved()
        self.assertEqual(self.server.stored_profile()[0], 'Augusta Ada King')

    def test_remove_from_this_device_only(self):
        self.start_two()
        application = self.application
        dialog = AccountsDialog(application).open()
        dialog.choose_from_menu(f'{self.other.name}, {self.label_of(self.other)}',
                                'Remove From This Device Only…')
        application.wait_focus('Remove From This Device Only?')
        application.find_text('the session goes on until')
        # The default is not to.
        application.wait_focused('push button', 'Cancel')
        application.tab_to('push button', 'Remove')
        application.press('Return')
        application.wait_focus('Accounts')
        application.wait_until(lambda: len(dialog.names()) == 1, 'one account was left')
        application.press('Escape')
        application.wait_focus('Latchkey')
        self.wait_server(self.server)
        wait_until(lambda: len(self.desktop.keyring.items()) == 1, 'the keyring held one item')
        item, = self.desktop.keyring.items()
        self.assertEqual(item['attribute.server'], self.server.address)
        self.assertEqual(len(self.stored()['accounts']), 1)
        self.assertEqual(self.other.requests('POST', '/users/logout'), [])

    def test_one_that_is_not_shown_goes_without_a_question(self):
        self.start_two()
        application = self.application
        application.press('alt+1')
        self.wait_server(self.server)
        dialog = AccountsDialog(application).open()
        dialog.choose_from_menu(f'{self.other.name}, {self.label_of(self.other)}',
                                'Remove From This Device Only…')
        application.wait_focus('Remove From This Device Only?')
        application.tab_to('push button', 'Remove')
        application.press('Return')
        application.wait_focus('Accounts')
        application.find_text('This account was removed from this device.')
        self.assertEqual(len(application.windows()), 2)
        application.press('Escape')
        application.wait_focus('Latchkey')
        self.wait_server(self.server)

    def remove_other_elsewhere(self):
        content = self.stored()
        content['accounts'] = [record for record in content['accounts']
                               if record['server'] == self.server.address]
        replacement = self.path.with_suffix('.new')
        replacement.write_text(json.dumps(content), encoding='utf-8')
        replacement.replace(self.path)

    def test_account_that_another_program_removes_is_left(self):
        self.start_two()
        application = self.application
        self.wait_server(self.other)
        self.remove_other_elsewhere()
        # The words go after a while, the other account stays.
        application.find_text('This account was removed from this device.')
        self.wait_server(self.server)
        AccountPage(application).wait(self.server.name)
        self.assertEqual(len(AccountSwitcher(application).open().entries()), 1)
        application.press('Escape')

    def test_what_is_typed_to_sign_in_outlives_an_account(self):
        self.start_two()
        application = self.application
        self.wait_server(self.other)
        dialog = AccountsDialog(application).open()
        application.find('push button', 'Add Account…', dialog.window).click()
        page = SignInPage(application).wait()
        page.fill('home.example', 'new@example.com', 'secret')
        self.remove_other_elsewhere()
        application.find_text('This account was removed from this device.')
        self.assertEqual(page.values()[:2], ('home.example', 'new@example.com'))
        application.find('push button', 'Back').click()
        self.wait_server(self.server)

    def test_last_account_leaves_the_sign_in_page(self):
        application = self.application
        sign_in(application, self.server)
        AccountsDialog(application).open().choose_from_menu(self.server.name,
                                                            'Remove From This Device Only…')
        application.wait_focus('Remove From This Device Only?')
        application.tab_to('push button', 'Remove')
        application.press('Return')
        application.wait_focus('Accounts')
        application.press('Escape')
        application.wait_focus('Latchkey')
        SignInPage(application).wait()
        self.assertEqual(self.desktop.keyring.items(), [])
        self.assertFalse(application.has('push button', re.compile('^Account')))

    def test_addresses(self):
        application = self.application
        sign_in(application, self.server)
        second = self.server.address.replace('127.0.0.1', 'localhost')
        before = len(self.server.requests())
        AccountsDialog(application).open().choose_from_menu(self.server.name, 'Addresses…')
        application.wait_focused('text', 'Another Address')
        application.type('127.0.0.1:9')
        application.press('Return')
        application.wait_until(lambda: application.find('text', 'Another Address').invalid,
                               'the address was refused')
        application.press('ctrl+a')
        application.type(second)
        application.press('Return')
        application.find_text('Not encrypted: used only when you choose it')
        wait_until(lambda: self.stored()['accounts'][0].get('addresses') == [second],
                   'the address was on the disk')
        # Asked without the token.
        asked = [path for _method, path, _status in self.server.requests()[before:]]
        self.assertEqual(set(asked), {'/api/v1/status'})
        self.assert_all_named(application)
        application.tab_to('push button', f'Remove {second}')
        application.press('Return')
        wait_until(lambda: not self.stored()['accounts'][0].get('addresses'),
                   'the address was gone from the disk')
        application.wait_focused('text', 'Another Address')
        application.press('Escape')
        application.wait_focus('Accounts')

    def lose_the_list(self, content):
        sign_in(self.application, self.server)
        wait_until(self.desktop.keyring.items, 'the keyring held the token')
        self.application.quit()
        if content is None:
            self.path.unlink()
        else:
            self.path.write_bytes(content)
        self.application = self.start_application()
        return self.application

    def test_damaged_list_comes_back_from_the_keyring(self):
        application = self.lose_the_list(b'{"version": 1, "accounts": [')
        SignInPage(application).wait()
        application.find_text('could not be read')
        application.tab_to('push button', 'Restore 1 Account From Your Keyring…')
        application.press('Return')
        dialog = AccountsDialog(application).wait()
        application.find_text('could not be read', dialog.window)
        self.assert_all_named(application)
        application.tab_to('push button', re.compile('^Restore ' + re.escape(EMAIL)))
        application.press('Return')
        AccountPage(application).wait(self.server.name)
        application.wait_until(lambda: len(dialog.names()) == 1, 'the account was in the list')
        self.assertEqual(len(self.server.requests('POST', '/users/login')), 1)
        kept = [path.name for path in self.path.parent.iterdir() if 'accounts' in path.name]
        self.assertEqual(len([name for name in kept if name.endswith('.json')]), 1)
        self.assertGreater(len(kept), 1)

    def test_lost_list_is_offered_when_the_keyring_is_unlocked(self):
        sign_in(self.application, self.server)
        wait_until(self.desktop.keyring.items, 'the keyring held the token')
        self.application.quit()
        self.path.unlink()
        self.desktop.keyring.become('locked')
        application = self.start_application()
        SignInPage(application).wait()
        self.assertFalse(application.has('push button', re.compile('^Restore')))
        self.desktop.keyring.become('unlocked')
        application.find('push button', 'Restore 1 Account From Your Keyring…')


if __name__ == '__main__':
    tap_runner.main()
