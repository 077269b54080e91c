"""Python: aiosmtplib or smtplib send what email.mime composes (EmailMessage would be four to six times slower).

    peer.py send-async PORT SESSIONS COUNT [ATTACHMENT]     aiosmtplib
    peer.py send PORT SESSIONS COUNT [ATTACHMENT]           smtplib, a thread a session
    peer.py compose COUNT [ATTACHMENT|ics]
    peer.py one PORT [ATTACHMENT]                           smtplib
"""

import json
import os
import sys
import time
from email import utils
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

NAME = "Анна Кузнецова"
SENDER = "shop@example.com"


class Composer:
    def __init__(self, rest):
        folder = Path(os.environ.get("LETTER", "Benchmarks/letter"))
        self.text = (folder / "text.txt").read_text()
        self.html = (folder / "body.html").read_text()
        self.meeting = (folder / "meeting.ics").read_text().replace("\n", "\r\n") if rest == "ics" else None
        self.attachment = rest if rest != "ics" else None

    def letter(self, number):
        def fill(content):
            return content.replace("<Name>", NAME).replace("<Number>", str(number))

        alternatives = MIMEMultipart("alternative")
        alternatives.attach(MIMEText(fill(self.text), "plain", "utf-8"))
        alternatives.attach(MIMEText(fill(self.html), "html", "utf-8"))
        if self.meeting:
            part = MIMEText(fill(self.meeting), "calendar", "utf-8")
            part.set_param("method", "REQUEST")
            alternatives.attach(part)
        letter = alternatives
        if self.attachment:
            letter = MIMEMultipart("mixed")
            letter.attach(alternatives)
            letter.attach(self.file())
        letter["From"] = utils.formataddr((str(Header("Магазин «Заря»", "utf-8")), SENDER))
        letter["To"] = utils.formataddr((str(Header(NAME, "utf-8")), f"reader{number}@example.com"))
        letter["Subject"] = Header(f"Заказ № {number} отправлен", "utf-8")
        letter["Date"] = utils.formatdate()
        letter["Message-ID"] = utils.make_msgid(str(number), "shop.example.com")
        return letter

    def file(self):
        from email.encoders import encode_base64

        part = MIMEBase("application", "octet-stream")
        part.set_payload(Path(self.attachment).read_bytes())
        encode_base64(part)
        part.add_header("Content-Disposition", "attachment", filename=Path(self.attachment).name)
        return part


def report(letters, warm_up, seconds, size=0):
    print(json.dumps({"letters": letters, "warm-up": warm_up, "seconds": seconds, "bytes": size}))


def compose(count, rest):
    composer = Composer(rest)
    warm_up, size, letter = count // 5 + 1, 0, b""
    for number in range(warm_up):
        composer.letter(number).as_bytes()
    start = time.perf_counter()
    for number in range(count):
        letter = composer.letter(number).as_bytes()
        size += len(letter)
    report(count, warm_up, time.perf_counter() - start, size)
    if "KEEP" in os.environ:
        Path(os.environ["KEEP"]).write_bytes(letter)


def send(port, sessions, count, rest, warm_up):
    import smtplib
    import threading

    composer = Composer(rest)
    clients = [smtplib.SMTP("127.0.0.1", port, "shop.example.com") for _ in range(sessions)]

    def work(client, numbers):
        for number in numbers:
            client.send_message(composer.letter(number))

    def send_all(total):
        numbers = iter(range(total))  # its lock is the interpreter's own
        threads = [threading.Thread(target=work, args=(client, numbers)) for client in clients]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - start

    if warm_up:
        send_all(warm_up)
    report(count, warm_up, send_all(count))
    for client in clients:
        client.quit()


async def send_async(port, sessions, count, rest):
    import asyncio

    import aiosmtplib

    composer = Composer(rest)
    clients = [
        aiosmtplib.SMTP(hostname="127.0.0.1", port=port, local_hostname="shop.example.com", start_tls=False)
        for _ in range(sessions)
    ]

    async def work(client, numbers):
        for number in numbers:
            await client.send_message(composer.letter(number))

    async def send_all(total):
        numbers = iter(range(total))
        start = time.perf_counter()
        await asyncio.gather(*(work(client, numbers) for client in clients))
        return time.perf_counter() - start

    for client in clients:
        await client.connect()
    warm_up = count // 5 + sessions
    await send_all(warm_up)
    report(count, warm_up, await send_all(count))
    for client in clients:
        await client.quit()


def main(mode, *rest):
    if mode == "compose":
        compose(int(rest[0]), *rest[1:] or [None])
    elif mode == "one":
        send(int(rest[0]), 1, 1, *rest[1:] or [None], warm_up=0)
    else:
        port, sessions, count = map(int, rest[:3])
        attachment = rest[3] if len(rest) > 3 else None
        if mode == "send":
            send(port, sessions, count, attachment, warm_up=count // 5 + sessions)
        else:
            import asyncio

            asyncio.run(send_async(port, sessions, count, attachment))


if __name__ == "__main__":
    main(*sys.argv[1:])
