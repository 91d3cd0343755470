"""with_demo.py SERVER VERSION COMMAND [ARG ...]: runs COMMAND with a fresh demo Homebox."""

import os
import subprocess
import sys
import threading


def main():
    server, version, *command = sys.argv[1:]
    with subprocess.Popen([server, '--version', version], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as demo:
        word, _, uri = demo.stdout.readline().strip().partition(' ')
        if word != 'listening':
            sys.exit(f'{server} did not say where it listens')
        # It reports every request, and would wait for a reader in the end.
        threading.Thread(target=demo.stdout.read, daemon=True).start()
        status = subprocess.run(command, check=False, env=dict(
            os.environ, HOMEBOX_TEST_SERVER=uri, HOMEBOX_TEST_VERSION=version)).returncode
        demo.stdin.close()
        if demo.wait(timeout=10) != 0:
            sys.exit(f'{server} ended with {demo.returncode}')
    sys.exit(status)


if __name__ == '__main__':
    main()
