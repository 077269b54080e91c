#!/usr/bin/env python3
"""The whole circle: a letter starts a process, the process invites, the answer decides how it ends.

usage: run.py [--router PROGRAM] [--smtp PORT --imap PORT]

Letters go through Postfix and Dovecot on loopback: those at the ports, or ones of its own. router reads the mailboxes, SpiffWorkflow runs the
processes, and this program plays the people who write and answer.
"""

import argparse
import email
import email.policy
import imaplib
import json
import os
import re
import secrets
import shutil
import smtplib
import subprocess
import sys
import tempfile
import time
import urllib.request
from email.message import EmailMessage
from pathlib import Path

from postoffice import PASSWORD, PostOffice, free_port, wait_for

HERE = Path(__file__).resolve().parent
# In seconds; a letter takes a second or two.
PATIENCE = 300
# Who writes, about what, what they answer to the invitation, and how their process has to end.
PEOPLE = [
    ("anna", "C-17", ["ACCEPTED"], "accepted"),
    ("boris", "C-18", ["DECLINED"], "declined"),
    ("clara", "C-19", ["TENTATIVE", "ACCEPTED"], "accepted"),
]


def say(*words):
    print(f"{time.strftime('%H:%M:%S')}", *words, flush=True)


def until(what, look, watched):
    """Looks until there is something, for a while; whoever of the watched ends meanwhile has failed."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        for name, process in watched.items():
            if process.poll() is not None:
                raise SystemExit(f"{name} has ended ({process.returncode}) before {what}")
        time.sleep(0.2)
    raise SystemExit(f"after {PATIENCE} s: not {what}")


class Person:
    """Somebody with a mailbox."""

    def __init__(self, name, smtp, imap):
        self.address = f"{name}@example.test"
        self.name = name.title()
        self.smtp = smtp
        self.imap = imap
        self.answered = 0

    def send(self, message):
        with smtplib.SMTP("127.0.0.1", self.smtp) as server:
            server.send_message(message)

    def claim(self, case):
        message = EmailMessage()
        message["From"] = f"{self.name} <{self.address}>"
        message["To"] = "claims@example.test"
        message["Subject"] = f"About {case}: a dent"
        message["Message-ID"] = f"<{secrets.token_hex(8)}@example.test>"
        message.set_content("Somebody has driven into my bicycle. A picture is attached.\n")
        message.add_attachment(b"\x89PNG a picture", maintype="image", subtype="png", filename="dent.png")
        self.send(message)

    def invitation(self):
        """The calendar part of the invitation that has come, or nothing yet."""
        with imaplib.IMAP4("127.0.0.1", self.imap) as server:
            server.login(self.address, PASSWORD)
            server.select("INBOX", readonly=True)
            _, found = server.search(None, "ALL")
            for number in reversed(found[0].split()):
                _, data = server.fetch(number.decode(), "(RFC822)")
                letter = email.message_from_bytes(data[0][1], policy=email.policy.default)
                for part in letter.walk():
                    if part.get_content_type() == "text/calendar":
                        return letter["Subject"], re.sub(r"\r?\n[ \t]", "", part.get_content())
        return None

    def answer(self, subject, calendar, status):
        """Answers as mail programs do when one clicks (RFC 5546 section 3.2.3)."""
        event = calendar[calendar.index("BEGIN:VEVENT") :]

        def line(name):
            return re.search(rf"^{name}[;:].*$", event, re.MULTILINE).group().rstrip()

        self.answered += 1
        reply = [
            "BEGIN:VCALENDAR", "PRODID:-//example//guest//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT",
            line("UID"), line("SEQUENCE"), line("ORGANIZER"),
            time.strftime("DTSTAMP:%Y%m%dT%H%M%SZ", time.gmtime(time.time() + self.answered)),
            f"ATTENDEE;PARTSTAT={status};CN={self.name}:mailto:{self.address}",
            *re.findall(r"^(?:DTSTART|DTEND|SUMMARY)[;:].*?$", event.replace("\r", ""), re.MULTILINE),
            "END:VEVENT", "END:VCALENDAR", "",
        ]
        organizer = re.search(r"mailto:(\S+)", line("ORGANIZER"), re.IGNORECASE).group(1)
        message = EmailMessage()
        message["From"] = f"{self.name} <{self.address}>"
        message["To"] = organizer
        message["Subject"] = f"{status.title()}: {subject}"
        message["Message-ID"] = f"<{secrets.token_hex(8)}@example.test>"
        message.set_content(f"{self.name} has answered: {status.lower()}\n")
        message.add_alternative("\r\n".join(reply).encode(), maintype="text", subtype="calendar", params={"method": "REPLY", "charset": "utf-8"})
        self.send(message)


class Stage:
    """router and the engine, with a workspace of their own."""

    def __init__(self, folder, router, smtp, imap):
        self.workspace = Path(folder) / "workspace"
        shutil.copytree(
            HERE, self.workspace, ignore=shutil.ignore_patterns("*.py", ".venv*", "var", "__pycache__", "README.md")
        )
        self.engine_port, self.router_port = free_port(), free_port()
        self.router = router
        self.environment = {
            **os.environ,
            "SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(smtp), "IMAP_HOST": "127.0.0.1", "IMAP_PORT": str(imap),
            "IMAP_PASSWORD": PASSWORD, "ENGINE_SECRET": secrets.token_hex(32),
            "ENGINE_URL": f"http://127.0.0.1:{self.engine_port}/messages",
        }
        self.processes = {}

    def run(self, *arguments):
        return subprocess.run(
            [self.router, *arguments, "--workspace", str(self.workspace)],
            env=self.environment, check=True, stdout=subprocess.PIPE, text=True,
        ).stdout.strip()

    def start(self, name, command, port):
        log = self.workspace / f"{name}.log"
        with open(log, "wb") as file:
            process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        self.processes[name] = process
        wait_for(port, process, log)

    def open(self):
        self.run("check")
        self.environment["ROUTER_TOKEN"] = self.run("token", "create", "engine", "--scope", "send")
        self.start(
            "engine",
            [
                sys.executable, str(HERE / "engine.py"), "--listen", f"127.0.0.1:{self.engine_port}", "--router",
                f"http://127.0.0.1:{self.router_port}", "--state", str(self.workspace / "var/engine.db"),
            ],
            self.engine_port,
        )
        self.start(
            "router",
            [self.router, "serve", "--workspace", str(self.workspace), "--listen", f"127.0.0.1:{self.router_port}"],
            self.router_port,
        )

    def instances(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.engine_port}/instances", timeout=30) as response:
            return {one["Case"]: one for one in json.load(response)}

    def close(self):
        for process in reversed(self.processes.values()):
            process.terminate()
        for process in self.processes.values():
            process.wait()

    def logs(self):
        return "".join(f"--- {file.name}\n{file.read_text()}" for file in sorted(self.workspace.glob("*.log")))


def play(stage, smtp, imap):
    """Everybody writes, is invited, and answers."""
    for name, case, statuses, end in PEOPLE:
        person = Person(name, smtp, imap)
        person.claim(case)
        say(f"{name} has written about {case}")
        subject, calendar = until(f"{name} was invited", person.invitation, stage.processes)
        say(f"{name} has the invitation '{subject}', and the process waits")
        for count, status in enumerate(statuses, 1):
            assert stage.instances()[case]["State"] == "waiting"
            person.answer(subject, calendar, status)
            say(f"{name} has answered: {status.lower()}")
            until(f"{name}'s answer was taken", lambda: stage.instances()[case]["Answers"] == count, stage.processes)
        assert stage.instances()[case]["State"] == end, stage.instances()
        say(f"the process of {case} has ended: {end}")
    states = {case: one["State"] for case, one in stage.instances().items()}
    assert states == {case: end for _, case, _, end in PEOPLE}, states


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--router", default=shutil.which("router") or "router")
    parser.add_argument("--smtp", type=int, help="a Postfix that takes letters for example.test, and relays none")
    parser.add_argument("--imap", type=int, help=f"the Dovecot behind it; every password is {PASSWORD}")
    options = parser.parse_args()
    office = stage = None
    with tempfile.TemporaryDirectory(prefix="circle-") as folder:
        try:
            if options.smtp and options.imap:
                smtp, imap = options.smtp, options.imap
            else:
                office = PostOffice(tempfile.mkdtemp(prefix="office-"))
                smtp, imap = office.smtp_port, office.imap_port
                say(f"Postfix listens on {smtp}, Dovecot on {imap}")
            stage = Stage(folder, str(Path(options.router).resolve()), smtp, imap)
            stage.open()
            say("router and the engine run")
            play(stage, smtp, imap)
            say("done: each process has ended as its letter said")
        except BaseException:
            if stage:
                print(stage.logs(), file=sys.stderr)
            raise
        finally:
            if stage:
                stage.close()
            if office:
                office.stop()


if __name__ == "__main__":
    main()
