"""Getting in: a new account, an invitation, another home, and what keeps a server from answering."""

import http.server
import os
import re
import socket
import subprocess
import threading

import tap_runner
from each import each
from journeys import AccountPage, SignInPage, sign_in
from window_test import WindowTest

VERSIONS = {'demo': None, 'current': 'current', 'v0_21': 'v0.21'}
NAME = 'Barbara Liskov'
EMAIL = 'barbara@example.org'
PASSWORD = 'nanoseconds of wire'


class RegistrationDialog:
    def __init__(self, application):
        self.application = application

    def wait(self):
        self.application.wait_focus('Create an Account')
        self.window = self.application.window('Create an Account')
        return self

    def field(self, title, role='text'):
        return self.application.find(role, title, self.window)

    def fill(self, name=NAME, email=EMAIL, password=PASSWORD):
        self.field('Name').set_text(name)
        self.field('Email').set_text(email)
        self.field('Password', 'password text').set_text(password)
        self.field('Repeat Password', 'password text').set_text(password)
        return self

    def submit(self):
        self.application.find('push button', 'Create Account', self.window).click()

    def discard(self):
        self.application.press('Escape')
        self.application.find('push button', 'Discard').click()
        self.application.wait_focus('Latchkey')


class Joining(WindowTest):
    def start(self, version=None, *arguments):
        self.server = (self.start_demo(*arguments) if version is None
                       else self.start_real(version, *arguments))
        return self.server

    def invite(self, uses=1):
        token = self.server.sign_in()
        status, answer = self.server.ask('POST', '/groups/invitations',
                                         {'uses': uses, 'expiresAt': '2099-01-01T00:00:00Z'},
                                         token=token)
        self.assertIn(status, (200, 201))
        return answer['token']

    def link(self, token):
        return f'{self.server.address}?token={token}'

    def accounts_of(self, name):
        """How many accounts of that name can be seen in the home of the owner."""
        token = self.server.sign_in()
        status, answer = self.server.ask('GET', '/groups/members', token=token)
        return [member['name'] for member in answer].count(name) if status == 200 else None

    def open_form(self):
        """From the sign-in page, with the keyboard."""
        self.application = self.start_application()
        SignInPage(self.application).wait()
        self.application.type(self.server.address)
        self.application.press('Return')
        self.application.find('push button', 'Create an Account…')
        self.application.tab_to('push button', 'Create an Account…')
        self.application.press('space')
        return RegistrationDialog(self.application).wait()


class Registration(Joining):
    @each(**VERSIONS)
    def test_link_pasted_into_a_fresh_latchkey(self, version):
        self.start(version)
        token = self.invite()
        application = self.application = self.start_application()
        page = SignInPage(application).wait()
        page.server.set_text(self.link(token))
        application.press('Tab')
        dialog = RegistrationDialog(application).wait()
        under = application.window('Latchkey')
        self.assertEqual(application.find('text', 'Server Address', under).text, '')
        self.assertEqual(dialog.field('Server Address').text, self.server.address)
        self.assertEqual(dialog.field('Invitation (Optional)', 'password text').text, token)
        self.assert_all_named(application)
        dialog.fill().submit()
        application.find('alert', re.compile('^You joined “'))
        if version != 'v0.21':
            application.find_text(self.server.name)
        application.press('Return')
        AccountPage(application).wait(NAME)
        self.assertIsNotNone(self.server.sign_in(EMAIL, PASSWORD))
        self.assert_no_secret(application, [token, PASSWORD])

    def test_by_keyboard_alone(self):
        self.start()
        self.open_form()
        application = self.application
        application.wait_focused('text', 'Name')
        application.type(NAME)
        application.press('Tab')
        application.type(EMAIL)
        application.tab_to('password text', 'Password')
        application.type(PASSWORD)
        application.tab_to('password text', 'Repeat Password')
        application.type(PASSWORD)
        application.press('Return')
        application.find('alert', re.compile('^A new home was made for you'))
        window = self.desktop.run('xdotool', 'getwindowfocus')
        self.desktop.take_picture(self.log_folder / f'{self.label}-done.png', window)
        application.press('Return')
        AccountPage(application).wait(NAME)

    def test_email_that_is_taken(self):
        self.start()
        dialog = self.open_form()
        dialog.fill(email=self.server.email).submit()
        self.application.find_text('Another account on this server uses this email address.')
        window = self.desktop.run('xdotool', 'getwindowfocus')
        self.desktop.take_picture(self.log_folder / f'{self.label}.png', window)
        self.application.find('push button', 'Sign In Instead').click()
        self.application.wait_focused('password text', 'Password')
        self.assertEqual(SignInPage(self.application).values()[:2],
                         (self.server.address, self.server.email))

    @each(unknown='0' * 26, spent=None)
    def test_invitation_that_does_not_let_in(self, token):
        self.start()
        if token is None:
            token = self.invite()
            self.server.register('Kathleen Booth', 'kathleen@example.org', PASSWORD, token)
        dialog = self.open_form()
        dialog.field('Invitation (Optional)', 'password text').set_text(token)
        dialog.fill().submit()
        self.application.find_text(re.compile('invitation'))
        self.application.find('password text', 'Invitation (Optional)').wait_sensitive()
        self.assertEqual(dialog.field('Name').text, NAME)
        self.assertIsNone(self.server.sign_in(EMAIL, PASSWORD))
        dialog.discard()

    def test_registration_that_is_closed(self):
        self.start(None, '--no-registration')
        application = self.application = self.start_application()
        page = SignInPage(application).wait()
        page.server.set_text(self.server.address)
        application.press('Tab')
        application.find('push button', 'Forgot Password?')
        self.assertFalse(application.has('push button', 'Create an Account…'))
        # An invitation opens it.
        application.press('shift+Tab')
        application.wait_focused('text', 'Server Address')
        page.server.set_text(self.link(self.invite()))
        application.press('Tab')
        dialog = RegistrationDialog(application).wait()
        dialog.fill().submit()
        application.find('alert', re.compile('^You joined “'))

    def test_lost_answer_is_looked_up(self):
        self.start()
        dialog = self.open_form()
        self.server.misbehave('POST', '/users/register', 'lose')
        dialog.fill().submit()
        self.application.find('alert', re.compile('^A new home was made for you'))
        self.assertEqual(len(self.server.requests('POST', '/users/register')), 1)

    def test_undoing_does_not_bring_a_token_back(self):
        self.start()
        application = self.application = self.start_application()
        SignInPage(application).wait()
        application.type(self.link('abcdefghijklmnopqrstuvwxyz'))
        application.press('Tab')
        dialog = RegistrationDialog(application).wait()
        application.press('Escape')
        application.wait_focus('Latchkey')
        application.tab_to('text', 'Server Address', key='shift+Tab')
        application.press('ctrl+z')
        application.type('home')
        application.wait_until(lambda: SignInPage(application).server.text == 'home',
                               'nothing but that was there')

    def test_closing_asks_first(self):
        self.start()
        dialog = self.open_form()
        dialog.fill()
        self.application.press('Escape')
        self.application.find_text('Discard What You Typed?')
        self.application.press('Escape')
        self.application.wait_focus('Create an Account')
        self.assertEqual(dialog.field('Name').text, NAME)
        dialog.discard()

    @each(usual=(460, {}), right_to_left=(360, {'GTK_DEBUG': 'invert-text-dir'}))
    def test_everything_is_in_its_window(self, case):
        width, environment = case
        self.start()
        application = self.application = self.start_application(environment=environment)
        page = SignInPage(application).wait()
        page.server.set_text(self.link('abcdefghijklmnopqrstuvwxyz'))
        application.press('Tab')
        dialog = RegistrationDialog(application).wait()
        dialog.fill()
        window = self.desktop.run('xdotool', 'getwindowfocus')
        self.desktop.run('xdotool', 'windowsize', window, str(width), '700')
        application.wait_until(lambda: abs(dialog.window.extents[2] - width) < 40, 'it is so wide')
        beside = [element for element in dialog.window.walk()
                  if 'focusable' in element.states and element.is_on_screen()
                  and (element.extents[0] < 0
                       or element.extents[0] + element.extents[2] > dialog.window.extents[2])]
        self.assertEqual(beside, [])
        self.desktop.take_picture(self.log_folder / f'{self.label}.png', window)
        dialog.discard()


class AnotherHome(Joining):
    @each(demo=None, current='current')
    def test_joining_with_the_keyboard(self, version):
        self.start(version)
        token = self.invite()
        self.server.register(NAME, EMAIL, PASSWORD)
        application = self.application = self.start_application()
        page = SignInPage(application).wait()
        page.fill(self.server.address, EMAIL, PASSWORD).submit()
        if application.has('push button', 'Connect Anyway'):
            application.find('push button', 'Connect Anyway').click()
        AccountPage(application).wait(NAME)
        application.tab_to('push button', 'Join a Home…')
        application.press('space')
        application.wait_focus('Join a Home')
        application.wait_focused('password text', 'Invitation Link or Token')
        application.type('not a token')
        application.press('Return')
        application.find('password text', 'Invitation Link or Token').set_text(self.link(token))
        self.assert_all_named(application)
        application.find('push button', 'Join').click()
        application.find('alert', re.compile('^You joined “'))
        application.find_text(self.server.name)
        window = self.desktop.run('xdotool', 'getwindowfocus')
        self.desktop.take_picture(self.log_folder / f'{self.label}.png', window)
        application.press('Escape')
        application.wait_focus('Latchkey')
        self.assertEqual(self.accounts_of(NAME), 1)

    def test_old_server(self):
        self.start(None, '--version', 'v0.21')
        token = self.invite()
        application = self.application = self.start_application()
        sign_in(application, self.server)
        application.find('push button', 'Join a Home…').click()
        application.find('password text', 'Invitation Link or Token').set_text(token)
        application.find('push button', 'Join').click()
        application.find_text(re.compile('^On this server only a new account can join'))

    def test_link_of_another_server(self):
        self.start()
        application = self.application = self.start_application()
        sign_in(application, self.server)
        application.find('push button', 'Join a Home…').click()
        field = application.find('password text', 'Invitation Link or Token')
        field.set_text('https://home.example/?token=abcdefghijklmnopqrstuvwxyz')
        application.find('push button', 'Join').click()
        application.find_text(re.compile('^This link leads to https://home.example'))


class CommandLine(Joining):
    def test_link_on_the_command_line(self):
        self.start()
        token = self.invite()
        application = self.application = self.start_application(self.link(token))
        dialog = RegistrationDialog(application).wait()
        dialog.fill().submit()
        application.find('alert', re.compile('^You joined “'))
        # On the command line it was put by the person.
        self.assert_no_secret(application, [PASSWORD])
        self.assertNotIn(token, application.output())

    def test_link_for_whoever_is_signed_in(self):
        self.start()
        self.server.register(NAME, EMAIL, PASSWORD)
        application = self.application = self.start_application()
        page = SignInPage(application).wait()
        page.fill(self.server.address, EMAIL, PASSWORD).submit()
        AccountPage(application).wait(NAME)
        # Another process hands it to this one.
        self.run_again(self.link(self.invite()))
        application.find_text('You Are Invited to a Home')
        application.wait_focused('push button', 'Join With This Account')
        application.press('Return')
        application.wait_focus('Join a Home')
        application.wait_focused('push button', 'Join')
        application.press('Return')
        application.find('alert', re.compile('^You joined “'))

    def run_again(self, *arguments):
        environment = {**self.desktop.environment(), **self.home.environment()}
        return subprocess.run([os.environ['LATCHKEY_PROGRAM'], *arguments], timeout=60,
                              env=environment, capture_output=True, text=True, check=False)

    def test_what_is_no_link(self):
        self.start()
        self.application = self.start_application()
        SignInPage(self.application).wait()
        ended = self.run_again('/etc/passwd')
        self.assertEqual(ended.returncode, 2)
        self.assertIn('This is no link that Latchkey can open', ended.stderr)


class OtherProgram(http.server.BaseHTTPRequestHandler):
    """Answers everything with what it was told."""

    def do_GET(self):
        status, kind, body, extra = self.server.answer
        self.send_response(status)
        self.send_header('Content-Type', kind)
        for name, value in extra.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


ANSWERS = {
    'web_page': ((200, 'text/html', b'<html><body>Welcome</body></html>', {}),
                 re.compile('Another program answers there')),
    'other_program': ((200, 'application/json', b'{"name": "printer"}', {}),
                      re.compile('Another program answers there')),
    'login_page': ((302, 'text/plain', b'', {'Location': 'https://auth.example/login?rd=x'}),
                   re.compile('Another login page is in front of Homebox')),
}


class Check(Joining):
    def look_at(self, address):
        self.application = self.start_application()
        page = SignInPage(self.application).wait()
        self.application.type(address)
        self.application.press('Tab')
        return page

    def test_in_order(self):
        self.start()
        self.look_at(self.server.address)
        self.application.find_text(re.compile('^Homebox .*found$'))
        self.assertFalse(self.application.has('label', 'Certificate'))
        self.application.tab_to('push button', 'Details')
        self.application.press('space')
        self.application.find_text('Is a Homebox')
        self.assert_all_named(self.application)

    def test_refusing_port(self):
        with socket.socket() as unused:
            unused.bind(('127.0.0.1', 0))
            self.look_at(f'http://127.0.0.1:{unused.getsockname()[1]}')
            self.application.find('alert', re.compile('^Is Homebox running'))
            self.application.find_text('No Homebox found')
            self.assert_all_named(self.application)
            self.application.tab_to('push button', 'Copy Report')
            self.application.press('space')
            window = self.desktop.run('xdotool', 'getwindowfocus')
            self.desktop.take_picture(self.log_folder / f'{self.label}.png', window)

    @each(**ANSWERS)
    def test_other_answer(self, case):
        answer, words = case
        with http.server.ThreadingHTTPServer(('127.0.0.1', 0), OtherProgram) as server:
            server.answer = answer
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.look_at(f'http://127.0.0.1:{server.server_port}')
            self.application.find('alert', words)
            self.application.find('push button', 'Check Again')
            server.shutdown()

    def test_suggestion_is_tried(self):
        # The real one answers somebody who speaks TLS to it.
        self.start('current')
        self.look_at(self.server.address.replace('http:', 'https:'))
        self.application.tab_to('push button', f'Try {self.server.address}')
        self.application.press('space')
        self.application.find_text(re.compile('^Homebox .*found$'))
        self.assertEqual(SignInPage(self.application).server.text, self.server.address)

    def test_old_server_says_so(self):
        self.start(None, '--version', 'v0.21')
        self.look_at(self.server.address)
        self.application.find('alert', re.compile('too old for some of what Latchkey can do'))
        self.assertFalse(self.application.has('push button', 'Use an API Key…'))

    def test_demo_server_fills_in_its_account(self):
        self.start(None, '--demo-mode')
        page = self.look_at(self.server.address)
        self.application.tab_to('push button', 'Fill In the Demo Account')
        self.application.press('space')
        self.application.wait_until(lambda: page.email.text == 'demo@example.com',
                                    'the email was filled in')
        self.application.find('push button', 'Sign In').click()
        self.application.find('push button', 'Sign Out…')

    def test_half_an_address_is_not_asked(self):
        self.start()
        self.application = self.start_application()
        SignInPage(self.application).wait()
        self.application.type(self.server.address)
        self.application.find('text', 'Server Address')
        self.assertEqual(self.server.requests('GET', '/status'), [])
        self.application.press('Return')
        self.application.find_text(re.compile('^Homebox .*found$'))


if __name__ == '__main__':
    tap_runner.main()
