"""Who runs beside router, and with which commands."""

import shutil
from dataclasses import dataclass
from typing import Callable, Optional

from .build import BENCHMARKS, BUILD, JAVA_LIBRARIES, LETTER
from .letters import PYTHON, attachment, ready_made
from .machine import first_line, version
from .running import Command

SENDER = "shop@example.com"
READER = "reader0@example.com"


@dataclass(frozen=True)
class Peer:
    """A program with its commands; None where it has none for that work.

    send(port, sessions, count, size), compose(count, kind), one(port, size). `size` is that of the attachment ("100K",
    "1M", "100M") or None; `kind` is a size, "ics", or None.
    """

    key: str
    title: str
    version: Callable[[], str]
    send: Optional[Callable] = None
    compose: Optional[Callable] = None
    one: Optional[Callable] = None
    composes: bool = True  # or it sends a letter that stands ready
    composer: str = ""  # its title where it only composes, and where one process sends one letter
    starter: str = ""


def _rest(kind):
    return [kind] if kind == "ics" else [attachment(kind)] if kind else []


def _own(key, title, of, program, alone=True, sends=True, one=True, mode="send", composer="", starter=""):
    """A peer that is one of our small programs; not every one composes `alone`, sends, or is quick to start."""
    return Peer(
        key, title, of, composer=composer, starter=starter,
        send=sends and (lambda port, sessions, count, size: Command(
            [*program, mode, port, sessions, count, *_rest(size)], reports=True)) or None,
        compose=alone and (lambda count, kind: Command([*program, "compose", count, *_rest(kind)], reports=True)) or None,
        one=one and (lambda port, size: Command([*program, "one", port, *_rest(size)])) or None,
    )


def _smtp_source(port, sessions, count, size):
    program = shutil.which("smtp-source") or "/usr/sbin/smtp-source"
    return Command([
        program, "-d", "-s", sessions, "-m", count, "-f", SENDER, "-t", READER, "-F", ready_made(size), f"127.0.0.1:{port}",
    ], letters=count)


def _curl(port, size):
    # curl does not fill templates: its letter is filled, and its parts are encoded by curl.
    alternatives = ["-F", "=(;type=multipart/alternative"] if size else []
    bodies = ["-F", f"=<{LETTER}/text.txt;encoder=base64", "-F", f"=<{LETTER}/body.html;type=text/html;encoder=base64"]
    file = ["-F", "=)", "-F", f"=@{attachment(size)};encoder=base64"] if size else []
    kind = [] if size else ["-H", "Content-Type: multipart/alternative"]
    return Command([
        "curl", "-sS", "--url", f"smtp://127.0.0.1:{port}/shop.example.com", "--mail-from", SENDER, "--mail-rcpt", READER,
        "-H", f"From: <{SENDER}>", "-H", f"To: <{READER}>", "-H", "Subject: Order", *kind, *alternatives, *bodies, *file,
    ])


def _msmtp(port, size):
    return Command([
        "msmtp", "--host=127.0.0.1", f"--port={port}", f"--from={SENDER}", "--tls=off", "--auth=off", READER,
    ], stdin=str(ready_made(size)))


def _swaks(port, size):
    return Command([
        "swaks", "--silent", "3", "--server", "127.0.0.1", "--port", port, "--from", SENDER, "--to", READER,
        "--data", f"@{ready_made(size)}",
    ])


def _java():
    return f"{version('libjakarta-mail-java')}, Java {(first_line('java', '--version') or '? ?').split()[1]}"


PEERS = [
    Peer("smtp-source", "smtp-source (does not compose)", lambda: version("postfix"), send=_smtp_source, composes=False),
    _own("libcurl", "libcurl's SMTP and MIME, in C", lambda: version("libcurl4"), [BUILD / "peer-libcurl"], alone=False),
    _own("gmime", "GMime, in C", lambda: version("libgmime-3.0-0"), [BUILD / "peer-gmime"], sends=False, one=False),
    _own(
        "go", "Go's net/smtp, go-message",
        lambda: f"{version('golang-go')}, {version('golang-github-emersion-go-message-dev')}", [BUILD / "peer-go"],
        composer="go-message",
    ),
    _own(
        "node", "Nodemailer's pool, TCP_NODELAY forced", lambda: f"{version('node-nodemailer')}, Node {version('nodejs')}",
        ["node", BENCHMARKS / "peers" / "node" / "peer.js"], composer="Nodemailer's composer", starter="Nodemailer",
    ),
    _own(
        "java", "Jakarta Mail (JavaMail), warm, TCP_NODELAY forced", _java,
        ["java", "-cp", ":".join((*JAVA_LIBRARIES, str(BUILD / "peer-java"))), "Peer"],
        composer="Jakarta Mail (JavaMail), warm", starter="Jakarta Mail (JavaMail)",
    ),
    _own(
        "aiosmtplib", "aiosmtplib, MIMEText", lambda: f"{version('python3-aiosmtplib')}, Python {version('python3')}",
        [PYTHON, BENCHMARKS / "peers" / "python" / "peer.py"], alone=False, one=False, mode="send-async",
    ),
    _own(
        "python", "smtplib, MIMEText", lambda: f"Python {version('python3')}",
        [PYTHON, BENCHMARKS / "peers" / "python" / "peer.py"], composer="MIMEText",
    ),
    Peer("curl", "curl", lambda: version("curl"), one=_curl),
    Peer("msmtp", "msmtp (does not compose)", lambda: version("msmtp"), one=_msmtp, composes=False),
    Peer("swaks", "swaks (does not compose)", lambda: version("swaks"), one=_swaks, composes=False),
]


def router(program, measure, workspace):
    """router itself, beside the peers; `measure` is the program that composes without sending."""

    def send(port, sessions, count, size, *rest):
        workspace.connect(port)
        route = f"{'file' if size else 'letter'}-{sessions}"
        return Command(
            [program, "send", route, "--data", workspace.data(count, size), "--quiet", "--workspace", workspace.folder, *rest],
            letters=count,
        )

    def compose(count, kind):
        rest = ["ics"] if kind == "ics" else ["attachment", attachment(kind)] if kind else []
        return Command([measure, "compose", count, *rest], reports=True)

    return Peer(
        "router", "**router**", lambda: first_line(program, "--version") or "?",
        send=send, compose=compose if measure else None, one=lambda port, size: send(port, 1, 1, size),
    )
