"""The servers that letters are sent into: our own sink, and Postfix's smtp-sink."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from .build import BUILD
from .running import RunError

PATIENCE = 60  # seconds until a server must be there


class Sink:
    """A running server on `port`, always on the machine's last CPU so that every peer meets it in the same place."""

    name = ""
    port = 0
    process = None

    def __enter__(self):
        self.start()
        os.sched_setaffinity(self.process.pid, {max(os.sched_getaffinity(0))})
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def cpu_seconds(self):
        """What the server has used up so far, user and system together."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait(self, ready):
        deadline = time.monotonic() + PATIENCE
        while not ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} does not start (status {self.process.poll()})")
            time.sleep(0.01)


class OurSink(Sink):
    name = "our sink"

    def __init__(self, keep=None):
        self.keep = keep

    def start(self):
        with tempfile.TemporaryDirectory() as folder:
            port_file = Path(folder, "port")
            command = [str(BUILD / "sink"), str(port_file)] + ([str(self.keep)] if self.keep else [])
            self.process = subprocess.Popen(command)
            self.wait(lambda: port_file.exists() and port_file.read_text().endswith("\n"))
            self.port = int(port_file.read_text())

    def _ask(self, command):
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            with connection.makefile("rwb") as lines:
                lines.readline()
                lines.write(command + b"\r\n")
                lines.flush()
                return lines.readline()

    def reset(self):
        self._ask(b"XRESET")

    def delay(self, milliseconds):
        """How long it thinks about each letter before it says that it has it; its other sessions go on meanwhile."""
        self._ask(b"XDELAY %d" % milliseconds)

    def until(self, count, alive=lambda: True):
        """Waits until that many letters have come since the last reset.

        Returns the times (monotonic) of the first and of the last; raises RunError when nothing comes any more.
        """
        before, moved = 0, time.monotonic()
        while True:
            found = self.statistics()
            now = time.monotonic()
            if found["letters"] >= count:
                return found["marks"][0] if found["marks"] else now, now
            if found["letters"] > before:
                before, moved = found["letters"], now
            elif now - moved > PATIENCE or not alive():
                raise RunError(f"of {count} letters {found['letters']} have come, and no more are coming")
            time.sleep(0.01)

    def statistics(self):
        """{"letters", "bytes", "every", "marks"} since the last reset; see sink.c."""
        return json.loads(self._ask(b"XSTAT")[4:])


class PostfixSink(Sink):
    name = "smtp-sink"

    def start(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        program = shutil.which("smtp-sink", path=f"{os.environ['PATH']}:/usr/sbin") or "smtp-sink"
        user = ["-u", "nobody"] if os.getuid() == 0 else []
        self.process = subprocess.Popen([program, *user, f"127.0.0.1:{self.port}", "100"], stderr=subprocess.DEVNULL)
        self.wait(self._answers)

    def _answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
                return connection.recv(3) == b"220"
        except OSError:
            return False

    def reset(self):
        """Nothing is counted here."""

    def statistics(self):
        return None
