"""Latchkey's model of the settings and tabs of the web page change the same settings on a real
server at the same time. Nothing may be lost on either side, but for what a writer overwrites
between its own read and its own write; and of that, the application has to tell.

    two_writers.py WRITER [SEED]

Prints TAP."""

import json
import os
import random
import subprocess
import sys
import time

from relay import Relay, Server
from web_page import DEFAULTS, Tab

CHANGES_HERE = 260
TABS = 3
CHANGES_IN_A_TAB = 80
LATENCY = 0.04
KEPT = 'mine0'
PASSWORD = 'correct horse'


class Log:
    """What the application said."""

    def __init__(self, text):
        self.lines = []
        for line in text.splitlines():
            stamp, what, *rest = line.split(' ', 3)
            self.lines.append((int(stamp) / 1e6, what, rest))

    def of(self, what):
        return [(stamp, rest) for stamp, kind, rest in self.lines if kind == what]


def value_of(text):
    return None if text == 'absent' else (json.loads(text),)


def held(settings, key):
    return (settings[key],) if key in settings else None


def sign_up(server):
    headers = {'Content-Type': 'application/json'}
    email = f'writer-{os.getpid()}-{time.monotonic_ns()}@example.org'
    body = {'name': 'writer', 'email': email, 'password': PASSWORD, 'token': ''}
    assert server.ask('POST', '/api/v1/users/register', headers, json.dumps(body))[0] == 204
    body = {'username': email, 'password': PASSWORD, 'stayLoggedIn': False}
    status, _, answer = server.ask('POST', '/api/v1/users/login', headers, json.dumps(body))
    assert status == 200
    return email, json.loads(answer)['token']


def run(server, program, seed):
    email, token = sign_up(server)
    relay = Relay(server, LATENCY, seed)
    wrapper = os.environ.get('LATCHKEY_TEST_WRAPPER', '').split()
    writer = subprocess.Popen([*wrapper, program, str(CHANGES_HERE), str(seed)],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    writer.stdin.write(f'{relay.address()}\n{email}\n{PASSWORD}\n{KEPT}\n')
    writer.stdin.flush()
    said = [writer.stdout.readline()]
    while not said[-1].endswith(' ready\n'):
        assert said[-1], 'the application ended'
        said.append(writer.stdout.readline())

    tabs = [Tab(f'tab {i + 1}', server, token, CHANGES_IN_A_TAB, seed + i, echoes=i == 0)
            for i in range(TABS)]
    while not said[-1].endswith(' changed\n'):
        said.append(writer.stdout.readline())
        assert said[-1], 'the application ended'
    for tab in tabs:
        tab.close()
    writer.stdin.write('finish\n')
    writer.stdin.close()
    said.append(writer.stdout.read())
    status = writer.wait()
    relay.shutdown()
    return status, Log(''.join(said))


def intentions_before(log, moment):
    """For each key all that the application wanted it to be until then."""
    wanted = {}
    for stamp, (key, text) in log.of('intend'):
        if stamp <= moment:
            wanted.setdefault(key, []).append(value_of(text))
    return wanted


def is_wanted(read, wrote, wanted):
    """Whether a value that was written is what was read, with nothing changed in it but what the
    application wanted changed."""
    if wrote == read or wrote in wanted:
        return True
    if wrote and isinstance(wrote[0], dict):
        old = read[0] if read and isinstance(read[0], dict) else {}
        return all(held(wrote[0], member) == held(old, member)
                   or any(held(each[0], member) == held(wrote[0], member)
                          for each in wanted if each and isinstance(each[0], dict))
                   for member in {*wrote[0], *old})
    return False


def check_writes(server, log, problems):
    """Nothing that the application writes changes what it was not to change. Returns what was
    overwritten between its read and its write."""
    overwritten = []
    read = None
    since = []
    for operation in server.operations:
        if operation.who != 'application':
            if operation.method == 'PUT':
                since.append(operation)
            continue
        if operation.method == 'GET':
            read, since = operation, []
            continue
        wanted = intentions_before(log, operation.time)
        for key in {*read.stored, *operation.body}:
            old, new = held(read.stored, key), held(operation.body, key)
            known = wanted.get(key, [])
            if key == KEPT and old is None:
                continue
            if not is_wanted(old, new, known):
                problems.append(f'write {operation.number} changes {key} from {old} to {new}')
        overwritten += [(operation, each) for each in since]
        since = []
    return overwritten


def check_told(server, log, problems):
    """Whatever another program changed, and the application read, it told of."""
    state = None
    told = [(stamp, rest[0]) for stamp, rest in log.of('elsewhere')]
    reads = [each for each in server.operations if each.who == 'application']
    n_changes = 0
    for position, operation in enumerate(reads):
        stored = operation.stored or {}
        if operation.method == 'GET' and state is not None:
            until = reads[position + 1].time if position + 1 < len(reads) else float('inf')
            before = intentions_before(log, operation.time)
            meanwhile = intentions_before(log, until)
            for key in {*state, *stored}:
                if held(state, key) == held(stored, key):
                    continue
                n_changes += 1
                # The same as was wanted here by the time the answer came, or put back at once, is
                # no news.
                n_before = len(before.get(key, []))
                wanted = meanwhile.get(key, [])[max(0, n_before - 1):]
                if held(stored, key) in wanted or key == KEPT:
                    continue
                if not any(operation.time <= stamp <= until + 0.5 and each == key
                           for stamp, each in told):
                    problems.append(f'read {operation.number} hides that {key} changed')
        state = stored
    return n_changes


def check_end(server, log, problems):
    """In the end everything is saved, and what the tabs erased is offered."""
    stored = server.operations[-1].stored
    final = {key: json.loads(text) for _, (key, text) in log.of('final')}
    offers = {key: json.loads(text) for _, (key, text) in log.of('offer')}
    if final != stored:
        problems.append(f'shown {final}, stored {stored}')
    wanted = intentions_before(log, float('inf'))
    n_offered = 0
    for key, values in wanted.items():
        if key in DEFAULTS or values[-1] is None:
            continue
        if held(final, key) == values[-1]:
            continue
        n_offered += 1
        if held(offers, key) != values[-1]:
            problems.append(f'{key} was {values[-1]}, is {held(final, key)}, '
                            f'offered {held(offers, key)}')
    return n_offered


def check_reports(overwritten, log, problems):
    """Each loss is told of after it happened, and none twice."""
    reports = [(stamp, int(rest[0])) for stamp, rest in log.of('overwritten')]
    for operation, _ in overwritten:
        losses = sum(1 for each, _ in overwritten if each.time >= operation.time)
        told = sum(n for stamp, n in reports if stamp >= operation.time)
        if told < losses:
            problems.append(f'{losses} losses since {operation.time}, told of {told}')
    return sum(n for _, n in reports)


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(2 ** 31)
    server = Server(os.environ['HOMEBOX_TEST_SERVER'])
    problems = []
    status, log = run(server, sys.argv[1], seed)
    if status != 0:
        problems.append(f'the application ended with {status}')
    if any(rest == ['0'] for _, rest in log.of('live')[1:]):
        problems.append('the socket was lost')
    overwritten = check_writes(server, log, problems)
    n_seen = check_told(server, log, problems)
    n_offered = check_end(server, log, problems)
    n_told = check_reports(overwritten, log, problems)

    writes = [each for each in server.operations if each.method == 'PUT']
    here = [each for each in writes if each.who == 'application']
    print('1..1')
    print(f'# seed {seed}: {CHANGES_HERE} changes here in {len(here)} writes, '
          f'{TABS * CHANGES_IN_A_TAB} in {TABS} tabs in {len(writes) - len(here)} writes')
    print(f'# {n_seen} changes of others seen, {len(overwritten)} writes of others overwritten in '
          f'the gap, {n_told} told of, {n_offered} erased and offered in the end')
    for problem in problems[:40]:
        print(f'# {problem}')
    if problems and os.environ.get('TWO_WRITERS_LOG'):
        with open(os.environ['TWO_WRITERS_LOG'], 'w', encoding='utf-8') as file:
            for each in server.operations:
                file.write(f'{each.time} {each.number} {each.who} {each.method} '
                           f'{json.dumps(each.stored)}\n')
            for stamp, what, rest in log.lines:
                file.write(f'{stamp} {what} {" ".join(rest)}\n')
    print(f'{"not ok" if problems else "ok"} 1 two-writers')
    sys.exit(1 if problems else 0)


main()
