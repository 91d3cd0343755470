"""The main job against real Homebox servers, where there is a program that starts them."""

import re

import tap_runner
from each import each
from journeys import (AccountPage, DeletionDialog, HomeDialog, InviteDialog, PasswordDialog,
                      SignInAgainDialog, SignInPage, sign_in)
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

    def open_home(self, application):
        """Opens the only home there is, whatever this server calls it."""
        home = application.wait_until(
            lambda: [row for homes in application.find_all('list', 'Homes')
                     for row in homes.children() if row.description == 'You are its owner'],
            'the home was listed')[0]
        return HomeDialog(application, home.name).open()

    def invite(self, application):
        """Makes an invitation and copies its link, and returns the token in it."""
        invite = InviteDialog(application).open()
        token = invite.create().link.partition('?token=')[2]
        invite.copy()
        invite.close()
        return token

    def test_people_come_and_go(self):
        server = self.start_real()
        application = self.start_application()
        sign_in(application, server)
        dialog = self.open_home(application)
        dialog.wait_entries('People', [server.name])
        token = self.invite(application)
        dialog.wait_entries('Open Invitations', ['For 1 more person'])
        server.register('Kathleen Booth', 'kathleen@example.org', 'first-assembly-language', token)
        dialog.close()
        dialog.open()
        application.find('list item', 'Kathleen Booth')
        dialog.wait_entries('Open Invitations', [])

        # It was her only home: the server says that it failed.
        dialog.press_button('Remove Kathleen Booth…')
        application.find_text('If this is the only home of Kathleen Booth')
        application.tab_to('push button', 'Remove')
        application.press('Return')
        application.find_text('Kathleen Booth does not belong to this home any more.')
        dialog.wait_entries('People', [server.name])

    def test_invitation_is_withdrawn(self):
        server = self.start_real()
        application = self.start_application()
        sign_in(application, server)
        dialog = self.open_home(application)
        token = self.invite(application)
        dialog.wait_entries('Open Invitations', ['For 1 more person'])
        dialog.press_button(re.compile('^Withdraw the Invitation'))
        application.tab_to('push button', 'Withdraw')
        application.press('Return')
        application.find_text('The invitation was withdrawn.')
        dialog.wait_entries('Open Invitations', [])
        status, _answer = server.ask('POST', '/users/register', {
            'name': 'Kathleen Booth', 'email': 'kathleen@example.org',
            'password': 'first-assembly-language', 'token': token})
        self.assertNotEqual(status, 204)

    def test_member_is_told_what_only_an_owner_may(self):
        server = self.start_real()
        _status, invitation = server.ask('POST', '/groups/invitations', {
            'uses': 1, 'expiresAt': '2099-12-21T12:00:00Z'}, server.sign_in())
        server.register('Kathleen Booth', 'kathleen@example.org', 'first-assembly-language',
                        invitation['token'])
        application = self.start_application()
        page = SignInPage(application).wait()
        page.fill(server.address, 'kathleen@example.org', 'first-assembly-language').submit()
        AccountPage(application).wait('Kathleen Booth')
        home = application.wait_until(
            lambda: [row for homes in application.find_all('list', 'Homes')
                     for row in homes.children() if row.description == 'You are a member'],
            'the home was listed')[0]
        dialog = HomeDialog(application, home.name).open()
        application.find_text('You are a member of this home. Only its owner can invite')
        self.assertFalse(application.has('push button', 'Invite Somebody…', dialog.window))

    def test_invitation_of_an_old_server(self):
        server = self.start_real('v0.21')
        application = self.start_application()
        sign_in(application, server)
        dialog = self.open_home(application)
        application.find_text('1 person belongs to this home. This server does not tell who.')
        application.find_text('This server neither lists invitations nor takes one back')
        token = self.invite(application)
        server.register('Kathleen Booth', 'kathleen@example.org', 'first-assembly-language', token)
        dialog.close()
        dialog.open()
        application.find_text('2 people belong to this home.')

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
