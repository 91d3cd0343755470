"""The settings page, as assistive technology sees it and with the keyboard alone."""

import re

import tap_runner
from each import each
from journeys import sign_in
from window_test import WindowTest

# All that the web page writes, whenever anything changes in it.
WEB_PAGE = {
    'showDetails': True, 'showEmpty': True, 'editorAdvancedView': False,
    'displayLegacyHeader': False, 'legacyImageFit': False, 'theme': 'homebox', 'language': None,
    'overrideFormatLocale': None, 'itemsPerTablePage': 12,
    'duplicateSettings': {'copyMaintenance': False, 'copyAttachments': True,
                          'copyCustomFields': True, 'copyPrefixOverride': None},
    'quickActions': {'enabled': True},
}

SETTINGS = '/users/self/settings'


class Settings(WindowTest):
    def open(self, *arguments, server=None, stored=None, **options):
        """Signs in and goes to the page with the keyboard."""
        self.server = server or self.start_demo(*arguments)
        self.token = self.server.sign_in()
        if stored is not None:
            self.put(stored)
        self.application = self.start_application(**options)
        sign_in(self.application, self.server)
        self.application.press('ctrl+Page_Down')
        return self.application

    def put(self, settings):
        """Another program saves."""
        status, _answer = self.server.ask('PUT', SETTINGS, settings, token=self.token)
        self.assertEqual(status, 200)

    def stored(self):
        status, answer = self.server.ask('GET', SETTINGS, token=self.token)
        self.assertEqual(status, 200)
        return answer['item']

    def wait_stored(self, **expected):
        self.application.wait_until(
            lambda: all(self.stored().get(key) == value for key, value in expected.items()),
            lambda: f'{expected} was stored, but it is {self.stored()}')

    def wait_listening(self):
        """Waits until the program hears of what others save."""
        # It reads once for itself, and once more when the server begins to tell.
        self.server.wait_for_request('GET', SETTINGS, 2)

    def choose_theme(self, name, presses):
        self.application.tab_to('push button', re.compile('^Theme: '))
        self.application.press('space')
        for _press in range(presses):
            focused = self.application.focused()
            self.application.press('Down')
            self.application.wait_until(
                lambda: self.application.focused() not in (None, focused), 'the arrow went on')
        self.application.wait_focused('list item', name)
        self.application.press('Return')
        self.application.find('push button', f'Theme: {name}')

    def test_switch_with_the_keyboard(self):
        application = self.open()
        application.find('heading', 'Appearance')
        application.tab_to('check box', 'Show details')
        self.assertIn('checked', application.focused().states)
        application.press('space')
        self.wait_stored(showDetails=False)
        self.assertEqual(self.stored(), {'showDetails': False})
        self.assertNotIn('checked', application.find('check box', 'Show details').states)
        self.assert_all_named(application)

    def test_choice_with_the_keyboard(self):
        application = self.open(stored={'tableHeaders': [{'value': 'name', 'enabled': True}]})
        application.find('heading', 'Appearance')
        self.choose_theme('Light', 2)
        self.wait_stored(theme='light', tableHeaders=[{'value': 'name', 'enabled': True}])

    def test_undo_and_redo(self):
        application = self.open(stored={'theme': 'night', 'other': 1})
        application.tab_to('check box', 'Old header')
        application.press('space')
        self.wait_stored(displayLegacyHeader=True)
        application.press('ctrl+z')
        application.wait_until(lambda: 'displayLegacyHeader' not in self.stored(), 'it was undone')
        application.press('ctrl+shift+z')
        self.wait_stored(displayLegacyHeader=True, theme='night', other=1)

    def test_reset_says_so_and_can_be_undone(self):
        application = self.open(stored={'theme': 'night', 'other': 1})
        application.tab_to('push button', 'Reset “Theme”')
        application.press('Return')
        application.find_text('“Theme” was reset')
        self.wait_stored(theme='homebox')
        application.find('push button', 'Undo').click()
        self.wait_stored(theme='night', other=1)

    def test_other_setting_is_added_and_deleted(self):
        application = self.open(stored={'theme': 'night', 'tableHeaders': [{'value': 'name'}]})
        application.find('push button', 'Other Settings').click()
        application.find_text('tableHeaders')
        application.find('push button', 'Add a Setting…').click()
        dialog = application.find('dialog', 'Add Setting')
        self.assert_all_named(application)
        application.find('text', 'Name', dialog).set_text('mine')
        application.find('text', 'Value', dialog).set_text('a "word"')
        application.find('push button', 'Save', dialog).wait_sensitive()
        application.find('push button', 'Save', dialog).click()
        application.wait_gone('dialog', 'Add Setting')
        self.wait_stored(mine='a "word"', theme='night', tableHeaders=[{'value': 'name'}])
        application.press('ctrl+z')
        application.wait_until(lambda: 'mine' not in self.stored(), 'it was undone')
        application.find('push button', 'Back to All Settings').click()
        application.find('heading', 'Appearance')

    def test_other_settings_are_searched(self):
        application = self.open(stored={'theme': 'night', 'mine': 'needle', 'yours': 'hay'})
        application.find('heading', 'Appearance')
        application.press('ctrl+f')
        application.type('needle')
        application.find('push button', '1 Other Setting Found').click()
        application.find_text('mine')
        self.assertFalse([label for label in application.find_all('label') if label.name == 'yours'])

    def test_earlier_version_is_brought_back(self):
        application = self.open(stored={'theme': 'night', 'mine': 1})
        application.find('heading', 'Appearance')
        self.wait_listening()
        # The web page, which knows nothing of it.
        self.put(dict(WEB_PAGE, theme='light'))
        application.find('push button', 'Theme: Light')
        # A menu button and the button in it have the same name.
        application.find_all('push button', 'More Settings Actions')[-1].click()
        application.find('menu item', 'Earlier Versions…').click()
        dialog = application.find('dialog', 'Earlier Versions')
        self.assert_all_named(application)
        application.press('Escape')
        application.wait_gone('dialog', 'Earlier Versions')

    def test_search(self):
        application = self.open(stored={'theme': 'night'})
        application.find('heading', 'Appearance')
        application.press('ctrl+f')
        application.wait_focused('entry', 'Search Settings')
        application.type('NIGHT')
        application.wait_gone('check box', 'Show details')
        application.find('push button', 'Theme: Night')
        application.wait_gone('heading', 'Items')
        application.press('Escape')
        application.find('check box', 'Show details')

    def test_change_made_elsewhere_is_shown_and_said(self):
        application = self.open(stored={'theme': 'night', 'showDetails': True})
        application.find('push button', 'Theme: Night')
        self.wait_listening()
        self.put({'theme': 'forest', 'showDetails': True})
        application.find('push button', 'Theme: Forest')
        application.find('alert', 'Changed elsewhere just now')

    def test_web_page_erases_and_it_is_brought_back(self):
        application = self.open(stored={**WEB_PAGE, 'mine': {'a': [1, None]}})
        application.find('heading', 'Appearance')
        self.wait_listening()
        self.put({**WEB_PAGE, 'theme': 'night'})
        application.find('alert', re.compile('^Another program erased a setting: .*mine'))
        application.tab_to('push button', 'Bring Back')
        application.press('Return')
        self.wait_stored(mine={'a': [1, None]}, theme='night')
        application.wait_gone('push button', 'Bring Back')

    def test_conflict_with_the_keyboard(self):
        application = self.open(stored={'theme': 'homebox', 'other': 1})
        application.find('push button', 'Theme: Homebox')
        self.wait_listening()
        self.server.command('events', 'mute')
        self.put({'theme': 'forest', 'other': 1})
        self.choose_theme('Light', 2)
        application.find('alert', 'Changed here and elsewhere')
        self.assertEqual(self.stored()['theme'], 'forest')
        application.tab_to('push button', 'Choose…')
        application.press('Return')
        application.find('list', 'Values to Choose From')
        application.tab_to('radio button', 'Changed here')
        self.assertEqual(application.focused().description, 'Light')
        application.tab_to('push button', 'Use This Value')
        application.press('Return')
        self.wait_stored(theme='light', other=1)

    def test_offline_then_again(self):
        application = self.open(stored={'theme': 'night'})
        application.find('push button', 'Theme: Night')
        self.server.misbehave('*', '', 'close')
        application.tab_to('check box', 'Old header')
        application.press('space')
        application.find('alert', 'Waiting for the network')
        application.find('alert', re.compile('^Your changes wait for the network'))
        self.server.misbehave('*', '', 'off')
        application.find_all('push button', 'Try Now')[0].click()
        self.wait_stored(displayLegacyHeader=True)
        application.wait_gone('alert')

    def test_server_without_settings(self):
        application = self.open_old()
        application.find_text('They come with version 0.25.')
        self.assert_all_named(application)

    def open_old(self):
        self.server = self.start_demo('--version', 'v0.21')
        self.application = self.start_application()
        sign_in(self.application, self.server)
        self.application.press('ctrl+Page_Down')
        return self.application

    @each(usual=(630, {}), right_to_left=(360, {'GTK_DEBUG': 'invert-text-dir'}))
    def test_everything_is_in_its_window(self, case):
        width, environment = case
        application = self.open(stored={'theme': 'night', 'showDetails': ['surprising'],
                                        'duplicateSettings': {'copyPrefixOverride': 'Copy of '}},
                                environment=environment)
        application.find('push button', 'Theme: Night')
        self.wait_listening()
        self.put({'theme': 'forest', 'showDetails': ['surprising'],
                  'duplicateSettings': {'copyPrefixOverride': 'Copy of '}})
        application.find('alert', 'Changed elsewhere just now')
        application.wait_focus('Latchkey')
        window = self.desktop.run('xdotool', 'getwindowfocus')
        self.desktop.run('xdotool', 'windowsize', window, str(width), '700')
        application.wait_until(lambda: abs(application.windows()[0].extents[2] - width) < 40,
                               'the window has that width')
        # The header bar keeps a switcher that has no room any more, unseen, where it was.
        view, = [element for element in application.windows()[0].walk()
                 if element.name == 'LatchkeyAccountView']
        beside = [element for element in view.walk()
                  if 'focusable' in element.states and element.is_on_screen()
                  and (element.extents[0] < 0
                       or element.extents[0] + element.extents[2] > width)]
        self.assertEqual(beside, [])
        self.desktop.take_picture(self.log_folder / f'{self.label}.png', window)
        self.assert_all_named(application)

    def assert_dialog_fits(self, title):
        """Whatever can be used in the dialog lies within its window."""
        self.application.wait_focus(title)
        window, = [window for window in self.application.windows() if window.name == title]
        width = window.extents[2]
        beside = [(element, element.extents) for element in window.walk()
                  if 'focusable' in element.states and element.is_on_screen()
                  and (element.extents[0] < 0 or element.extents[0] + element.extents[2] > width)]
        self.assertEqual(beside, [])
        self.assert_all_named(self.application)
        name = title.replace(' ', '-').lower()
        self.desktop.take_picture(self.log_folder / f'{self.label}-{name}.png',
                                  self.desktop.run('xdotool', 'getwindowfocus'))

    @each(left_to_right={}, right_to_left={'GTK_DEBUG': 'invert-text-dir'})
    def test_dialogs_are_in_their_windows(self, environment):
        application = self.open(stored={'theme': 'homebox', 'mine': {'a': [1, None]}},
                                environment=environment)
        application.find('push button', 'Theme: Homebox')
        self.wait_listening()
        self.server.command('events', 'mute')
        self.put({'theme': 'forest', 'mine': {'a': [1, None]}})
        self.choose_theme('Light', 2)
        application.find('alert', 'Changed here and elsewhere')
        application.find_all('push button', 'Choose…')[0].click()
        application.find('list', 'Values to Choose From')
        self.assert_dialog_fits('Changed Here and Elsewhere')
        application.find('push button', 'Use This Value').click()
        application.wait_gone('list', 'Values to Choose From')

        application.find_all('push button', 'More Settings Actions')[-1].click()
        application.find('menu item', 'Earlier Versions…').click()
        application.find('dialog', 'Earlier Versions')
        self.assert_dialog_fits('Earlier Versions')
        application.press('Escape')
        application.wait_gone('dialog', 'Earlier Versions')

        application.find('push button', 'Other Settings').click()
        application.find('push button', 'Add a Setting…').click()
        application.find('dialog', 'Add Setting')
        self.assert_dialog_fits('Add Setting')
        application.press('Escape')
        application.wait_gone('dialog', 'Add Setting')

    def test_real_server(self):
        application = self.open(server=self.start_real(), stored={**WEB_PAGE, 'mine': 1.5})
        application.find('push button', 'Theme: Homebox')
        application.tab_to('check box', 'Copy maintenance')
        application.press('space')
        application.wait_until(
            lambda: self.stored()['duplicateSettings']['copyMaintenance'] is True, 'it was stored')
        self.assertEqual(self.stored(), {**WEB_PAGE, 'mine': 1.5, 'duplicateSettings': {
            **WEB_PAGE['duplicateSettings'], 'copyMaintenance': True}})


if __name__ == '__main__':
    tap_runner.main()
