"""What a person does in several steps, without a pointer."""

import re


class SignInPage:
    def __init__(self, application):
        self.application = application

    @property
    def server(self):
        return self.application.find('text', 'Server Address')

    @property
    def email(self):
        return self.application.find('text', 'Email')

    @property
    def password(self):
        return self.application.find('password text', 'Password')

    @property
    def button(self):
        return self.application.find('push button', 'Sign In')

    @property
    def stay(self):
        return self.application.find('toggle button', 'Keep me signed in for 4 weeks')

    def wait(self):
        """Waits until the page is there and can be used."""
        self.server.wait_sensitive()
        return self

    def fill(self, server, email, password):
        self.server.set_text(server)
        self.email.set_text(email)
        self.password.set_text(password)
        return self

    def submit(self):
        self.button.click()

    def values(self):
        return self.server.text, self.email.text, self.password.text


class AccountPage:
    def __init__(self, application):
        self.application = application

    @property
    def name(self):
        return self.application.find('text', 'Name')

    @property
    def email(self):
        return self.application.find('text', 'Email')

    @property
    def apply(self):
        return self.application.find('push button', 'Apply')

    @property
    def revert(self):
        return self.application.find('push button', 'Revert')

    def wait(self, name):
        """Waits until the page shows a person of that name."""
        self.application.wait_until(
            lambda: any(found.text == name for found in self.application.find_all('text', 'Name')),
            f'the account of {name} was shown')
        return self

    def wait_saved(self):
        """Waits until there is nothing to apply any more."""
        self.application.wait_gone('push button', 'Apply')


def sign_in(application, server, email=None, password=None):
    """Goes from the sign-in page to the account of the server's person."""
    page = SignInPage(application).wait()
    page.fill(server.address, email or server.email, password or server.password)
    page.submit()
    return AccountPage(application).wait(server.name)


def sign_out(application, button='Sign Out on This Device'):
    """Signs out from the account page, that far."""
    application.find('push button', 'Sign Out…').click()
    application.find('push button', button).click()


class SignInAgainDialog:
    """What asks for a sign-in when the session has ended."""

    def __init__(self, application):
        self.application = application

    @property
    def window(self):
        return self.application.find('dialog', 'Sign In Again')

    @property
    def password(self):
        return self.application.find('password text', 'Password', self.window)

    @property
    def email(self):
        return self.application.find('text', 'Email', self.window)

    @property
    def button(self):
        return self.application.find('push button', 'Sign In', self.window)

    def wait(self):
        """Waits until the dialog is there and can be used."""
        self.password.wait_sensitive()
        return self

    def sign_in(self, password):
        self.password.set_text(password)
        self.button.click()
        self.wait_gone()

    def wait_gone(self):
        self.application.wait_gone('dialog', 'Sign In Again')


class PasswordDialog:
    def __init__(self, application):
        self.application = application

    def open(self):
        self.application.find('push button', 'Change Password…').click()
        self.current.wait_sensitive()
        return self

    @property
    def current(self):
        return self.application.find('password text', 'Current Password')

    @property
    def new(self):
        return self.application.find('password text', 'New Password')

    @property
    def repeat(self):
        return self.application.find('password text', 'Repeat New Password')

    @property
    def button(self):
        return self.application.find('push button', 'Change')

    def fill(self, current, new, repeat=None):
        self.current.set_text(current)
        self.new.set_text(new)
        self.repeat.set_text(new if repeat is None else repeat)
        return self

    def wait_gone(self):
        self.application.wait_gone('password text')


class ForgottenDialog:
    """From a forgotten password to a new one."""

    title = 'Forgotten Password'

    def __init__(self, application):
        self.application = application

    def open(self):
        """From the sign-in page, once it knows the server."""
        self.application.find('push button', 'Forgot Password?').click()
        self.application.wait_focus(self.title)
        return self

    @property
    def window(self):
        return self.application.window(self.title)

    @property
    def email(self):
        return self.application.find('text', 'Email', self.window)

    @property
    def link(self):
        return self.application.find('password text', 'Link From the Mail', self.window)

    @property
    def new(self):
        return self.application.find('password text', 'New Password', self.window)

    @property
    def repeat(self):
        return self.application.find('password text', 'Repeat New Password', self.window)

    @property
    def another(self):
        return self.application.find('push button', 'Send Another Mail', self.window)

    def go(self, name):
        """The button that goes on, which is named after what it does."""
        return self.application.find('push button', name, self.window)

    def send_mail(self):
        self.go('Send Mail').click()
        self.link.wait_sensitive()

    def use_link(self):
        self.application.find('push button', 'I Already Have a Link', self.window).click()
        self.link.wait_sensitive()

    def fill(self, link, password):
        self.link.set_text(link)
        self.new.set_text(password)
        self.repeat.set_text(password)


class DeletionDialog:
    title = 'Delete Account'

    def __init__(self, application):
        self.application = application
        self.email = None

    def open(self, email):
        self.email = email
        self.application.find('push button', 'Delete Account…').click()
        self.entry.wait_sensitive()
        return self

    @property
    def window(self):
        return self.application.window(self.title)

    @property
    def entry(self):
        return self.application.find('text', f'Type {self.email} to confirm')

    @property
    def button(self):
        return self.application.find('push button', 'Delete Account')

    @property
    def cancel(self):
        return self.application.find('push button', 'Cancel', self.window)

    def confirm(self):
        self.entry.set_text(self.email)
        self.button.click()

    def wait_gone(self):
        self.application.wait_window_gone(self.title)


class AccountSwitcher:
    """The list of accounts behind the avatar in the header bar."""

    def __init__(self, application):
        self.application = application

    @property
    def button(self):
        return self.application.find_all('push button', re.compile('^Account: '))[0]

    def open(self):
        self.application.press('ctrl+shift+m')
        self.application.wait_until(lambda: self.entries(), 'the list of accounts was open')
        return self

    def entries(self):
        lists = [found for found in self.application.find_all('list', 'Accounts')
                 if found.window.name == 'Latchkey']
        return [entry for found in lists for entry in found.children()]

    def choose(self, name):
        """Goes to the account of that name (and server) with the arrow keys."""
        self.open()
        for _entry in self.entries():
            focused = self.application.focused()
            if focused is not None and focused.name.startswith(name):
                break
            self.application.press('Down')
            self.application.wait_until(lambda: self.application.focused() not in (None, focused),
                                        f'the arrow went on from {focused}')
        self.application.press('Return')
        self.application.wait_until(lambda: not self.entries(), 'the list was closed')
        self.application.wait_until(lambda: self.button.name.startswith(f'Account: {name}'),
                                    f'{name} was shown')


class AccountsDialog:
    """Manage Accounts, with the keyboard."""

    title = 'Accounts'

    def __init__(self, application):
        self.application = application

    def open(self):
        AccountSwitcher(self.application).open()
        self.application.tab_to('push button', 'Manage Accounts…')
        self.application.press('Return')
        return self.wait()

    def wait(self):
        self.application.wait_focus(self.title)
        return self

    @property
    def window(self):
        return self.application.window(self.title)

    def names(self):
        found = self.application.find_all('list', 'Accounts', self.window)
        return [entry.name for entry in found[0].children()] if found else []

    def go_to(self, name):
        self.application.tab_to('list item', re.compile('^' + re.escape(name)))

    def choose_from_menu(self, name, label):
        """Opens the menu of that account, and chooses from it."""
        self.go_to(name)
        self.application.press('Tab')
        self.application.wait_focused('push button', re.compile('^More about ' + re.escape(name)))
        self.application.press('Return')
        for _entry in range(6):
            if self.application.is_focused('menu item', label):
                break
            self.application.press('Down')
        self.application.wait_focused('menu item', label)
        self.application.press('Return')


class HomeDialog:
    """A home, its people and its invitations, with the keyboard."""

    def __init__(self, application, name):
        self.application = application
        self.name = name

    def open(self):
        """Opens it from the account page."""
        self.application.tab_to('list item', self.name)
        self.application.press('Return')
        return self.wait()

    def wait(self):
        self.application.wait_focus(self.name)
        return self

    @property
    def window(self):
        return self.application.window(self.name)

    def entries(self, title):
        """The rows of one of its lists, as (name, description)."""
        found = self.application.find_all('list', title, self.window)
        return [(row.name, row.description) for row in found[0].children()] if found else []

    def wait_entries(self, title, expected):
        self.application.wait_until(
            lambda: [name for name, _words in self.entries(title)] == expected,
            lambda: f'"{title}" was {expected}, but it is {self.entries(title)}')

    def press_button(self, name):
        self.application.tab_to('push button', name)
        self.application.press('Return')

    def close(self):
        self.application.press('Escape')
        self.application.wait_window_gone(self.name)


class InviteDialog:
    """Making an invitation, with the keyboard."""

    title = 'Invite Somebody'

    def __init__(self, application):
        self.application = application

    def open(self):
        self.application.tab_to('push button', 'Invite Somebody…')
        self.application.press('Return')
        self.application.wait_focus(self.title)
        self.application.wait_focused('spin button', 'For How Many People')
        return self

    @property
    def window(self):
        return self.application.window(self.title)

    def type_uses(self, uses):
        self.application.press('ctrl+a')
        self.application.type(str(uses))

    def create(self):
        self.application.press('Return')
        return self

    @property
    def link(self):
        """The link, once it is there."""
        return self.application.find_text(re.compile(r'^https?://\S+\?token='), self.window).name

    def copy(self):
        """Takes the link: without that the dialog asks before it closes."""
        self.application.wait_focused('push button', 'Copy Link')
        self.application.press('Return')
        self.application.wait_focused('push button', 'Copied')

    def close(self):
        self.application.press('Escape')
        self.application.wait_window_gone(self.title)
