#!/usr/bin/python3
"""Every string is marked, extracted and translated."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import tap_runner

TOP = pathlib.Path(__file__).resolve().parents[2]
PO = TOP / 'po'
MARKED = re.compile(r'\b(?:C|N|NC|Q)?_ ?\(|\bn?gettext ?\(|translatable="(?:yes|true|1)"')

# The keywords that Meson's "glib" preset gives to xgettext.
XGETTEXT = [
    'xgettext', '--from-code=UTF-8', '--add-comments=Translators', '--keyword=_', '--keyword=N_',
    '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=ngettext:1,2',
    '--keyword=g_dgettext:2', '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3',
    '--flag=ngettext:1:pass-c-format', '--flag=ngettext:2:pass-c-format',
]


def run(*command):
    environment = dict(os.environ, LC_ALL='C.UTF-8', LANGUAGE='C')
    done = subprocess.run(command, cwd=TOP, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f'{command[0]}: {done.stderr}')
    return done


def lines_of(path):
    lines = (line.strip() for line in path.read_text(encoding='utf-8').splitlines())
    return [line for line in lines if line and not line.startswith('#')]


class Translations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        cls.template = pathlib.Path(cls.folder.name) / 'latchkey.pot'
        run(*XGETTEXT, '-f', str(PO / 'POTFILES'), '-o', str(cls.template))

    def test_files_with_marked_strings_are_listed(self):
        listed = lines_of(PO / 'POTFILES')
        marked = [
            str(path.relative_to(TOP))
            for path in sorted((TOP / 'src').rglob('*'))
            if path.suffix in ('.c', '.h', '.ui') and MARKED.search(path.read_text('utf-8'))
        ]
        self.assertEqual([path for path in marked if path not in listed], [],
                         'these have marked strings and are not in po/POTFILES')

    def test_listed_files_are_sorted_and_there(self):
        listed = lines_of(PO / 'POTFILES')
        self.assertEqual(listed, sorted(set(listed)))
        self.assertEqual([path for path in listed if not (TOP / path).is_file()], [])

    def test_languages_are_complete(self):
        for language in lines_of(PO / 'LINGUAS'):
            with self.subTest(language=language):
                merged = pathlib.Path(self.folder.name) / f'{language}.po'
                run('msgmerge', '-q', '--no-fuzzy-matching', str(PO / f'{language}.po'),
                    str(self.template), '-o', str(merged))
                missing = run('msgattrib', '--untranslated', '--no-obsolete', '--no-location',
                              str(merged)).stdout
                self.assertEqual(re.findall(r'^msgid .*(?:\n".*)*', missing, re.MULTILINE)[1:], [])
                fuzzy = run('msgattrib', '--only-fuzzy', str(PO / f'{language}.po')).stdout
                self.assertEqual(fuzzy, '')

    def test_languages_are_valid(self):
        for language in lines_of(PO / 'LINGUAS'):
            with self.subTest(language=language):
                checked = run('msgfmt', '--check', '--check-accelerators=_', '-o', '/dev/null',
                              str(PO / f'{language}.po'))
                self.assertEqual(checked.stderr, '')

    def test_german_is_formal_and_typographic(self):
        text = re.sub(r'"\n"', '', (PO / 'de.po').read_text('utf-8').split('\n\n', 1)[-1])
        german = re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', text, re.MULTILINE)
        for sentence in german:
            with self.subTest(sentence=sentence):
                self.assertNotRegex(sentence, r'\b(?:du|dein|deine|deinen|dich|dir)\b')
                self.assertNotRegex(sentence, r'\\"|\.\.\.| - ')


if __name__ == '__main__':
    tap_runner.main()
