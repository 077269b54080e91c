"""What many mailboxes that wait for letters cost in memory."""

import os
import re
import subprocess
import time
import urllib.request
from dataclasses import dataclass

from .crew import Figures
from .mailbox import PASSWORD, Mailbox
from .rounds import say
from .running import RunError
from .service import PATIENCE, Service
from .works import Bar
from .workspace import Workspace

MAILBOXES = 200
CONNECTION = """\
kind: imap
host: 127.0.0.1
port: {port}
encryption: none
auth: {{type: basic, username: idle-{number}@example.com, password: {password}}}
"""
ROUTE = "kind: receive\nconnection: idle-{number}\n"


def growth(rows):
    """Megabytes that the many take more than the one."""
    if not {"router", "one"} <= set(rows):
        return None
    return rows["router"]["peak"] / 1e6 - rows["one"]["peak"] / 1e6


def resident(pid):
    """Bytes of a process that lie in memory now."""
    with open(f"/proc/{pid}/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


@dataclass(frozen=True)
class IdleWork:
    """One service that waits for letters in one mailbox, and in 200."""

    key: str = "idle"
    title: str = "Mailboxes that wait for letters"
    bars: tuple = (Bar("200 mailboxes less than 60 MB above one", growth, most=60, unit=" MB"),)
    unit: str = "mailboxes"
    notes: tuple = (
        "One `router serve` with a connection and a route for each mailbox of a Dovecot, all of them watched by IDLE; the peak is the memory that"
        " it has (VmRSS) ten seconds after the last mailbox was opened.",
    )

    def measure(self, bench):
        if not Mailbox.is_possible() or os.geteuid() != 0:
            say("  Dovecot is missing, or we are not root")
            return []
        router = next((peer for peer in bench.contenders if peer.key == "router"), None)
        if not router:
            return []
        rows = []
        many = max(MAILBOXES // bench.haste, 10)
        with Mailbox() as mailbox:
            for key, count in (("one", 1), ("router", many)):
                figures = Figures()
                size = self.once(bench, mailbox, count)
                figures.add(count, size)
                say(f"  {count:<4} {size / 1e6:>8,.1f} MB")
                rows.append(figures.row(key, f"**router** serve, {count} idle", router.version()))
        return rows

    def once(self, bench, mailbox, count):
        with Workspace("sqlite:var/router.db") as workspace:
            for number in range(count):
                (workspace.folder / f"connections/idle-{number}.yaml").write_text(
                    CONNECTION.format(port=mailbox.port, number=number, password=PASSWORD))
                (workspace.folder / f"routes/idle-{number}.yaml").write_text(ROUTE.format(number=number))
            made = subprocess.run(
                [str(bench.program), "token", "create", "idle", "--scope", "admin", "--workspace", str(workspace.folder)],
                capture_output=True, text=True)
            found = re.search(r"router_\S+", made.stdout)
            if not found:
                raise RunError(f"router token create: {made.stdout}{made.stderr}")
            with Service(bench.program, workspace) as service:
                deadline = time.monotonic() + PATIENCE
                while self.read(service, found[0]) < count:
                    if time.monotonic() > deadline:
                        raise RunError(f"{self.read(service, found[0])} of {count} mailboxes are read: {service.log.read_text()[-1000:]}")
                    time.sleep(0.5)
                time.sleep(10)
                if (still := self.read(service, found[0])) != count:
                    raise RunError(f"{still} of {count} mailboxes are still read")
                return resident(service.pid)

    def read(self, service, token):
        """How many folders have been looked at with success."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{service.port}/metrics", headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as page:
            lines = page.read().decode().splitlines()
        return sum(1 for line in lines if line.startswith("router_folder_success_age_seconds{"))
