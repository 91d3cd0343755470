"""The main job with the keyboard alone."""

import tap_runner
from journeys import AccountPage, DeletionDialog, SignInPage
from window_test import WindowTest

NEW_PASSWORD = 'Bernoulli numbers, note G'


class Keyboard(WindowTest):
    def sign_in(self):
        self.server = self.start_demo()
        self.application = application = self.start_application()
        SignInPage(application).wait()
        application.wait_focused('text', 'Server Address')
        application.type(self.server.address)
        # Enter leads to the next field that is empty, and from the last one onwards.
        application.press('Return')
        application.wait_focused('text', 'Email')
        application.type(self.server.email)
        application.press('Tab')
        application.wait_focused('password text', 'Password')
        application.type(self.server.password)
        application.press('Return')
        AccountPage(application).wait(self.server.name)
        return application

    def test_main_job(self):
        application = self.sign_in()

        application.tab_to('text', 'Name')
        application.press('ctrl+a')
        application.type('Augusta Ada King')
        application.press('Return')
        application.find_text('Profile saved')
        self.assertEqual(self.server.stored_profile()[0], 'Augusta Ada King')

        application.tab_to('push button', 'Change Password…')
        application.press('Return')
        application.wait_focus('Change Password')
        application.wait_focused('password text', 'Current Password')
        application.type(self.server.password)
        application.tab_to('password text', 'New Password')
        application.type(NEW_PASSWORD)
        application.tab_to('password text', 'Repeat New Password')
        application.type(NEW_PASSWORD)
        application.press('Return')
        application.wait_gone('password text')
        application.find_text('Password changed')
        self.assertIsNotNone(self.server.sign_in(password=NEW_PASSWORD))

        application.tab_to('push button', 'Delete Account…')
        application.press('Return')
        self.delete()

    def delete(self):
        application = self.application
        application.wait_focus(DeletionDialog.title)
        application.find_text('Allotment')
        application.tab_to('text', f'Type {self.server.email} to confirm')
        application.type(self.server.email)
        application.tab_to('push button', 'Delete Account')
        application.press('Return')
        SignInPage(application).wait()
        application.find_text('Your account was deleted.')
        self.assertIsNone(self.server.sign_in(password=NEW_PASSWORD))

    def test_every_control_is_reached(self):
        application = self.sign_in()
        wanted = [element for element in application.find_all('push button')
                  + application.find_all('text') if element.sensitive]
        self.assertGreater(len(wanted), 4)
        for element in wanted:
            # The window's own buttons belong to the window manager's keys.
            if element.name not in ('Minimize', 'Maximize', 'Close'):
                application.tab_to(element.role, element.name)

    def test_going_back_with_shift(self):
        application = self.sign_in()
        application.tab_to('push button', 'Sign Out…')
        application.tab_to('push button', 'Change Password…', key='shift+Tab')

    def test_escape_closes_the_password_dialog(self):
        application = self.sign_in()
        application.tab_to('push button', 'Change Password…')
        application.press('space')
        application.wait_focus('Change Password')
        application.press('Escape')
        application.wait_gone('password text')
        # Back where one was.
        application.wait_focused('push button', 'Change Password…')

    def test_menu_and_shortcuts(self):
        application = self.sign_in()
        application.press('F10')
        application.find('menu item', 'Keyboard Shortcuts')
        application.press('Escape')
        application.wait_gone('menu item', 'Keyboard Shortcuts')
        application.press('ctrl+question')
        application.wait_focus('Keyboard Shortcuts')
        application.press('Escape')
        application.wait_focus('Latchkey')

    def test_ctrl_q_ends(self):
        application = self.sign_in()
        application.press('ctrl+q')
        self.assertEqual(application.wait_end(), 0)


if __name__ == '__main__':
    tap_runner.main()
