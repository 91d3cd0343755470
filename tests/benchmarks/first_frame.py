"""How long the first painted frame takes, and the memory at it, next to windows without a purpose.

    first_frame.py EMPTY-WINDOW BARE-PAGE PROBE

Compares Latchkey, with somebody signed in and the profile in that frame, with an empty libadwaita
window and with a bare page of the same widgets, linked with the same libraries. The three run in
turn, so that a machine that becomes slower does so for all of them.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'ui'))

from desktop import Desktop  # noqa: E402
from home import Home  # noqa: E402

ROUNDS = 15

ACCOUNTS = {
    'version': 1,
    'accounts': [{
        'id': '3a0d3a9e-8c1b-4a9b-9d5f-6a7e4c1f0b11',
        'server': 'http://127.0.0.1:9',
        'user-id': '5a2c9f3e-1111-4222-8333-444455556666',
        'name': 'Ada Lovelace',
        'email': 'ada@example.org',
        'kind': 'session',
        'expires-at': '2099-01-01T00:00:00Z',
    }],
}


def first_frame(program, desktop, home, probe):
    """Runs a program until its first frame: seconds since exec, and kilobytes."""
    reading, writing = os.pipe()
    environment = desktop.environment()
    environment.update(home.environment())
    environment.update(GSETTINGS_BACKEND='memory', LD_PRELOAD=probe, PROBE_FD=str(writing),
                       PROBE_QUIT='1')
    environment['PROBE_START'] = repr(time.clock_gettime(time.CLOCK_MONOTONIC))
    process = subprocess.Popen([program], env=environment, pass_fds=[writing],
                               stdin=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading, encoding='ascii') as file:
        word, seconds, kilobytes = file.readline().split()
    process.wait()
    assert word == 'frame'
    return float(seconds), int(kilobytes)


def main():
    empty_window, bare_page, probe = sys.argv[1:]
    programs = {
        'empty window': empty_window,
        'bare page': bare_page,
        'Latchkey': os.environ['LATCHKEY_PROGRAM'],
    }
    times = {name: [] for name in programs}
    memory = {name: [] for name in programs}

    desktop = Desktop()
    home = Home()
    try:
        folder = pathlib.Path(home.environment()['XDG_DATA_HOME']) / 'latchkey'
        folder.mkdir(parents=True)
        (folder / 'accounts.json').write_text(json.dumps(ACCOUNTS), encoding='utf-8')
        for turn in range(ROUNDS + 1):
            for name, program in programs.items():
                seconds, kilobytes = first_frame(program, desktop, home, probe)
                # The first one fills the caches.
                if turn > 0:
                    times[name].append(seconds)
                    memory[name].append(kilobytes)
    finally:
        home.close()
        desktop.close()

    for name in programs:
        print(f'{name:12}  {statistics.median(times[name]) * 1000:6.1f} ms '
              f'(from {min(times[name]) * 1000:.1f} to {max(times[name]) * 1000:.1f})  '
              f'{statistics.median(memory[name]) / 1024:5.1f} MB')
    for what, figures, goals in (('time', times, (1.5, 1.1)), ('memory', memory, (1.35, 1.1))):
        for name, goal in zip(('empty window', 'bare page'), goals):
            # Neighbours in time are compared, not runs that are seconds apart.
            ratio = statistics.median(
                ours / theirs for ours, theirs in zip(figures['Latchkey'], figures[name]))
            print(f'{what:6} Latchkey / {name}: {ratio:.2f} (goal: at most {goal})')


main()
