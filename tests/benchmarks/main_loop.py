"""How long the main loop is held up during the main job, and how often it wakes while idle.

    main_loop.py EMPTY-WINDOW PROBE

Drives Latchkey through the main job on a demo Homebox. The idle window is compared with an empty
one: what that wakes up for is GTK's.
"""

import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'ui'))

from application import Application  # noqa: E402
from demo_homebox import DemoHomebox  # noqa: E402
from desktop import Desktop  # noqa: E402
from home import Home  # noqa: E402
from journeys import DeletionDialog, PasswordDialog, sign_in  # noqa: E402

IDLE_SECONDS = 30


class Probe:
    """What probe.c counts in a program."""

    def __init__(self, probe):
        self.answers, writing = os.pipe()
        reading, self.asks = os.pipe()
        for descriptor in writing, reading:
            os.set_inheritable(descriptor, True)
        self.theirs = writing, reading
        self.environment = {
            'LD_PRELOAD': probe, 'PROBE_FD': str(writing), 'PROBE_ASK_FD': str(reading),
            'PROBE_START': '0', 'G_MESSAGES_DEBUG': '',
        }

    def wait_frame(self):
        self.file = os.fdopen(self.answers, encoding='ascii')
        assert self.file.readline().startswith('frame ')

    def ask(self):
        """Wake-ups since the last question, and the longest iterations in milliseconds: of all,
        and of those in which nothing was painted."""
        os.write(self.asks, b'?')
        _word, count, longest, without_frame = self.file.readline().split()
        return int(count), float(longest), float(without_frame)


def run(desktop, program, probe, arguments=()):
    home = Home()
    counter = Probe(probe)
    application = Application(desktop, home, home.folder / 'log', arguments,
                              environment=counter.environment, program=program,
                              pass_descriptors=counter.theirs)
    counter.wait_frame()
    return home, counter, application


def idle(counter):
    # Measured time, not a wait for something.
    time.sleep(3)
    counter.ask()
    time.sleep(IDLE_SECONDS)
    return counter.ask()[0]


def main():
    empty_window, probe = sys.argv[1:]
    desktop = Desktop()
    homebox = DemoHomebox()
    try:
        desktop.keyring.become('unlocked')
        home, counter, application = run(desktop, empty_window, probe)
        empty = idle(counter)
        application.kill()
        home.close()

        home, counter, application = run(desktop, os.environ['LATCHKEY_PROGRAM'], probe)
        sign_in(application, homebox)
        _count, longest, without_frame = counter.ask()
        ours = idle(counter)
        PasswordDialog(application).open().fill(homebox.password, 'another-analytical-engine')
        application.press('Escape')
        PasswordDialog(application).wait_gone()
        DeletionDialog(application).open(homebox.email)
        _count, later, later_without_frame = counter.ask()
        application.kill()
        home.close()
    finally:
        homebox.close()
        desktop.close()

    print(f'longest main loop iteration: {longest:.1f} ms to the account page, {later:.1f} ms in '
          f'the dialogs; without painting {without_frame:.1f} ms and {later_without_frame:.1f} ms '
          '(processor time; goal: at most 16)')
    print(f'wake-ups in {IDLE_SECONDS} s of idling: {ours}, of an empty window: {empty} '
          '(goal: none of our own)')


main()
