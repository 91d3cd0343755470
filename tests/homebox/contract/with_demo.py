"""with_demo.py SERVER [OPTION ...] -- COMMAND [ARG ...]: runs COMMAND with a fresh demo Homebox."""

import os
import subprocess
import sys
import threading


def main():
    separator = sys.argv.index('--')
    server, command = sys.argv[1:separator], sys.argv[separator + 1:]
    version = server[server.index('--version') + 1] if '--version' in server else 'current'
    with subprocess.Popen(server, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as demo:
        word, _, uri = demo.stdout.readline().strip().partition(' ')
        if word != 'listening':
            sys.exit(f'{server[0]} did not say where it listens')
        # It reports every request, and would wait for a reader in the end.
        threading.Thread(target=demo.stdout.read, daemon=True).start()
        status = subprocess.run(command, check=False, env=dict(
            os.environ, HOMEBOX_TEST_SERVER=uri, HOMEBOX_TEST_VERSION=version)).returncode
        demo.stdin.close()
        if demo.wait(timeout=10) != 0:
            sys.exit(f'{server[0]} ended with {demo.returncode}')
    sys.exit(status)


if __name__ == '__main__':
    main()
