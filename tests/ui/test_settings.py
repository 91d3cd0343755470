"""The settings page, as assistive technology sees it and with the keyboard alone."""

import re

import tap_runner
from journeys import sign_in
from window_test import WindowTest


class Settings(WindowTest):
    def open(self, *arguments, server=None, **options):
        self.server = server or self.start_demo(*arguments)
        self.application = self.start_application(**options)
        sign_in(self.application, self.server)
        self.application.press('ctrl+Page_Down')
        return self.application

    def test_look(self):
        application = self.open()
        application.find('heading', 'Appearance')
        application.tab_to('push button', re.compile('^Theme: '))
        application.press('space')
        import time; time.sleep(1)
        open('/tmp/x/tree0', 'w').write(application.tree())
        application.type('drac')
        import time; time.sleep(1)
        open('/tmp/x/tree', 'w').write(application.tree())
        self.desktop.take_picture('/tmp/x/known.png')
        application.press('Return')
        time.sleep(1)
        self.desktop.take_picture('/tmp/x/known2.png')
        self.assert_all_named(application)


if __name__ == '__main__':
    tap_runner.main()
