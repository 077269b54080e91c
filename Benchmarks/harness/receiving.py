"""From a mailbox to the disk: letters fetched, kept durably and marked as read."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from . import received
from .build import BUILD
from .crew import Figures, Watch
from .machine import version
from .mailbox import ADDRESS, PASSWORD, Mailbox
from .rounds import rotated, say
from .running import RunError
from .works import Bar
from .workspace import Workspace

LETTERS = 5_000
CONNECTION = """\
kind: imap
host: 127.0.0.1
port: {port}
encryption: none
auth: {{type: basic, username: {address}, password: {password}}}
"""
ROUTE = """\
kind: receive
connection: mailbox
"""
MBSYNC = """\
FSync {sync}

IMAPStore far
Host 127.0.0.1
Port {port}
User {address}
Pass {password}
SSLType None
AuthMechs LOGIN

MaildirStore near
Path {folder}/
Inbox {folder}/inbox

Channel all
Far :far:
Near :near:
Sync PullNew PullFlags
Create Near
SyncState {folder}/state-
"""
# What a careful script does: letters in batches, each written to a file, then marked as read; nothing is synced.
PYTHON = """\
import imaplib, sys
port, folder, address, password = sys.argv[1:]
session = imaplib.IMAP4('127.0.0.1', int(port))
session.login(address, password)
session.select('INBOX')
uids = session.uid('SEARCH', 'UNSEEN')[1][0].split()
for at in range(0, len(uids), 100):
    batch = b','.join(uids[at:at + 100]).decode()
    for number, part in enumerate(session.uid('FETCH', batch, '(UID BODY.PEEK[])')[1]):
        if isinstance(part, tuple):
            with open(f'{folder}/{at}-{number}', 'wb') as file:
                file.write(part[1])
    session.uid('STORE', batch, '+FLAGS.SILENT', '(\\\\Seen)')
session.logout()
"""

# The same through IMAPClient, which reads what the server says more strictly.
IMAPCLIENT = """\
import sys
from imapclient import IMAPClient
port, folder, address, password = sys.argv[1:]
session = IMAPClient('127.0.0.1', port=int(port), ssl=False)
session.login(address, password)
session.select_folder('INBOX')
uids = session.search('UNSEEN')
for at in range(0, len(uids), 100):
    batch = uids[at:at + 100]
    for uid, parts in session.fetch(batch, ['BODY.PEEK[]']).items():
        with open(f'{folder}/{uid}', 'wb') as file:
            file.write(parts[b'BODY[]'])
    session.add_flags(batch, [b'\\\\Seen'], silent=True)
session.logout()
"""
# Letters go into a Maildir, and stay in the mailbox, marked as read.
FETCHMAIL = """\
poll 127.0.0.1 service {port} protocol imap auth password:
    user "{address}" password "{password}" sslproto "" keep mda "{mda} {folder}/inbox"
"""
# What fetchmail hands letters to one by one: a Maildir as a shell makes it.
MDA = """\
#!/bin/sh
name=$(date +%s%N).$$
cat > "$1/tmp/$name" && mv "$1/tmp/$name" "$1/new/$name"
"""
GETMAIL = """\
[retriever]
type = SimpleIMAPRetriever
server = 127.0.0.1
port = {port}
username = {address}
password = {password}
mailboxes = ("INBOX",)

[destination]
type = Maildir
path = {folder}/inbox/

[options]
read_all = false
mark_read = true
delete = false
verbose = 0
"""


IMAPCLIENT_VERSION = "3.0.1"


def imapclient_python():
    """A Python with IMAPClient, which Debian does not have; none where PyPI can't be reached."""
    python = BUILD / "receive-venv" / "bin" / "python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(BUILD / "receive-venv")], capture_output=True)
        if made.returncode != 0:
            return None
    wanted = f"import importlib.metadata as m; assert m.version('imapclient') == '{IMAPCLIENT_VERSION}'"
    if subprocess.run([str(python), "-c", wanted], capture_output=True).returncode == 0:
        return str(python)
    command = [str(python), "-m", "pip", "install", "-q", f"imapclient=={IMAPCLIENT_VERSION}"]
    return str(python) if subprocess.run(command, capture_output=True).returncode == 0 else None


def against(key):
    return lambda rows: rows["router"]["median"] / rows[key]["median"] if {"router", key} <= set(rows) else None


@dataclass(frozen=True)
class ReceiveWork:
    """Letters a second from an unread mailbox until all of them are kept and the mailbox knows it."""

    key: str = "receive"
    title: str = "Letters of 8 KB out of a mailbox"
    bars: tuple = (Bar("three times mbsync with its syncs on, better ten", against("mbsync"), least=3),)
    unit: str = "letters/s"
    notes: tuple = (
        "5,000 unread letters in a mailbox of Dovecot's, on the same machine; the time is that of one process, from exec to exit. router stores"
        " each letter in its spool, synced, marks it as read, reads it whole, with its texts, attachments and attributes, and prints it as JSON,"
        " attachments included, into a file. mbsync copies into a Maildir and reads nothing; Python's imaplib fetches in batches of 100"
        " and writes files that nobody syncs; so does IMAPClient. fetchmail (each letter handed to a program that puts it into a Maildir) and getmail"
        " (which syncs each file) take one letter after the other. With its syncs mbsync is as fast as the disk is at that moment: look at its least and"
        " its most. Router is as fast as two processors read letters, beside Dovecot, which needs a fourth of them.",
    )

    def measure(self, bench):
        if not Mailbox.is_possible() or os.geteuid() != 0:
            say("  Dovecot is missing, or we are not root")
            return []
        router = next((peer for peer in bench.contenders if peer.key == "router"), None)
        contenders = ["router"] if router else []
        contenders += ["mbsync", "mbsync-fast"] if shutil.which("mbsync") else []
        contenders += ["imaplib"]
        client = imapclient_python()
        contenders += ["imapclient"] if client else []
        contenders += [name for name in ("fetchmail", "getmail") if shutil.which(name)]
        letters = [path.read_bytes() for path in sorted(received.make(BUILD / "received").iterdir())]
        count = max(LETTERS // bench.haste, 100)
        figures = {key: Figures() for key in contenders}
        with Mailbox() as mailbox:
            for key in rotated(tuple(contenders), bench.rounds):
                if key not in contenders:
                    continue
                mailbox.fill(letters, count)
                bench.wait()
                try:
                    rate = self.once(bench, key, mailbox, count, figures[key], client)
                except RunError as problem:
                    if key not in ("fetchmail", "getmail"):
                        raise
                    say(f"  {key} is left out: {problem}")
                    contenders.remove(key)
                    continue
                if left := mailbox.unread() if key in ("router", "imaplib", "imapclient") else 0:
                    raise RunError(f"{key} left {left} letters unread")
                say(f"  {key:<12} {rate:>8,.0f}/s")
        titles = {
            "router": "**router** receive: stored, synced, read, printed", "mbsync": "mbsync with its syncs",
            "mbsync-fast": "mbsync without syncs", "imaplib": "Python's imaplib in batches, without syncs",
            "imapclient": "Python's IMAPClient in batches, without syncs", "fetchmail": "fetchmail into a Maildir",
            "getmail": "getmail6 into a Maildir",
        }
        versions = {
            "router": lambda: router.version(), "mbsync": lambda: version("isync"), "mbsync-fast": lambda: version("isync"),
            "imaplib": lambda: version("python3"), "imapclient": lambda: IMAPCLIENT_VERSION,
            "fetchmail": lambda: version("fetchmail"), "getmail": lambda: version("getmail6"),
        }
        return [figures[key].row(key, titles[key], versions[key]()) for key in contenders]

    def once(self, bench, key, mailbox, count, figures, client):
        folder = Path(tempfile.mkdtemp(prefix="router-bench-receive-"))
        try:
            if key == "router":
                with Workspace("sqlite:var/router.db") as workspace:
                    (workspace.folder / "connections/mailbox.yaml").write_text(
                        CONNECTION.format(port=mailbox.port, address=ADDRESS, password=PASSWORD))
                    (workspace.folder / "routes/intake.yaml").write_text(ROUTE)
                    command = [
                        str(bench.program), "receive", "intake", "--once", "--quiet", "--workspace", str(workspace.folder)]
                    rate = self.time(command, folder / "lines", count, figures, mailbox)
                with open(folder / "lines", "rb") as lines:
                    found = sum(1 for line in lines if json.loads(line)["id"])
                if found != count:
                    raise RunError(f"router printed {found} of {count} letters")
                return rate
            if key == "imaplib":
                command = ["python3", "-c", PYTHON, str(mailbox.port), str(folder), ADDRESS, PASSWORD]
                return self.time(command, "/dev/null", count, figures, mailbox)
            if key == "imapclient":
                command = [client, "-c", IMAPCLIENT, str(mailbox.port), str(folder), ADDRESS, PASSWORD]
                return self.time(command, "/dev/null", count, figures, mailbox)
            if key in ("fetchmail", "getmail"):
                return self.collect(key, folder, mailbox, count, figures)
            sync = "no" if key == "mbsync-fast" else "yes"
            (folder / "mbsyncrc").write_text(
                MBSYNC.format(port=mailbox.port, folder=folder, address=ADDRESS, password=PASSWORD, sync=sync))
            return self.time(["mbsync", "-q", "-c", str(folder / "mbsyncrc"), "all"], "/dev/null", count, figures, mailbox)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def collect(self, key, folder, mailbox, count, figures):
        """Into a Maildir, one letter after the other."""
        for name in ("cur", "new", "tmp"):
            (folder / "inbox" / name).mkdir(parents=True)
        mda, settings = folder / "mda", folder / "settings"
        mda.write_text(MDA)
        mda.chmod(0o755)
        text = FETCHMAIL if key == "fetchmail" else GETMAIL
        settings.write_text(
            text.format(port=mailbox.port, address=ADDRESS, password=PASSWORD, folder=folder, mda=mda))
        settings.chmod(0o600)
        if key == "fetchmail":
            command = [
                "fetchmail", "--silent", "--nosyslog", "--fetchmailrc", str(settings), "--pidfile", str(folder / "pid"),
                "--idfile", str(folder / "ids")]
        else:
            # It gives no letters to root.
            subprocess.run(["chown", "-R", "nobody:nogroup", str(folder)], check=True)
            command = [
                "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "getmail", "--quiet", "--getmaildir",
                str(folder), "--rcfile", str(settings)]
        rate = self.time(command, "/dev/null", count, figures, mailbox)
        if (found := sum(1 for _ in (folder / "inbox/new").iterdir())) != count:
            raise RunError(f"{key} fetched {found} of {count} letters")
        return rate

    def time(self, command, output, count, figures, mailbox):
        with open(output, "wb") as file:
            start = time.monotonic()
            process = subprocess.Popen(command, stdout=file, stderr=subprocess.PIPE)
            watch = Watch(mailbox.process.pid, process.pid)
            errors = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.monotonic() - start
        if process.returncode != 0:
            raise RunError(f"{command[0]} ended with {process.returncode}: {errors.decode(errors='replace')[-500:]}")
        figures.add(count / seconds, usage.ru_maxrss * 1024, usage.ru_utime, usage.ru_stime, seconds, watch.disturbed)
        return count / seconds
