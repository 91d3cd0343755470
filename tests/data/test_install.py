#!/usr/bin/python3
"""`meson install` lays everything where a desktop looks for it.

    test_install.py MESON BUILD_FOLDER PREFIX
"""

import configparser
import pathlib
import subprocess
import sys
import tempfile
import unittest

import tap_runner

APPLICATION = 'io.github.latchkey_app.Latchkey'
MESON, BUILD, PREFIX = sys.argv[1:4]


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        subprocess.run([MESON, 'install', '-C', BUILD, '--no-rebuild', '--quiet',
                        '--destdir', folder.name], check=True)
        cls.prefix = pathlib.Path(folder.name) / PREFIX.lstrip('/')

    def read_keys(self, path, section):
        parser = configparser.ConfigParser(interpolation=None, strict=True)
        parser.optionxform = str
        parser.read(self.prefix / path, encoding='utf-8')
        return parser[section]

    def test_desktop_entry_starts_what_is_installed(self):
        entry = self.read_keys(f'share/applications/{APPLICATION}.desktop', 'Desktop Entry')
        self.assertTrue((self.prefix / 'bin' / entry['Exec'].split()[0]).is_file())
        self.assertIn('Comment[de]', entry)

    def test_activation_starts_what_is_installed(self):
        service = self.read_keys(f'share/dbus-1/services/{APPLICATION}.service', 'D-BUS Service')
        self.assertEqual(service['Name'], APPLICATION)
        program = pathlib.PurePosixPath(service['Exec'].split()[0])
        self.assertTrue((self.prefix / program.relative_to(PREFIX)).is_file())

    def test_icons_are_in_the_theme(self):
        icons = self.prefix / 'share/icons/hicolor'
        self.assertTrue((icons / f'scalable/apps/{APPLICATION}.svg').is_file())
        self.assertTrue((icons / f'symbolic/apps/{APPLICATION}-symbolic.svg').is_file())

    def test_metainfo_is_installed(self):
        self.assertTrue((self.prefix / f'share/metainfo/{APPLICATION}.metainfo.xml').is_file())

    def test_settings_schema_compiles_where_it_lies(self):
        schemas = self.prefix / 'share/glib-2.0/schemas'
        subprocess.run(['glib-compile-schemas', '--strict', str(schemas)], check=True)
        listed = subprocess.run(
            ['gsettings', '--schemadir', str(schemas), 'list-keys', APPLICATION],
            check=True, capture_output=True, text=True).stdout.split()
        self.assertIn('window-width', listed)

    def test_translations_are_installed(self):
        self.assertTrue((self.prefix / 'share/locale/de/LC_MESSAGES/latchkey.mo').is_file())


if __name__ == '__main__':
    tap_runner.main(words=[])
