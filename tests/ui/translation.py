"""What the program's translation says, read from the catalogue itself."""

import ast
import pathlib
import re

PO = pathlib.Path(__file__).resolve().parents[2] / 'po'

ENTRY = re.compile(
    r'^msgid (?P<id>".*"(?:\n".*")*)\n'
    r'(?:msgid_plural .*(?:\n".*")*\n)?'
    r'msgstr(?:\[0\])? (?P<str>".*"(?:\n".*")*)', re.MULTILINE)


def unquote(lines):
    return ''.join(ast.literal_eval(line) for line in lines.splitlines())


def read(language):
    """The translations of a language by what they translate."""
    text = (PO / f'{language}.po').read_text(encoding='utf-8')
    return {unquote(match['id']): unquote(match['str']) for match in ENTRY.finditer(text)}
