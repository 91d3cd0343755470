#!/usr/bin/python3
"""Takes the pictures of the README and of the metainfo from the program as it is.

    screenshots.py FOLDER       with the environment of the window tests
"""

import pathlib
import sys
import tempfile

from application import Application
from demo_homebox import DemoHomebox
from desktop import Desktop
from home import Home
from journeys import DeletionDialog, PasswordDialog, SignInPage, sign_in


def take(application, folder, name, title='Latchkey', size=None):
    desktop = application.desktop
    application.wait_focus(title)
    window = desktop.run('xdotool', 'getwindowfocus')
    if size is not None:
        width, height = map(str, size)
        desktop.run('xdotool', 'windowsize', '--sync', window, width, height)
        application.wait_until(
            lambda: f'HEIGHT={height}' in desktop.run('xdotool', 'getwindowgeometry', '--shell',
                                                      window), 'the window had its size')
        # What was shown last is still on the screen until the next frame.
        application.wait_until(
            lambda: abs(application.window(title).extents[3] - int(height)) < 20,
            'the window was drawn in its size')
    desktop.take_picture(folder / f'{name}.png', window)


def take_all(application, server, folder):
    page = SignInPage(application).wait()
    page.fill(server.address, server.email, server.password)
    take(application, folder, 'sign-in', size=(640, 720))
    sign_in(application, server)
    application.find_text('You are a member')
    take(application, folder, 'account', size=(640, 1000))
    dialog = PasswordDialog(application).open()
    dialog.fill(server.password, 'four unrelated words here')
    application.find_text('Your other devices')
    take(application, folder, 'password', 'Change Password')
    application.press('Escape')
    dialog.wait_gone()
    deletion = DeletionDialog(application).open(server.email)
    application.find_text('Allotment')
    deletion.entry.set_text(server.email)
    deletion.button.wait_sensitive()
    take(application, folder, 'deletion', deletion.title, size=(480, 800))
    application.press('Escape')
    deletion.wait_gone()
    application.press('ctrl+Page_Down')
    application.find('heading', 'Appearance')
    take(application, folder, 'settings', size=(640, 1000))


def main():
    folder = pathlib.Path(sys.argv[1])
    desktop, home, server = Desktop(), Home(), DemoHomebox()
    desktop.keyring.become('unlocked')
    with tempfile.NamedTemporaryFile(prefix='latchkey-') as log:
        application = Application(desktop, home, log.name)
        try:
            take_all(application, server, folder)
        finally:
            application.kill()
            server.close()
            desktop.close()
            home.close()


if __name__ == '__main__':
    main()
