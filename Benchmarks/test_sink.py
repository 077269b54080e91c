"""The sink counts letters whichever way their bytes are cut, and keeps them whole. `make bench` runs this first."""

import socket
import tempfile
import time
import unittest
from pathlib import Path

from harness.build import compile_c
from harness.sinks import OurSink

LETTERS = {
    "an ordinary letter": b"Subject: a\r\n\r\nHello\r\n",
    "no byte at all": b"",
    "a dot at the very start": b"..\r\nHello\r\n",
    "many dots at the very start": b"....\r\n....\r\n",
    "dots all over": b".. .\r\n..\r\na.b\r\n. .\r\n.\t\r\n",
    "almost an end": b"a\r\n..\r\n..x\r\n.\n.\r.\r\r\n",
    "a dot before the end": b"The end.\r\n",
    "bare line ends": b"a\n.\nb\r.\rc\r\n",
    "empty lines": b"\r\n\r\n\r\n",
}
END = b".\r\n"


class Session:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.replies = self.socket.makefile("rb")
        self.expect(b"220")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.replies.close()
        self.socket.close()

    def expect(self, code):
        line = self.replies.readline()
        while line[3:4] == b"-":
            line = self.replies.readline()
        if not line.startswith(code):
            raise AssertionError(f"expected {code}, got {line}")

    def say(self, line, code):
        self.socket.sendall(line + b"\r\n")
        self.expect(code)

    def begin(self):
        for line in (b"MAIL FROM:<a@example.com>", b"RCPT TO:<b@example.com>"):
            self.say(line, b"250")
        self.say(b"DATA", b"354")


class SinkTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        compile_c("sink", "sink/sink.c")
        cls.folder = tempfile.TemporaryDirectory()
        cls.keep = Path(cls.folder.name, "last.eml")
        cls.sink = OurSink(keep=cls.keep)
        cls.sink.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.sink.__exit__(None, None, None)
        cls.folder.cleanup()

    def setUp(self):
        self.sink.reset()
        self.keep.unlink(missing_ok=True)

    def assertTaken(self, letter, count=1):
        self.assertEqual(self.sink.statistics()["letters"], count)
        self.assertEqual(self.sink.statistics()["bytes"], len(letter) * count)
        if letter:
            self.assertEqual(self.keep.read_bytes(), letter)

    def test_letters_may_be_cut_at_any_byte(self):
        for name, letter in LETTERS.items():
            for cut in range(1, len(letter + END)):
                with self.subTest(name, cut=cut), Session(self.sink.port) as session:
                    self.sink.reset()
                    session.begin()
                    session.socket.sendall((letter + END)[:cut])
                    self.sink.statistics()  # a turn of its loop: the first half is read by itself
                    session.socket.sendall((letter + END)[cut:])
                    session.expect(b"250")
                    self.assertTaken(letter)

    def test_letters_may_come_byte_by_byte(self):
        for name, letter in LETTERS.items():
            with self.subTest(name), Session(self.sink.port) as session:
                self.sink.reset()
                session.begin()
                for byte in letter + END:
                    session.socket.sendall(bytes([byte]))
                    self.sink.statistics()
                session.expect(b"250")
                self.assertTaken(letter)

    def test_pipelined_letters_are_told_apart(self):
        letter = LETTERS["dots all over"]
        commands = b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"
        with Session(self.sink.port) as session:
            session.socket.sendall((commands + letter + END) * 500)
            for _ in range(500):
                for code in (b"250", b"250", b"354", b"250"):
                    session.expect(code)
        self.assertTaken(letter, 500)

    def test_large_letters_stay_whole(self):
        line = b"".join(b"%08d" % number for number in range(9)) + b"\r\n"
        for size in (100_000, 100_000_000):
            with self.subTest(size=size), Session(self.sink.port) as session:
                self.sink.reset()
                letter = line * (size // len(line))
                session.begin()
                session.socket.sendall(letter + END)
                session.expect(b"250")
                self.assertTaken(letter)

    def test_a_letter_that_is_cut_off_is_not_counted(self):
        with Session(self.sink.port) as session:
            session.begin()
            session.socket.sendall(b"Hello\r\n.")
        with Session(self.sink.port) as session:
            session.begin()
            session.socket.sendall(b"Bye\r\n.\r\n")
            session.expect(b"250")
        self.assertEqual(self.sink.statistics()["letters"], 1)
        self.assertEqual(self.keep.read_bytes(), b"Bye\r\n")

    def test_a_delay_holds_up_its_own_session_alone(self):
        letter = LETTERS["an ordinary letter"]
        self.sink.delay(200)
        try:
            with Session(self.sink.port) as first, Session(self.sink.port) as second:
                start = time.monotonic()
                for session in (first, second):
                    session.begin()
                    session.socket.sendall(letter + END + b"MAIL FROM:<a@example.com>\r\n")
                second.say(b"RSET", b"250")
                for session in (first, second):
                    session.expect(b"250")
                took = time.monotonic() - start
        finally:
            self.sink.delay(0)
        self.assertGreater(took, 0.19)
        self.assertTaken(letter, 2)

    def test_quit_is_answered(self):
        with Session(self.sink.port) as session:
            session.say(b"QUIT", b"221")
            self.assertEqual(session.replies.read(), b"")


if __name__ == "__main__":
    unittest.main()
