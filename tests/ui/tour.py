#!/usr/bin/python3
"""Goes through the main job of `latchkey --demo` by itself, and takes a picture of each step.

    tour.py FOLDER
"""

import pathlib
import sys
import tempfile

from application import Application
from desktop import Desktop
from home import Home
from journeys import AccountPage, DeletionDialog, PasswordDialog, SignInPage

NAME = 'Ada Lovelace'
EMAIL = 'ada@example.org'
NEW_NAME = 'Augusta Ada King, Countess of Lovelace'
PASSWORD = 'analytical-engine'
NEW_PASSWORD = 'Bernoulli numbers, note G'


class Album:
    def __init__(self, application, folder):
        self.application = application
        self.folder = pathlib.Path(folder)
        self.count = 0

    def take(self, name, title='Latchkey'):
        self.application.wait_focus(title)
        window = self.application.desktop.run('xdotool', 'getwindowfocus')
        self.count += 1
        path = self.folder / f'{self.count:02}-{name}.png'
        self.application.desktop.take_picture(path, window)
        print(path, flush=True)


def tour(application, album):
    page = SignInPage(application).wait()
    album.take('sign-in')
    page.submit()
    account = AccountPage(application).wait(NAME)
    album.take('account')

    account.name.set_text(NEW_NAME)
    album.take('new-name')
    account.apply.click()
    account.wait_saved()
    application.find('heading', NEW_NAME)
    album.take('name-saved')

    password = PasswordDialog(application).open()
    password.fill(PASSWORD, NEW_PASSWORD)
    album.take('new-password', 'Change Password')
    password.button.click()
    password.wait_gone()
    application.find_text('Password changed')
    album.take('password-changed')

    deletion = DeletionDialog(application).open(EMAIL)
    application.find_text('Allotment')
    album.take('deletion', deletion.title)
    deletion.entry.set_text(EMAIL)
    deletion.button.wait_sensitive()
    # What has the keyboard is scrolled to.
    application.tab_to('push button', 'Delete Account')
    album.take('deletion-confirmed', deletion.title)
    deletion.button.click()
    SignInPage(application).wait()
    application.find_text('Your account was deleted.')
    album.take('deleted')


def main():
    desktop = Desktop(width=900, height=900)
    home = Home()
    log = pathlib.Path(tempfile.mkstemp(prefix='latchkey-tour-')[1])
    try:
        application = Application(desktop, home, log, ['--demo'])
        try:
            tour(application, Album(application, sys.argv[1]))
            application.press('ctrl+q')
            status = application.wait_end()
            if status != 0:
                raise AssertionError(f'the program ended with {status}')
        except BaseException:
            print(application.tree(), application.tail(), sep='\n', file=sys.stderr)
            application.kill()
            raise
    finally:
        desktop.close()
        home.close()
        log.unlink()


if __name__ == '__main__':
    main()
