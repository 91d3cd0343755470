#!/usr/bin/python3
"""Nothing is sent over a connection whose certificate was not looked at.

    test_tls_check.py VISITOR

VISITOR is tls-visitor.c: everything that a case does happens in one process of it. The servers
give out session tickets, and say whether one was used.
"""

import os
import shlex
import ssl
import subprocess
import sys
import unittest

import tap_runner
from certificates import Certificates
from tls_server import TlsServer

VISITOR = sys.argv[1]


class Visitor:
    def __init__(self):
        wrapper = shlex.split(os.environ.get('LATCHKEY_TEST_WRAPPER', ''))
        self.process = subprocess.Popen([*wrapper, VISITOR], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        if self.process.wait(timeout=60) != 0:
            raise AssertionError(f'The visitor ended with {self.process.returncode}')

    def do(self, *words):
        self.process.stdin.write(' '.join(map(str, words)) + '\n')
        self.process.stdin.flush()
        return self.process.stdout.readline().rstrip('\n')


class TlsCheck:
    """The cases, for one version of TLS."""

    version = None
    resumes = True

    @classmethod
    def setUpClass(cls):
        cls.certificates = Certificates()
        cls.addClassCleanup(cls.certificates.close)
        make = cls.certificates.make
        cls.authority = cls.certificates.make_authority('Latchkey Test Authority')
        cls.stranger = cls.certificates.make_authority('A Stranger')
        cls.trusted = make('127.0.0.1', 'localhost', issuer=cls.authority)
        cls.trusted_too = make('127.0.0.1', issuer=cls.authority)
        cls.self_signed = make('127.0.0.1')
        cls.self_signed_too = make('127.0.0.1')
        cls.unknown_issuer = make('127.0.0.1', issuer=cls.stranger)
        cls.other_name = make('other.example', issuer=cls.authority)
        cls.expired = make('127.0.0.1', issuer=cls.authority, days=(-30, -1))
        cls.not_yet = make('127.0.0.1', issuer=cls.authority, days=(1, 30))
        cls.all_wrong = make('other.example', days=(-30, -1))

    def setUp(self):
        self.visitor = Visitor()
        self.addCleanup(self.visitor.close)
        self.visitor.do('system', self.authority.path)

    def start(self, certificate):
        server = TlsServer(certificate, version=self.version)
        self.addCleanup(server.close)
        return server

    def make_client(self, server, name='client', kind='client'):
        self.visitor.do(kind, name, server.uri())
        return name

    def pin(self, server, certificate):
        self.visitor.do('pin', server.uri(), certificate.fingerprint)

    def assert_answered(self, server, name='client', how='get'):
        before = len(server.received)
        self.assertEqual(self.visitor.do(how, name), 'answered 200')
        self.assertIn(b'Authorization: Bearer secret', server.received[before:])

    def assert_refused(self, server, certificate, *words, name='client', how='get'):
        """Not one byte arrived, and the error knows the certificate."""
        before = server.received
        answer = self.visitor.do(how, name)
        self.assertIn(certificate.fingerprint, answer)
        self.assertIn(server.uri(), answer)
        for word in words:
            self.assertIn(word, answer.replace(',', ' ').split(), answer)
        self.assertTrue(server.visits[-1].ended.wait(10), 'the connection was left open')
        self.assertEqual(server.received, before)
        return answer

    def test_what_the_system_trusts_is_enough(self):
        server = self.start(self.trusted)
        self.make_client(server)
        self.assert_answered(server)
        self.assertEqual(server.visits[-1].version,
                         'TLSv1.3' if self.version == ssl.TLSVersion.TLSv1_3 else 'TLSv1.2')

    def test_self_signed(self):
        server = self.start(self.self_signed)
        self.make_client(server)
        self.assert_refused(server, self.self_signed, 'not-trusted', 'unknown-ca', 'self-signed',
                            'no-pin', '127.0.0.1')

    def test_unknown_issuer(self):
        server = self.start(self.unknown_issuer)
        self.make_client(server)
        answer = self.assert_refused(server, self.unknown_issuer, 'not-trusted', 'unknown-ca')
        self.assertNotIn('self-signed', answer)

    def test_other_name(self):
        server = self.start(self.other_name)
        self.make_client(server)
        answer = self.assert_refused(server, self.other_name, 'not-trusted', 'bad-identity',
                                     'other.example')
        self.assertNotIn('unknown-ca', answer)

    def test_expired(self):
        server = self.start(self.expired)
        self.make_client(server)
        answer = self.assert_refused(server, self.expired, 'not-trusted', 'expired')
        self.assertNotIn('unknown-ca', answer)

    def test_not_yet_valid(self):
        server = self.start(self.not_yet)
        self.make_client(server)
        self.assert_refused(server, self.not_yet, 'not-trusted', 'not-activated')

    def test_everything_that_is_wrong_is_told(self):
        server = self.start(self.all_wrong)
        self.make_client(server)
        self.assert_refused(server, self.all_wrong, 'not-trusted', 'unknown-ca', 'bad-identity',
                            'expired', 'self-signed')

    def test_pinned_whatever_is_wrong_with_it(self):
        for certificate in (self.self_signed, self.unknown_issuer, self.other_name, self.expired,
                            self.not_yet, self.all_wrong):
            server = self.start(certificate)
            self.make_client(server)
            self.pin(server, certificate)
            for how in ('get', 'get', 'put'):
                self.assert_answered(server, how=how)

    def test_another_than_the_pinned(self):
        server = self.start(self.self_signed)
        self.make_client(server)
        self.pin(server, self.self_signed_too)
        for how in ('get', 'put'):
            self.assert_refused(server, self.self_signed, 'changed', 'pinned-other', 'unknown-ca',
                                how=how)

    def test_another_than_the_pinned_that_the_system_trusts(self):
        server = self.start(self.trusted)
        self.make_client(server)
        self.pin(server, self.self_signed)
        answer = self.assert_refused(server, self.trusted, 'changed', 'pinned-other')
        self.assertNotIn('unknown-ca', answer)
        self.assertEqual(self.visitor.do('superfluous'), '0')

    def test_pinned_and_trusted_by_now(self):
        server = self.start(self.trusted)
        self.make_client(server)
        self.pin(server, self.trusted)
        self.assert_answered(server)
        self.assertNotEqual(self.visitor.do('superfluous'), '0')

    def test_pinned_and_not_trusted_is_not_superfluous(self):
        server = self.start(self.self_signed)
        self.make_client(server)
        self.pin(server, self.self_signed)
        self.assert_answered(server)
        self.assertEqual(self.visitor.do('superfluous'), '0')

    def test_pin_of_one_port_is_not_that_of_another(self):
        server, other = self.start(self.self_signed), self.start(self.self_signed)
        self.make_client(server)
        self.pin(other, self.self_signed)
        self.assert_refused(server, self.self_signed, 'not-trusted', 'no-pin')

    def resume(self, server):
        """Has a session of the same process make connections until one is resumed."""
        for _ in range(5):
            self.assertEqual(self.visitor.do('careless', server.uri() + '/'), 'answered 200')
            if server.visits[-1].resumed:
                return
        self.assertFalse(self.resumes, 'No connection was resumed: the case would prove nothing')

    def assert_resumed(self, visits):
        """One of the visits was what the case is about."""
        if self.resumes:
            self.assertTrue(any(visit.resumed for visit in visits), 'The case proves nothing')

    def test_resumed_is_not_trusted(self):
        server = self.start(self.self_signed)
        self.make_client(server)
        self.make_client(server, 'strict', 'strict')
        self.resume(server)
        for name in ('client', 'strict'):
            for how in ('get', 'put'):
                self.assert_refused(server, self.self_signed, 'not-trusted', name=name, how=how)
        self.assert_resumed(visit for visit in server.visits if not visit.received)

    def test_resumed_with_another_name(self):
        server = self.start(self.other_name)
        self.make_client(server)
        self.resume(server)
        self.assert_refused(server, self.other_name, 'not-trusted', 'bad-identity')
        self.assert_resumed(server.visits[-1:])

    def test_resumed_is_not_what_is_pinned(self):
        server = self.start(self.self_signed)
        self.make_client(server)
        self.pin(server, self.self_signed_too)
        self.resume(server)
        for how in ('get', 'put'):
            self.assert_refused(server, self.self_signed, 'changed', 'pinned-other', how=how)
        self.assert_resumed(visit for visit in server.visits if not visit.received)

    def test_resumed_and_trusted(self):
        server = self.start(self.trusted)
        self.make_client(server)
        self.resume(server)
        for _ in range(3):
            self.assert_answered(server, how='put')
        self.assert_resumed(server.visits[-1:])

    def test_resumed_and_pinned(self):
        server = self.start(self.all_wrong)
        self.make_client(server)
        self.pin(server, self.all_wrong)
        self.resume(server)
        for _ in range(3):
            self.assert_answered(server, how='put')
        self.assert_resumed(server.visits[-1:])

    def test_server_swapped_between_two_requests(self):
        for first, second, expected in (
                (self.self_signed, self.self_signed_too, 'changed'),
                (self.self_signed, self.trusted, 'changed'),
                (self.trusted, self.self_signed, 'not-trusted')):
            server = self.start(first)
            self.make_client(server)
            if first is self.self_signed:
                self.pin(server, first)
            self.assert_answered(server)
            self.assert_answered(server, how='put')

            # The ticket of the one before is still there, and the kept connection is not.
            server.show(second)
            server.hang_up()
            for how in ('get', 'put', 'get'):
                self.assert_refused(server, second, expected, how=how)

            server.show(first)
            self.assert_answered(server)

    def test_renewed_while_a_connection_is_kept(self):
        server = self.start(self.self_signed)
        self.make_client(server)
        self.pin(server, self.self_signed)
        self.assert_answered(server)
        server.renew(self.self_signed_too)
        self.assert_answered(server)
        self.assertEqual(len(server.visits), 1)

    def test_pin_removed_while_a_connection_is_kept(self):
        server = self.start(self.self_signed)
        self.make_client(server)
        self.pin(server, self.self_signed)
        self.assert_answered(server)
        self.assert_answered(server)
        self.assertEqual(len(server.visits), 1)
        self.visitor.do('unpin', server.uri())
        self.assert_refused(server, self.self_signed, 'not-trusted', 'unknown-ca')
        self.assert_refused(server, self.self_signed, 'not-trusted', how='put')

    def test_pin_replaced_while_a_connection_is_kept(self):
        server = self.start(self.self_signed)
        self.make_client(server)
        self.pin(server, self.self_signed)
        self.assert_answered(server)
        self.pin(server, self.self_signed_too)
        self.assert_refused(server, self.self_signed, 'changed', 'pinned-other')

    def test_socket(self):
        server = self.start(self.self_signed)
        for scheme in ('https', 'wss'):
            uri = server.uri().replace('https', scheme)
            self.visitor.do('unpin', server.uri())
            self.assertIn('failed not-trusted', self.visitor.do('socket', uri))
            self.assertTrue(server.visits[-1].ended.wait(10))
            self.assertEqual(server.received, b'')
        self.resume(server)
        before = server.received
        self.assertIn('failed not-trusted', self.visitor.do('socket', server.uri()))
        self.assertTrue(server.visits[-1].ended.wait(10))
        self.assertEqual(server.received, before)
        self.pin(server, self.self_signed)
        self.assertEqual(self.visitor.do('socket', server.uri()), 'answered 200')
        self.assertIn(b'Upgrade: websocket', server.received[len(before):])


class Tls12(TlsCheck, unittest.TestCase):
    version = ssl.TLSVersion.TLSv1_2
    # glib-networking does not, but might.
    resumes = False


class Tls13(TlsCheck, unittest.TestCase):
    version = ssl.TLSVersion.TLSv1_3


if __name__ == '__main__':
    # The first argument is the program.
    tap_runner.main(words=sys.argv[2:])
