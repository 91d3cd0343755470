#!/usr/bin/python3
"""Adds up what a run of `meson test` found, down to single test cases.

    count.py LOG        LOG.json and LOG.junit.xml are read

Prints "N passed, N failed", with ", N skipped" when there were any, and fails when a test did. A
program that ends badly although every case it reported is fine counts as one failure. What failed
comes before, each line after an exclamation mark, so that it can be told again below a long output.
"""

import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter

# Meson copies what tests print into the XML as it is; these may not be there even escaped.
NOT_XML = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')

# How much is told of a program that failed: its last words.
LAST_LINES = 40


def case_result(case):
    for result, tags in ('failed', ('failure', 'error')), ('skipped', ('skipped',)):
        if any(case.find(tag) is not None for tag in tags):
            return result
    return 'passed'


def read_cases(path):
    """Maps the name of each program with several cases to what became of them."""
    with open(path, encoding='utf-8', errors='replace') as file:
        root = ElementTree.fromstring(NOT_XML.sub('\ufffd', file.read()))
    suites = {}
    for suite in root.iter('testsuite'):
        _project, dot, program = suite.get('name').partition('.')
        if dot:
            suites[program] = Counter(case_result(case) for case in suite.iter('testcase'))
    return suites


def tell_failure(run):
    """Prints what failed in a program, and what it said last."""
    print(f"! {run['name']}: {run['result']}, exit status {run['returncode']}")
    said = run.get('stdout', '').splitlines()
    lines = [line for line in said if line.startswith(('not ok', 'Bail out!'))]
    lines += run.get('stderr', '').splitlines()[-LAST_LINES:] or said[-LAST_LINES:]
    for line in lines:
        print('!     ' + line)


def count(log):
    programs = read_cases(log + '.junit.xml')
    total = Counter()
    with open(log + '.json', encoding='utf-8', errors='replace') as file:
        for line in file:
            run = json.loads(line)
            result = {'OK': 'passed', 'EXPECTEDFAIL': 'passed', 'SKIP': 'skipped'}.get(
                run['result'], 'failed')
            if result == 'failed':
                tell_failure(run)
            cases = programs.get(run['name'])
            if cases is None:
                total[result] += 1
                continue
            total += cases
            if result == 'failed' and not cases['failed']:
                total['failed'] += 1
    return total


def main():
    total = count(sys.argv[1])
    line = f"{total['passed']} passed, {total['failed']} failed"
    if total['skipped']:
        line += f", {total['skipped']} skipped"
    print(line)
    return 1 if total['failed'] or not total['passed'] else 0


if __name__ == '__main__':
    sys.exit(main())
