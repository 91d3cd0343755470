"""What the protocol layer adds to a request, next to curl.

    request.py GET-SELF

Asks the demo Homebox for the profile many times over one kept connection, through the protocol
layer and with curl, in turn.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / 'ui'))

from demo_homebox import DemoHomebox  # noqa: E402

ROUNDS = 7
COUNT = 1000


def sign_in(server):
    request = urllib.request.Request(
        server + '/api/v1/users/login',
        json.dumps({'username': 'ada@example.org', 'password': 'analytical-engine',
                    'stayLoggedIn': False}).encode(),
        {'Content-Type': 'application/json'})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)['token']


def ours(program, server, token):
    """Microseconds for one request."""
    done = subprocess.run([program, server, str(COUNT)], input=token + '\n', text=True,
                          capture_output=True, check=True)
    return float(done.stdout)


def curls(server, token):
    # curl counts each transfer for itself, so that its own start is not measured.
    done = subprocess.run(
        ['curl', '--silent', '--fail', '--output', '/dev/null', '--header', '@-',
         '--write-out', '%{time_total} %{num_connects}\n',
         f'{server}/api/v1/users/self?[0-{COUNT}]'],
        input=f'Authorization: {token}\n', text=True, capture_output=True, check=True)
    lines = [line.split() for line in done.stdout.splitlines()][1:]
    assert len(lines) == COUNT and all(connects == '0' for _, connects in lines)
    return sum(float(seconds) for seconds, _ in lines) / COUNT * 1e6


def main():
    program, = sys.argv[1:]
    homebox = DemoHomebox()
    try:
        token = sign_in(homebox.address)
        pairs = [(ours(program, homebox.address, token), curls(homebox.address, token))
                 for _ in range(ROUNDS)]
    finally:
        homebox.close()

    print(f'Latchkey  {statistics.median(pair[0] for pair in pairs):6.1f} µs a request')
    print(f'curl      {statistics.median(pair[1] for pair in pairs):6.1f} µs a request')
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
    print(f'Latchkey / curl: {ratio:.2f} (goal: at most 1.25)')


main()
