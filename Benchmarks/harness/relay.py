"""Postfix as a relay: takes letters on loopback into a queue of its own, and hands them on to a sink."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from .running import RunError

PROGRAMS = Path("/usr/lib/postfix/sbin")
PATIENCE = 60  # seconds until it must answer

# What slows Postfix down on purpose is off; each letter is synced as it always is.
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example.com
mydestination =
alias_maps =
alias_database =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
relayhost = [127.0.0.1]:{sink}
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
in_flow_delay = 0
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
default_destination_concurrency_limit = {deliveries}
initial_destination_concurrency = {deliveries}
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
"""

MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup   unix       n - n 60    1 pickup
cleanup  unix       n - n -     0 cleanup
qmgr     unix       n - n 300   1 qmgr
tlsmgr   unix       - - n 1000? 1 tlsmgr
rewrite  unix       - - n -     - trivial-rewrite
bounce   unix       - - n -     0 bounce
defer    unix       - - n -     0 bounce
trace    unix       - - n -     0 bounce
verify   unix       - - n -     1 verify
flush    unix       n - n 1000? 0 flush
proxymap unix       - - n -     - proxymap
smtp     unix       - - n -     - smtp
relay    unix       - - n -     - smtp
error    unix       - - n -     - error
retry    unix       - - n -     - error
anvil    unix       - - n -     1 anvil
scache   unix       - - n -     1 scache
postlog  unix-dgram n - n -     1 postlogd
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


class Relay:
    """A running Postfix on `port`; needs root, as Postfix does."""

    def __init__(self, sink, deliveries=20):
        self.folder = Path(tempfile.mkdtemp(prefix="router-bench-postfix-"))
        self.port = free_port()
        settings = {"folder": self.folder, "sink": sink, "deliveries": deliveries, "port": self.port}
        for name, text in (("main.cf", MAIN), ("master.cf", MASTER)):
            (self.folder / name).write_text(text.format(**settings))
        # Postfix waits two seconds before it reads a main.cf that somebody may still be writing.
        os.utime(self.folder / "main.cf", (1, 1))
        self.folder.chmod(0o755)
        self._make_folders()

    def _make_folders(self):
        def make(names, mode, group=None, owner="postfix"):
            for name in names:
                path = self.folder / name
                path.mkdir()
                path.chmod(mode)
                shutil.chown(path, owner, group)

        make(["queue", "queue/pid"], 0o755, owner="root")
        ours = "active bounce corrupt defer deferred flush hold incoming private saved trace".split()
        make([f"queue/{name}" for name in ours] + ["data"], 0o700)
        make(["queue/maildrop"], 0o730, "postdrop")
        make(["queue/public"], 0o710, "postdrop")

    def __enter__(self):
        self.process = subprocess.Popen(
            [str(PROGRAMS / "master"), "-d", "-c", str(self.folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while not self._greets():
            if self.process.poll() is not None or time.monotonic() > deadline:
                log = self.folder / "maillog"
                raise RunError(f"Postfix does not start: {log.read_text()[-2000:] if log.exists() else ''}")
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _greets(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
                return connection.recv(3) == b"220"
        except OSError:
            return False

    @staticmethod
    def is_possible():
        return os.geteuid() == 0 and (PROGRAMS / "master").exists()
