"""Letters as they come in, of many shapes and charsets, the same in every run: what the readers of the benchmark read."""

import random
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr
from pathlib import Path

WORDS = {
    "ru": "письмо заказ отправлен завтра встреча отдел договор счёт оплата срок клиент ответ вопрос проект решение работа".split(),
    "en": "letter order sent tomorrow meeting department contract invoice payment term client answer question project".split(),
}
CHARSETS = [("utf-8", "ru"), ("koi8-r", "ru"), ("windows-1251", "ru"), ("us-ascii", "en"), ("utf-8", "en")]


def _words(chance, language, count):
    words = [chance.choice(WORDS[language]) for _ in range(count)]
    return "\n".join(" ".join(words[at : at + 11]) for at in range(0, count, 11)) + "\n"


def _letter(chance, number, size):
    charset, language = CHARSETS[number % len(CHARSETS)]
    text = _words(chance, language, size // (28 if language == "ru" else 15))
    plain = MIMEText(text, "plain", charset)
    rows = "".join(f"<tr><td style='padding:4px'>{line}</td></tr>\n" for line in text.splitlines())
    html = MIMEText(f"<html><body><table>{rows}</table></body></html>", "html", charset)
    letter = MIMEMultipart("alternative", _subparts=[plain, html])
    if number % 3 == 1:
        picture = MIMEImage(chance.randbytes(size // 6), "png")
        picture.add_header("Content-ID", f"<picture{number}@example.com>")
        picture.add_header("Content-Disposition", "inline", filename="logo.png")
        letter = MIMEMultipart("related", _subparts=[letter, picture])
    if number % 2 == 0:
        file = MIMEApplication(chance.randbytes(size // 5), "pdf")
        file.add_header("Content-Disposition", "attachment", filename=("utf-8", "", f"Счёт № {number}.pdf"))
        letter = MIMEMultipart("mixed", _subparts=[letter, file])
    for hop in range(4):
        letter["Received"] = (
            f"from mx{hop}.example.org (mx{hop}.example.org [192.0.2.{hop}])\n\tby mail.example.com with ESMTPS id"
            f" {number:08x}{hop}\n\tfor <reader@example.com>; Tue, 01 Dec 2026 10:0{hop}:00 +0300"
        )
    letter["DKIM-Signature"] = "v=1; a=rsa-sha256; d=example.org; s=mail;\n\tb=" + "\n\t".join(["QUJDREVGR0hJSktMTU5P" * 3] * 4)
    name = Header("Анна Кузнецова", "utf-8" if number % 2 else "koi8-r").encode()
    letter["From"] = formataddr((None, f"sender{number}@example.org")) if number % 7 == 0 else f"{name} <sender{number}@example.org>"
    letter["To"] = ", ".join(f'"Reader {at}" <reader{at}@example.com>' for at in range(1 + number % 4))
    letter["Subject"] = Header(f"Re: Заказ № {number} отправлен, и ещё несколько слов о нём" if language == "ru" else f"Order {number}")
    letter["Date"] = "Tue, 01 Dec 2026 10:00:00 +0300"
    letter["Message-ID"] = f"<{number}.letter@example.org>"
    letter["References"] = " ".join(f"<{number}.{at}@example.org>" for at in range(number % 5))
    return letter.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def make(folder, count=500, size=4200):
    """Writes the letters into a folder, which is made; about 8 KB each unless said."""
    folder = Path(folder)
    if not folder.exists():
        chance = random.Random(20261201)
        letters = [_letter(chance, number, size) for number in range(count)]
        folder.mkdir(parents=True)
        for number, letter in enumerate(letters):
            (folder / f"{number:05d}.eml").write_bytes(letter)
    return folder
