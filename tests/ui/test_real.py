"""The main job against real Homebox servers, where there is a program that starts them."""

import re

import tap_runner
from each import each
from journeys import (AccountPage, DeletionDialog, PasswordDialog, SignInAgainDialog, SignInPage,
                      sign_in)
from window_test import WindowTest

VERSIONS = {'current': 'current', 'v0_21': 'v0.21'}
NEW_PASSWORD = 'Bernoulli numbers, note G'
NEW_NAME = 'Grace Brewster Hopper'
NEW_EMAIL = 'rear.admiral@example.org'


class Real(WindowTest):
    @each(**VERSIONS)
    def test_main_job(self, version):
        server = self.start_real(version)
        application = self.start_application()
        page = SignInPage(application).wait()
        page.fill(server.address, server.email, 'wrong password').submit()
        application.find_text('The email address or the password is wrong.')

        account = sign_in(application, server)
        account.name.set_text(NEW_NAME)
        account.email.set_text(' Rear.Admiral@example.org')
        account.apply.click()
        account.wait_saved()
        self.assertEqual(account.email.text, NEW_EMAIL)
        self.assertEqual(server.stored_profile(NEW_EMAIL), (NEW_NAME, NEW_EMAIL))

        dialog = PasswordDialog(application).open()
        dialog.fill('not the password', NEW_PASSWORD).button.click()
        application.find_text('This password is wrong. Enter it again.')
        dialog.current.set_text(server.password)
        dialog.button.click()
        dialog.wait_gone()
        application.find_text(re.compile('^Password changed'))
        self.assertIsNone(server.sign_in(NEW_EMAIL))
        self.assertIsNotNone(server.sign_in(NEW_EMAIL, NEW_PASSWORD))

        deletion = DeletionDialog(application).open(NEW_EMAIL)
        deletion.confirm()
        SignInPage(application).wait()
        application.find_text('Your account was deleted.')
        self.assertIsNone(server.sign_in(NEW_EMAIL, NEW_PASSWORD))
        self.assertEqual(self.desktop.keyring.items(), [])

    @each(number='127.0.0.1', name='localhost')
    def test_address_without_a_scheme(self, host):
        # The demo server does not answer somebody who speaks TLS to it; the real one does.
        server = self.start_real()
        server.address = f'{host}:{server.address.rpartition(":")[2]}'
        sign_in(self.start_application(), server)

    def test_https_where_there_is_none(self):
        server = self.start_real()
        application = self.start_application()
        page = SignInPage(application).wait()
        page.fill(server.address.replace('http:', 'https:'), server.email, server.password).submit()
        application.find_text('No secure connection could be made to this address.')

    @each(**VERSIONS)
    def test_taken_email(self, version):
        server = self.start_real(version)
        server.register('Kathleen Booth', 'kathleen@example.org', 'first-assembly-language')
        application = self.start_application()
        account = sign_in(application, server)
        account.email.set_text('kathleen@example.org')
        account.apply.click()
        application.find_text('Another account on this server uses this email address.')
        self.assertEqual(account.email.text, 'kathleen@example.org')
        account.revert.click()
        account.wait_saved()

    @each(**VERSIONS)
    def test_session_that_ended_elsewhere(self, version):
        server = self.start_real(version)
        application = self.start_application()
        sign_in(application, server)
        application.quit()
        item, = self.desktop.keyring.items()
        token = item['secret']
        status, _answer = server.ask('POST', '/users/logout', token=f'Bearer {token}')
        self.assertEqual(status, 204)
        again = self.start_application()
        dialog = SignInAgainDialog(again).wait()
        dialog.sign_in(server.password)
        account = AccountPage(again).wait(server.name)
        account.name.set_text(NEW_NAME)
        account.apply.click()
        account.wait_saved()
        self.assertEqual(server.stored_profile(), (NEW_NAME, server.email))

    def test_demo_server_refuses(self):
        server = self.start_real('current', '--demo')
        application = self.start_application()
        sign_in(application, server)
        PasswordDialog(application).open().fill(server.password, NEW_PASSWORD).button.click()
        application.find_text('This is a demo server')

    def test_server_without_passwords(self):
        server = self.start_real('current', '--no-local-login', person=False)
        application = self.start_application()
        SignInPage(application).wait().fill(server.address, 'x@example.org', 'y').submit()
        application.find_text('This server does not accept passwords.')


if __name__ == '__main__':
    tap_runner.main()
