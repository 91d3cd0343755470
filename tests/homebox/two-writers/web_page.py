"""A tab of Homebox's web page, as far as it concerns the settings: eleven keys in a copy of its
own, all of them written 400 ms after one was changed, read again when somebody in the home saved."""

import base64
import json
import os
import random
import socket
import struct
import threading
import time

from relay import SETTINGS

DEFAULTS = {
    'showDetails': True,
    'showEmpty': True,
    'editorAdvancedView': False,
    'displayLegacyHeader': False,
    'legacyImageFit': False,
    'theme': 'homebox',
    'language': None,
    'overrideFormatLocale': None,
    'itemsPerTablePage': 12,
    'duplicateSettings': {'copyMaintenance': False, 'copyAttachments': True,
                          'copyCustomFields': True, 'copyPrefixOverride': None},
    'quickActions': {'enabled': True},
}

SAVE_DELAY = 0.4
RETRY_DELAY = 1


class Tab:
    """One tab. What it loses by itself, when it reads again while a change of its own was not
    written yet, is its own loss. One that echoes takes what it reads for a change, too."""

    def __init__(self, name, server, token, n_changes, seed, echoes=False):
        self.echoes = echoes
        self.name = name
        self.server = server
        self.token = token
        self.n_changes = n_changes
        self.random = random.Random(seed)
        self.copy = json.loads(json.dumps(DEFAULTS))
        self.wake = threading.Condition()
        self.due = None
        self.has_news = False
        self.is_open = True
        self.is_done = False
        self.socket = self.listen()
        self.read()
        threading.Thread(target=self.hear, daemon=True).start()
        self.thread = threading.Thread(target=self.live, daemon=True)
        self.thread.start()

    def ask(self, method, body=None):
        headers = {'Authorization': self.token, 'Content-Type': 'application/json'}
        status, _, answer = self.server.ask_for(self.name, method, SETTINGS, headers,
                                                json.dumps(body) if body is not None else None)
        return json.loads(answer)['item'] if status == 200 else None

    def listen(self):
        address = self.server.address
        connection = socket.create_connection((address.hostname, address.port))
        key = base64.b64encode(os.urandom(16)).decode()
        connection.sendall((
            'GET /api/v1/ws/events HTTP/1.1\r\n'
            f'Host: {address.netloc}\r\n'
            'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
            f'Sec-WebSocket-Key: {key}\r\nAuthorization: {self.token}\r\n\r\n').encode())
        stream = connection.makefile('rb')
        assert b' 101 ' in stream.readline()
        while stream.readline().strip():
            pass
        self.stream = stream
        return connection

    def hear(self):
        try:
            while True:
                head = self.stream.read(2)
                if len(head) < 2:
                    return
                length = head[1] & 0x7f
                if length == 126:
                    length, = struct.unpack('>H', self.stream.read(2))
                if b'user.mutation' in self.stream.read(length):
                    with self.wake:
                        self.has_news = True
                        self.wake.notify()
        except (OSError, ValueError):
            pass

    def read(self):
        stored = self.ask('GET') or {}
        known = {key: stored[key] for key in DEFAULTS if key in stored}
        if self.echoes and any(self.copy[key] != value for key, value in known.items()):
            self.due = time.monotonic() + SAVE_DELAY
        self.copy.update(known)

    def change(self):
        key = self.random.choice(list(DEFAULTS))
        if key == 'theme':
            self.copy[key] = self.random.choice(['light', 'dark', 'forest', 'retro', 'winter'])
        elif key in ('language', 'overrideFormatLocale'):
            self.copy[key] = self.random.choice([None, 'de', 'en', 'fr', 'nl'])
        elif key == 'itemsPerTablePage':
            self.copy[key] = self.random.choice([12, 24, 48, 96])
        elif key == 'duplicateSettings':
            value = dict(self.copy[key]) if isinstance(self.copy[key], dict) else {}
            value['copyCustomFields'] = not value.get('copyCustomFields')
            self.copy[key] = value
        elif key == 'quickActions':
            self.copy[key] = {'enabled': self.random.random() < 0.5}
        else:
            self.copy[key] = not self.copy[key]
        self.due = time.monotonic() + SAVE_DELAY

    def save(self):
        self.due = None
        if self.ask('PUT', self.copy) is None:
            self.due = time.monotonic() + RETRY_DELAY

    def live(self):
        next_change = time.monotonic() + self.random.uniform(0, 1)
        while self.n_changes > 0 or self.due is not None:
            with self.wake:
                times = [t for t in (self.due, next_change if self.n_changes else None) if t]
                if not self.has_news:
                    self.wake.wait(max(0, min(times) - time.monotonic()))
                has_news, self.has_news = self.has_news, False
            if has_news:
                self.read()
            if self.due is not None and time.monotonic() >= self.due:
                self.save()
            if self.n_changes > 0 and time.monotonic() >= next_change:
                self.change()
                self.n_changes -= 1
                next_change = time.monotonic() + self.random.uniform(0.1, 0.9)
        self.is_done = True

    def close(self):
        self.thread.join()
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
