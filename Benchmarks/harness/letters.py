"""What is sent: the attachments, the data that router fills in, and the look at what arrived."""

import email
import email.policy
import functools
import json
import os
import random
import re
import subprocess
from email.header import decode_header, make_header
from pathlib import Path

from .build import BENCHMARKS, BUILD, LETTER
from .running import RunError

NAME = "Анна Кузнецова"
FILES = {"100K": 100_000, "1M": 1_000_000, "100M": 100_000_000}
PYTHON = "/usr/bin/python3"  # Debian's own, which sees Debian's aiosmtplib


@functools.cache
def attachment(size):
    """The path of a file of "100K", "1M" or "100M" that looks like chance: repeated bytes would flatter caches."""
    path = BUILD / "files" / f"{size}.bin"
    if not path.exists() or path.stat().st_size != FILES[size]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(random.Random(size).randbytes(FILES[size]))
    return path


@functools.cache
def ready_made(size=None):
    """The path of a composed letter, for peers that only send."""
    path = BUILD / "files" / f"letter{f'-{size}' if size else ''}.eml"
    peer = BENCHMARKS / "peers" / "python" / "peer.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [PYTHON, peer, "compose", "1", *([attachment(size)] if size else [])],
        check=True, stdout=subprocess.DEVNULL, env={**os.environ, "KEEP": str(path), "LETTER": str(LETTER)},
    )
    return path


def data_line(number, size=None):
    data = {"Email": f"reader{number}@example.com", "Name": NAME, "Number": number}
    if size:
        data["File"] = str(attachment(size))
    return json.dumps(data, ensure_ascii=False)


class NotWhole(RunError):
    """A letter that arrived is not the one that was to be sent."""


def check_whole(raw, size=None, calendar=False):
    """Looks whether the bytes between 354 and dot are the common letter, so that no peer is quick by leaving things out."""
    letter = email.message_from_bytes(re.sub(rb"(?m)^\.", b"", raw), policy=email.policy.default)
    headers = email.message_from_bytes(raw)  # the modern policy leaves spaces between the encoded words of a name
    sender, reader = (str(make_header(decode_header(headers[name] or ""))) for name in ("From", "To"))
    contents = {part.get_content_type(): part for part in letter.walk() if not part.is_multipart()}

    def demand(holds, problem):
        if not holds:
            raise NotWhole(f"{problem}:\n{raw[:1500].decode(errors='replace')}")

    number = re.search(r"№ (\d+) отправлен", letter["Subject"] or "")
    demand(number, "the subject is not filled")
    demand("Магазин «Заря»" in sender and NAME in reader, "a name is missing")
    demand(letter["Date"] and letter["Message-ID"], "Date or Message-ID is missing")
    expected = {"text/plain": "text.txt", "text/html": "body.html"}
    if calendar:
        expected["text/calendar"] = None
    if size:
        expected["application/octet-stream"] = None
    demand(set(contents) == set(expected), f"its parts are {sorted(contents)}")
    for kind, file in expected.items():
        if file:
            text = (LETTER / file).read_text().replace("<Name>", NAME).replace("<Number>", number[1])
            demand(contents[kind].get_content().split() == text.split(), f"{kind} is not what was to be sent")
    if size:
        arrived = contents["application/octet-stream"].get_payload(decode=True)
        demand(arrived == attachment(size).read_bytes(), "the attachment is not what was to be sent")
