"""`latchkey --demo`: trying it out leaves nothing behind."""

import pathlib

import tap_runner
from journeys import AccountPage, SignInPage, sign_out
from waiting import wait_until
from window_test import WindowTest


class Demonstration(WindowTest):
    def start_demonstration(self):
        application = self.start_application('--demo')
        SignInPage(application).wait().submit()
        AccountPage(application).wait('Ada Lovelace')
        return application

    def children(self, application):
        pid = application.process.pid
        path = pathlib.Path(f'/proc/{pid}/task/{pid}/children')
        return path.read_text(encoding='ascii').split()

    def end(self, application):
        application.press('ctrl+q')
        self.assertEqual(application.wait_end(), 0)

    def test_one_click_signs_in_and_nothing_is_left(self):
        before = self.home.files()
        application = self.start_demonstration()
        self.assert_all_named(application)
        self.assertEqual(self.desktop.keyring.items(), [])
        self.end(application)
        self.assertEqual(self.remaining(before), [])

    def remaining(self, before):
        """What it wrote, but for the caches of the libraries."""
        return [path for path in self.home.files() if path not in before
                and '.cache' not in path.relative_to(self.home.folder).parts]

    def test_server_ends_with_it(self):
        application = self.start_demonstration()
        servers = self.children(application)
        self.assertNotEqual(servers, [])
        application.kill()
        for pid in servers:
            wait_until(lambda pid=pid: not pathlib.Path(f'/proc/{pid}').exists(),
                       'the server ended')

    def test_accounts_of_the_person_are_left_alone(self):
        server = self.start_demo()
        application = self.start_application()
        SignInPage(application).wait().fill(server.address, server.email, server.password).submit()
        AccountPage(application).wait(server.name)
        wait_until(self.desktop.keyring.items, 'the keyring held the token')
        accounts = {path: path.read_bytes() for path in self.home.files()
                    if path.name == 'accounts.json'}
        self.assertEqual(len(accounts), 1)

        # Beside the one that runs, not in it.
        demonstration = self.start_demonstration()
        sign_out(demonstration)
        SignInPage(demonstration).wait()
        self.end(demonstration)

        for path, content in accounts.items():
            self.assertEqual(path.read_bytes(), content)
        self.assertEqual(len(self.desktop.keyring.items()), 1)
        self.assertEqual(len(server.requests('POST', '/users/logout')), 0)
        self.assertEqual(AccountPage(application).name.text, server.name)


if __name__ == '__main__':
    tap_runner.main()
