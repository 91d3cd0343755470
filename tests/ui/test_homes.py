"""The homes of a person: who is in them, who may come, and who has to go."""

import datetime
import re
import subprocess

import tap_runner
from each import each
from journeys import AccountPage, HomeDialog, InviteDialog, SignInAgainDialog, sign_in
from window_test import WindowTest

HOUSE, ALLOTMENT, WORKSHOP = 'Ada’s House', 'Allotment', 'Workshop'


def read_codes(picture):
    """What a reader that is not ours finds in a picture."""
    found = subprocess.run(['zbarimg', '--quiet', '--raw', '--nodbus', str(picture)],
                           capture_output=True, text=True, check=False)
    return found.stdout.split()


class Homes(WindowTest):
    environment = {}

    def open(self, *arguments):
        self.server = self.start_demo(*arguments)
        self.application = self.start_application(environment=self.environment)
        sign_in(self.application, self.server)

    def open_home(self, name=HOUSE, *arguments):
        self.open(*arguments)
        return HomeDialog(self.application, name).open()

    def take_picture(self, name):
        picture = self.log_folder / f'{self.label}-{name}.png'
        self.desktop.take_picture(picture)
        return picture

    def ask(self, method, path, values=None):
        return self.server.ask(method, path, values, self.server.sign_in())

    def homes(self):
        """What the account page says, as (name, description)."""
        found, = self.application.find_all('list', 'Homes')
        return [(row.name, row.description) for row in found.children()]

    def wait_homes(self, expected):
        self.application.wait_until(lambda: self.homes() == expected,
                                    lambda: f'{expected} were listed, but it is {self.homes()}')


class OwnHomes(Homes):
    def test_homes_are_listed(self):
        self.open()
        self.wait_homes([(HOUSE, 'Your default home. You are its owner'),
                         (ALLOTMENT, 'You are its owner'),
                         (WORKSHOP, 'You are a member')])
        self.assert_all_named(self.application)

    def test_homes_that_cannot_be_listed_are_asked_for_again(self):
        self.open()
        self.wait_homes([(HOUSE, 'Your default home. You are its owner'),
                         (ALLOTMENT, 'You are its owner'),
                         (WORKSHOP, 'You are a member')])
        self.application.quit()
        self.server.misbehave('GET', '/groups', 'status 500 no')
        self.application = self.start_application()
        AccountPage(self.application).wait(self.server.name)
        self.application.find_text('The server had a problem.')
        self.server.misbehave('GET', '/groups', 'off')
        self.application.tab_to('push button', 'Try to List the Homes Again')
        self.application.press('Return')
        self.application.find('list item', WORKSHOP)
        self.application.wait_gone('push button', 'Try to List the Homes Again')

    def test_a_home_and_who_is_in_it(self):
        dialog = self.open_home()
        dialog.wait_entries('People', ['Ada Lovelace', 'Charles Babbage'])
        self.assertEqual(dialog.entries('People'),
                         [('Ada Lovelace', 'You, the owner. ada@example.org'),
                          ('Charles Babbage', 'Member. charles@example.org')])
        self.assertEqual(dialog.entries('About This Home'),
                         [('Your Role', 'Your default home. You are its owner'),
                          ('Currency', 'GBP'), ('Items', '137'), ('Locations', '12'),
                          ('Labels', '6')])
        self.application.find_text('There is no open invitation.')
        self.assert_all_named(self.application)
        dialog.close()
        self.application.wait_focused('list item', HOUSE)

    def test_member_is_told_what_only_an_owner_may(self):
        dialog = self.open_home(WORKSHOP)
        dialog.wait_entries('People', ['Ada Lovelace', 'Charles Babbage'])
        self.application.find_text('You are a member of this home. Only its owner can invite')
        for name in 'Invite Somebody…', re.compile('^Remove'), re.compile('^Withdraw'):
            self.assertFalse(self.application.has('push button', name, dialog.window))
        dialog.close()

    def test_home_that_cannot_be_looked_at(self):
        self.open()
        self.application.find('list item', WORKSHOP)
        self.server.misbehave('GET', '/groups/members', 'close')
        dialog = HomeDialog(self.application, HOUSE).open()
        self.application.find_text('Not known now')
        self.server.misbehave('GET', '/groups/members', 'off')
        dialog.press_button('Try Again')
        dialog.wait_entries('People', ['Ada Lovelace', 'Charles Babbage'])


class Invitations(Homes):
    def test_invitation_is_a_link_and_a_code(self):
        dialog = self.open_home()
        invite = InviteDialog(self.application).open()
        self.assert_all_named(self.application)
        invite.type_uses(3)
        link = invite.create().link
        self.assertTrue(link.startswith(f'{self.server.address}?token='))
        self.application.find_text('3 people can come into “Ada’s House” with this link')
        self.application.find_text('On other computers and on phones this link leads nowhere.')
        self.application.find('image', 'QR code of the invitation link, for the camera of a phone',
                              invite.window)
        self.assert_all_named(self.application)
        self.application.wait_focused('push button', 'Copy Link')
        self.assertEqual(read_codes(self.take_picture('code')), [link])
        invite.copy()
        invite.close()
        dialog.wait_entries('Open Invitations', ['For 3 more people'])

        # Whoever has the link comes in.
        token = link.partition('=')[2]
        status, _answer = self.server.ask('POST', '/users/register', {
            'name': 'Olive Hill', 'email': 'olive@example.org', 'password': 'sundial-garden',
            'token': token})
        self.assertEqual(status, 204)
        dialog.close()
        dialog.open()
        dialog.wait_entries('Open Invitations', ['For 2 more people'])
        self.application.find('list item', 'Olive Hill')
        self.assert_no_secret(self.application, [token])

    def test_link_that_nobody_has_is_asked_about_once(self):
        dialog = self.open_home()
        invite = InviteDialog(self.application).open()
        self.assertTrue(invite.create().link)
        self.application.press('Escape')
        self.application.find_text('It cannot be shown again.')
        self.application.press('Escape')
        self.application.wait_focus(invite.title)
        invite.close()
        dialog.wait_entries('Open Invitations', ['For 1 more person'])

    def test_link_is_copied_while_leaving(self):
        self.open_home()
        invite = InviteDialog(self.application).open()
        self.assertTrue(invite.create().link)
        self.application.press('Escape')
        self.application.find_text('It cannot be shown again.')
        self.application.press('Return')
        self.application.wait_window_gone(invite.title)
        self.application.wait_focus(HOUSE)

    def test_last_day_is_typed(self):
        dialog = self.open_home()
        invite = InviteDialog(self.application).open()
        self.application.tab_to('push button', 'Can Be Used: For a week')
        self.application.press('space')
        self.application.wait_focused('list item', 'For a day')
        for choice in 'For a week', 'For a month', 'Until a date':
            self.application.press('Down')
            self.application.wait_focused('list item', choice)
        self.application.press('Return')
        self.application.wait_focused('push button', 'Can Be Used: Until a date')
        self.application.tab_to('text', 'Last Day')
        self.application.press('ctrl+a')
        self.application.type('never')
        self.application.press('Return')
        self.application.find_text('This is no day.')
        day = datetime.date.today() + datetime.timedelta(days=40)
        self.application.press('ctrl+a')
        self.application.type(day.isoformat())
        words = f'Until {day.day} {day:%B %Y}, 23:59'
        self.application.find_text(words)
        self.application.press('Return')
        self.assertTrue(invite.link)
        invite.copy()
        invite.close()
        dialog.wait_entries('Open Invitations', ['For 1 more person'])
        self.assertEqual(dialog.entries('Open Invitations')[0][1], words)

    def test_withdrawing(self):
        self.open()
        status, _answer = self.ask('POST', '/groups/invitations', {
            'uses': 2, 'expiresAt': '2099-12-21T12:00:00Z'})
        self.assertEqual(status, 201)
        dialog = HomeDialog(self.application, HOUSE).open()
        dialog.wait_entries('Open Invitations', ['For 2 more people'])
        for answer in 'Cancel', 'Withdraw':
            dialog.press_button(re.compile('^Withdraw the Invitation: Until 21 December 2099'))
            self.application.find_text('Nobody can come in with its link any more.')
            self.application.tab_to('push button', answer)
            self.application.press('Return')
            dialog.wait()
        dialog.wait_entries('Open Invitations', [])
        self.application.find_text('The invitation was withdrawn.')
        self.assertEqual(self.ask('GET', '/groups/invitations'), (200, []))

    def test_lost_answer_is_looked_into(self):
        dialog = self.open_home()
        invite = InviteDialog(self.application).open()
        self.server.misbehave('POST', '/groups/invitations', 'lose')
        invite.create()
        self.application.find_text('The invitation was made, but its link got lost on the way.')
        self.assertEqual(len(self.server.requests('POST', '/groups/invitations')), 1)
        invite.close()
        dialog.wait_entries('Open Invitations', ['For 1 more person'])

    @each(not_owner=('status 403 only the owner of this collection can perform this action',
                     'Only the owner of this home can do this.'),
          failed=('status 500 Internal Server Error', 'The server had a problem.'),
          page=('html', 'wants you to sign in first'),
          closed=('close', 'no invitation was made. Try again.'))
    def test_refused_invitation_is_told(self, refusal):
        mode, words = refusal
        self.open_home()
        invite = InviteDialog(self.application).open()
        self.server.misbehave('POST', '/groups/invitations', mode)
        invite.create()
        self.application.find_text(words)
        self.application.wait_focused('spin button', 'For How Many People')
        self.server.misbehave('POST', '/groups/invitations', 'off')
        self.assertTrue(invite.create().link)
        invite.copy()

    def test_old_server_cannot_take_an_invitation_back(self):
        dialog = self.open_home(HOUSE, '--version', 'v0.21')
        self.application.find_text('2 people belong to this home. This server does not tell who.')
        self.application.find_text('This server neither lists invitations nor takes one back')
        invite = InviteDialog(self.application).open()
        self.assertTrue(invite.create().link)
        self.application.find_text('This server cannot take an invitation back.')
        invite.copy()
        invite.close()
        dialog.close()


class DarkCode(Homes):
    environment = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}

    def test_code_is_read_off_a_dark_window(self):
        self.open_home()
        invite = InviteDialog(self.application).open()
        link = invite.create().link
        self.application.wait_focused('push button', 'Copy Link')
        self.assertEqual(read_codes(self.take_picture('code')), [link])
        invite.copy()


class People(Homes):
    def remove(self, dialog, name, answer='Remove'):
        dialog.press_button(f'Remove {name}…')
        self.application.find_text('can then neither see nor change what is in “Ada’s House”')
        self.application.tab_to('push button', answer)
        self.application.press('Return')
        dialog.wait()

    def members(self):
        return [member['name'] for member in self.ask('GET', '/groups/members')[1]]

    def test_removing_somebody_who_has_another_home(self):
        dialog = self.open_home()
        dialog.wait_entries('People', ['Ada Lovelace', 'Charles Babbage'])
        dialog.press_button('Remove Charles Babbage…')
        self.application.find_text('Charles Babbage also belongs to “Workshop”')
        self.application.press('Escape')
        dialog.wait()
        self.assertEqual(self.members(), ['Ada Lovelace', 'Charles Babbage'])
        self.remove(dialog, 'Charles Babbage')
        self.application.find_text('Charles Babbage does not belong to this home any more.')
        dialog.wait_entries('People', ['Ada Lovelace'])
        self.assertEqual(self.members(), ['Ada Lovelace'])

    def test_last_home_is_warned_of_and_the_failure_looked_into(self):
        self.open()
        _status, invitation = self.ask('POST', '/groups/invitations', {
            'uses': 1, 'expiresAt': '2099-12-21T12:00:00Z'})
        self.server.ask('POST', '/users/register', {
            'name': 'Olive Hill', 'email': 'olive@example.org', 'password': 'sundial-garden',
            'token': invitation['token']})
        dialog = HomeDialog(self.application, HOUSE).open()
        self.application.find('list item', 'Olive Hill')
        dialog.press_button('Remove Olive Hill…')
        self.application.find_text('If this is the only home of Olive Hill, the account is locked '
                                   'out')
        self.application.tab_to('push button', 'Remove')
        self.application.press('Return')
        dialog.wait()
        self.application.find_text('Olive Hill does not belong to this home any more.')
        dialog.wait_entries('People', ['Ada Lovelace', 'Charles Babbage'])
        answers = [status for _verb, path, status in self.server.requests('DELETE')
                   if '/groups/members/' in path]
        self.assertEqual(answers, [500])

    @each(not_owner=('status 403 only the owner of this collection can perform this action',
                     'Only the owner of this home can do this.'),
          failed=('status 500 Internal Server Error', 'The server had a problem.'),
          closed=('close', 'The connection was lost, and nobody was removed.'))
    def test_refused_removal_leaves_everybody(self, refusal):
        mode, words = refusal
        dialog = self.open_home()
        dialog.wait_entries('People', ['Ada Lovelace', 'Charles Babbage'])
        self.server.misbehave('DELETE', '/groups/members', mode)
        self.remove(dialog, 'Charles Babbage')
        self.application.find_text(words)
        dialog.wait_entries('People', ['Ada Lovelace', 'Charles Babbage'])
        self.assertEqual(self.members(), ['Ada Lovelace', 'Charles Babbage'])

    def test_session_that_ends_while_removing(self):
        dialog = self.open_home()
        dialog.wait_entries('People', ['Ada Lovelace', 'Charles Babbage'])
        self.server.command('expire-sessions')
        dialog.press_button('Remove Charles Babbage…')
        self.application.tab_to('push button', 'Remove')
        self.application.press('Return')
        SignInAgainDialog(self.application).wait().sign_in(self.server.password)
        self.application.find_text('Charles Babbage does not belong to this home any more.')


if __name__ == '__main__':
    tap_runner.main()
