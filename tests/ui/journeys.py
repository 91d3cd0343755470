"""What a person does in several steps, without a pointer."""


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
