"""The program in another language."""

import re

import locales
import tap_runner
import translation
from window_test import WindowTest


class German(WindowTest):
    def setUp(self):
        super().setUp()
        self.words = translation.read('de')
        self.server = self.start_demo()
        self.application = self.start_application(environment=locales.environment('de_DE'))

    def find(self, role, name):
        return self.application.find(role, self.words[name].replace('_', ''))

    def assert_no_english(self):
        """Nothing that is shown is still the original of something translated."""
        english = {word.replace('_', '') for word, german in self.words.items()
                   if word and german != word}
        shown = [element for window in self.application.windows() for element in window.walk()
                 if element.role not in ('text', 'password text')]
        self.assertEqual([element for element in shown
                          if element.name in english or element.description in english], [])
        self.assertTrue([element for element in shown if element.name in self.words.values()])

    def test_all_of_the_main_job(self):
        self.find('text', 'Server Address').set_text(self.server.address)
        self.find('text', 'Email').set_text(self.server.email)
        self.find('password text', 'Password').set_text('falsch')
        self.assert_no_english()
        self.find('push button', 'Sign In').click()
        self.application.find_text(self.words[
            'The email address or the password is wrong. Check both and try again.'])
        self.assert_no_english()
        self.find('password text', 'Password').set_text(self.server.password)
        self.find('push button', 'Sign In').click()
        name = self.find('text', 'Name')
        # A date is written as it is in Germany.
        self.application.find_text(re.compile(r'^Bis \d+\. [A-ZÄa-zä]+ \d{4}, \d\d:\d\d(?: Uhr)? '
                                              r'\(.*\d+ Tage.*\)$'))
        self.assert_no_english()
        name.set_text('')
        self.application.wait_until(lambda: self.application.find_all('alert'), 'it was said')
        self.assert_no_english()
        self.find('push button', 'Revert').click()

        self.find('push button', 'Change Password…').click()
        self.find('password text', 'New Password').set_text('abc')
        self.application.find_text(self.words['Too Short'])
        self.assert_no_english()
        self.application.press('Escape')
        self.application.wait_gone('password text')

        self.find('push button', 'Delete Account…').click()
        self.application.find_text('Allotment')
        self.assert_no_english()
        self.application.press('Escape')
        self.application.wait_window_gone(self.words['Delete Account'])


if __name__ == '__main__':
    tap_runner.main()
