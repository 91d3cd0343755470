"""Asking a Homebox directly, past the program."""

import json
import urllib.error
import urllib.request


class Homebox:
    """A server at `address` with a person: `email`, `password` and `name`."""

    address = email = password = name = None

    def ask(self, method, path, values=None, token=None):
        """Sends a request, and returns the status and the answer."""
        # Exactly that content type, or the server refuses a sign-in.
        headers = {'Content-Type': 'application/json'}
        if token is not None:
            headers['Authorization'] = token
        request = urllib.request.Request(
            f'{self.address}/api/v1{path}', method=method, headers=headers,
            data=None if values is None else json.dumps(values).encode())
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
                return answer.status, json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(errors='replace')

    def sign_in(self, email=None, password=None):
        """Returns a token, or None when the server refuses."""
        status, answer = self.ask('POST', '/users/login', {
            'username': email or self.email,
            'password': password or self.password,
            'stayLoggedIn': False,
        })
        return answer['token'] if status == 200 else None

    def register(self, name, email, password, invitation=''):
        """Somebody else makes an account."""
        status, answer = self.ask('POST', '/users/register', {
            'name': name, 'email': email, 'password': password, 'token': invitation})
        if status != 204:
            raise AssertionError(f'the Homebox answers {status} to a registration: {answer}')

    def stored_profile(self, email=None, password=None):
        """The name and the email that the server has for whoever signs in with that."""
        _status, answer = self.ask('GET', '/users/self', token=self.sign_in(email, password))
        person = answer['item']
        return person['name'], person['email']
