"""Waiting until something holds, and child processes that end with us."""

import ctypes
import os
import signal
import subprocess
import time

# Seconds. Generous on purpose: two busy cores may take long, and nothing is measured here.
PATIENCE = float(os.environ.get('LATCHKEY_TEST_PATIENCE', 60))

_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def wait_until(predicate, what, patience=PATIENCE, interval=0.05):
    """Asks again and again until `predicate` gives something true, and returns that.

    `what` (a text, or a function that makes one) ends the sentence "waited in vain until".
    """
    deadline = time.monotonic() + patience
    while True:
        found = predicate()
        if found:
            return found
        if time.monotonic() > deadline:
            text = what() if callable(what) else what
            raise AssertionError(f'waited {patience:g} s in vain until {text}')
        time.sleep(interval)


def _end_with_parent():
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command, **arguments):
    """Starts a program that is told to end when this one dies, however that happens."""
    return subprocess.Popen(command, preexec_fn=_end_with_parent, **arguments)


def stop(process, patience=PATIENCE):
    """Ends a process that start() started, and returns its exit status."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()
