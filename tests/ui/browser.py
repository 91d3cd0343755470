"""The person's default browser: a scripted one, and a real one."""

import html
import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from waiting import start, stop, wait_until

ENTRY = '''[Desktop Entry]
Type=Application
Name=Browser
Exec={command} %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
'''

DEFAULTS = '''[Default Applications]
x-scheme-handler/http=browser.desktop
x-scheme-handler/https=browser.desktop
'''


def register(home, command):
    """Makes a command the default browser of a home."""
    environment = home.environment()
    for folder, name, text in (
            (os.path.join(environment['XDG_DATA_HOME'], 'applications'), 'browser.desktop',
             ENTRY.format(command=command)),
            (environment['XDG_CONFIG_HOME'], 'mimeapps.list', DEFAULTS)):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
            file.write(text)


class StopAtReceiver(urllib.request.HTTPRedirectHandler):
    """Stops where a browser that cannot reach us would: with the last address in its bar."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if '/users/login/oidc/callback' in newurl:
            raise Stopped(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Stopped(Exception):
    def __init__(self, address):
        super().__init__(address)
        self.address = address


class ScriptedBrowser:
    """Notes which address it was started with; what happens there is up to the test."""

    def __init__(self, home):
        self.opened_file = home.folder / 'opened'
        script = home.folder / 'browser.sh'
        script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >>"{self.opened_file}"\n',
                          encoding='utf-8')
        script.chmod(0o755)
        self.home = home
        register(home, str(script))

    def unregister(self):
        """From now on there is no browser on this computer."""
        (self.home.folder / '.config' / 'mimeapps.list').unlink()
        (self.home.folder / '.local' / 'share' / 'applications' / 'browser.desktop').unlink()

    def opened(self):
        try:
            return self.opened_file.read_text(encoding='utf-8').split()
        except FileNotFoundError:
            return []

    def wait_opened(self, count=1):
        """Waits until the program opened it that often, and returns the last address."""
        wait_until(lambda: len(self.opened()) >= count, f'the browser was opened {count} times')
        return self.opened()[-1]

    def sign_in(self, address, email, password, reach_receiver=True):
        """Signs in at Dex as a person would. Returns the page it ends on, or the address that it
        would have gone to when it does not reach the receiver."""
        handlers = [urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())]
        if not reach_receiver:
            handlers.append(StopAtReceiver())
        opener = urllib.request.build_opener(*handlers)
        with opener.open(address, timeout=60) as answer:
            page = answer.read().decode()
            action = re.search(r'<form[^>]* action="([^"]+)"', page).group(1)
            target = urllib.parse.urljoin(answer.url, html.unescape(action))
        form = urllib.parse.urlencode({'login': email, 'password': password}).encode()
        try:
            with opener.open(target, form, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.read().decode()
        except Stopped as stopped:
            return stopped.address

    def visit(self, address):
        """Opens an address, and returns the status and the page."""
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


class Chromium:
    """The real thing. The program starts it; chromedriver, which then joins, plays the person."""

    def __init__(self, home):
        self.profile = home.make_folder('chromium')
        self.driver = None
        self.session = None
        register(home, ' '.join([
            'chromium', '--no-sandbox', '--no-first-run', '--no-default-browser-check',
            '--disable-gpu', '--password-store=basic', '--disable-background-networking',
            '--disable-component-update', '--disable-sync', '--disable-quic',
            f'--user-data-dir={self.profile}', '--remote-debugging-port=0']))

    @staticmethod
    def is_there():
        return shutil.which('chromium') is not None and shutil.which('chromedriver') is not None

    def join(self):
        """Waits until the program has started it, and takes it over."""
        port_file = self.profile / 'DevToolsActivePort'
        wait_until(lambda: port_file.exists() and port_file.read_text(encoding='ascii'),
                   'Chromium had started')
        address = '127.0.0.1:' + port_file.read_text(encoding='ascii').split()[0]
        self.driver = start(['chromedriver', '--port=0'], stdout=subprocess.PIPE, text=True)
        for line in self.driver.stdout:
            found = re.search(r'started successfully on port (\d+)', line)
            if found:
                break
        self.session = f'http://127.0.0.1:{found.group(1)}/session'
        answer = self._ask('POST', '', {'capabilities': {'alwaysMatch': {
            'goog:chromeOptions': {'debuggerAddress': address}}}})
        self.session += '/' + answer['sessionId']

    def _ask(self, method, path, values=None):
        request = urllib.request.Request(
            self.session + path, method=method, headers={'Content-Type': 'application/json'},
            data=None if values is None else json.dumps(values).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)['value']

    def _find(self, selector):
        def found():
            try:
                return self._ask('POST', '/element', {'using': 'css selector', 'value': selector})
            except urllib.error.HTTPError as error:
                error.close()
                return None

        # One identifier under a name that the WebDriver standard fixes.
        return next(iter(wait_until(found, f'Chromium showed {selector}').values()))

    def type(self, selector, text):
        self._ask('POST', f'/element/{self._find(selector)}/value', {'text': text})

    def click(self, selector):
        self._ask('POST', f'/element/{self._find(selector)}/click', {})

    def wait_title(self, title):
        wait_until(lambda: self._ask('GET', '/title') == title, f'Chromium showed "{title}"')

    def close(self):
        """Ends every process of it: they share the profile's folder on their command line."""
        if self.driver is not None:
            self.driver.stdout.close()
            stop(self.driver)
        subprocess.run(['pkill', '-f', str(self.profile)], check=False)
        wait_until(lambda: subprocess.run(['pgrep', '-f', str(self.profile)], check=False,
                                          stdout=subprocess.DEVNULL).returncode != 0,
                   'Chromium had ended')
