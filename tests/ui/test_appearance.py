"""How it looks: narrow, large, dark, with high contrast, from right to left."""

import subprocess

import tap_runner
from journeys import (DeletionDialog, ForgottenDialog, HomeDialog, InviteDialog, PasswordDialog,
                      SignInPage, sign_in)
from waiting import wait_until
from window_test import WindowTest

NARROW = 360


class Look(WindowTest):
    """The steps that every look goes through, with a picture of each to look at."""

    environment = {}
    width = None

    def setUp(self):
        super().setUp()
        self.server = self.start_demo()
        self.application = self.start_application(environment=self.environment)
        self.pictures = []

    def look(self, name, title='Latchkey'):
        """Makes the window with the keyboard as wide as wanted, checks it and takes a picture."""
        self.application.wait_focus(title)
        window = self.desktop.run('xdotool', 'getwindowfocus')
        if self.width is not None:
            self.make_wide(window, self.width)
        self.assert_nothing_beside(title)
        self.assert_all_named(self.application)
        picture = self.log_folder / f'{self.label}-{name}.png'
        self.desktop.take_picture(picture, window)
        self.pictures.append(picture)

    def make_wide(self, window, width):
        def has_width():
            shape = self.desktop.run('xdotool', 'getwindowgeometry', '--shell', window)
            return f'WIDTH={width}' in shape.splitlines()

        self.desktop.run('xdotool', 'windowsize', window, str(width), '700')
        wait_until(has_width, f'the window was {width} wide')

    def assert_nothing_beside(self, title):
        """Whatever can be used lies within the width of its window."""
        window, = [window for window in self.application.windows() if window.name == title]
        width = window.extents[2]
        beside = [(element, element.extents) for element in window.walk()
                  if 'focusable' in element.states and element.is_on_screen()
                  and (element.extents[0] < 0 or element.extents[0] + element.extents[2] > width)]
        self.assertEqual(beside, [], f'these are beside a window {width} wide')

    def go_through(self):
        page = SignInPage(self.application).wait()
        self.look('1-sign-in')
        page.fill(self.server.address, self.server.email, 'wrong').submit()
        self.application.find_text('The email address or the password is wrong.')
        self.look('2-sign-in-problem')
        self.look_at_forgotten_password()
        account = sign_in(self.application, self.server)
        self.look('3-account')
        account.name.set_text('')
        self.application.wait_until(lambda: self.application.find_all('alert'), 'it was said')
        self.look('4-account-problem')
        account.revert.click()
        dialog = PasswordDialog(self.application).open()
        dialog.fill(self.server.password, 'Bernoulli', 'Bernouilli')
        self.look('5-password', 'Change Password')
        self.application.press('Escape')
        self.application.wait_gone('password text')
        dialog = DeletionDialog(self.application).open(self.server.email)
        self.application.find_text('Allotment')
        self.look('6-deletion', dialog.title)
        self.application.press('Escape')
        dialog.wait_gone()
        dialog = HomeDialog(self.application, 'Ada’s House').open()
        self.application.find('list item', 'Charles Babbage')
        self.look('7-home', dialog.name)
        invite = InviteDialog(self.application).open()
        self.look('8-invite', invite.title)
        invite.create()
        self.application.wait_focused('push button', 'Copy Link')
        self.look('9-link', invite.title)
        invite.copy()
        invite.close()
        dialog.close()

    def look_at_forgotten_password(self):
        dialog = ForgottenDialog(self.application).open()
        dialog.email.set_text(self.server.email)
        self.look('7-forgotten', dialog.title)
        dialog.send_mail()
        dialog.fill('https://home.example.org/reset-password?token=AYQ4W4K5MT4CZOPB2PZRCZ4PTY',
                    'Bernoulli')
        self.application.find_text('This link is from home.example.org')
        self.look('8-forgotten-link', dialog.title)
        self.application.press('Escape')
        self.application.wait_window_gone(dialog.title)

    def brightness(self, picture):
        shown = subprocess.run(['identify', '-format', '%[fx:mean]', str(picture)], check=True,
                               capture_output=True, text=True)
        return float(shown.stdout)


class Usual(Look):
    def test_everything_is_in_its_window(self):
        self.go_through()
        for picture in self.pictures:
            self.assertGreater(self.brightness(picture), 0.7)


class Narrow(Look):
    width = NARROW

    def test_everything_is_in_its_window(self):
        self.go_through()


class Large(Look):
    home_options = {'large_text': True}

    def test_everything_is_in_its_window(self):
        self.go_through()


class NarrowAndLarge(Look):
    home_options = {'large_text': True}
    width = NARROW

    def test_everything_is_in_its_window(self):
        self.go_through()


class Dark(Look):
    environment = {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}

    def test_everything_is_dark(self):
        self.go_through()
        for picture in self.pictures:
            self.assertLess(self.brightness(picture), 0.4)


class HighContrast(Look):
    environment = {'ADW_DEBUG_HIGH_CONTRAST': '1'}

    def test_everything_is_in_its_window(self):
        self.go_through()


class HighContrastDark(Look):
    environment = {'ADW_DEBUG_HIGH_CONTRAST': '1', 'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}

    def test_everything_is_dark(self):
        self.go_through()
        for picture in self.pictures:
            self.assertLess(self.brightness(picture), 0.4)


class RightToLeft(Look):
    # A right-to-left language mirrors the window only where Latchkey is translated to it.
    environment = {'GTK_DEBUG': 'invert-text-dir'}
    width = NARROW

    def test_everything_is_mirrored(self):
        self.go_through()
        # What is at the end of a line in English.
        for button in self.application.find_all('push button', 'Main Menu'):
            x, _y, width, _height = button.extents
            self.assertLess(x + width, NARROW / 2)


if __name__ == '__main__':
    tap_runner.main()
