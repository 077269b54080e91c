"""Python reads letters: with its own email package, or with fast-mail-parser, which is Rust.

    parse.py default parse COUNT FOLDER      email.policy.default
    parse.py compat32 parse COUNT FOLDER     email.policy.compat32
    parse.py fast parse COUNT FOLDER         fast-mail-parser
"""

import email
import email.header
import email.policy
import email.utils
import json
import sys
import time
from pathlib import Path


def modern(data):
    letter = email.message_from_bytes(data, policy=email.policy.default)
    fields = [str(value) for value in letter.values()]
    return fields, [part.get_content() for part in letter.walk() if not part.is_multipart()], letter["From"].addresses


def old(data):
    letter = email.message_from_bytes(data, policy=email.policy.compat32)
    fields = [str(email.header.make_header(email.header.decode_header(value))) for value in letter.values()]
    contents = []
    for part in letter.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            contents.append(content.decode(part.get_content_charset("ascii")) if part.get_content_maintype() == "text" else content)
    return fields, contents, email.utils.getaddresses(letter.get_all("From"))


def fast(data):
    import fast_mail_parser

    letter = fast_mail_parser.parse_email(data)
    return letter.headers, letter.text_plain, [one.content for one in letter.attachments]


def main(kind, count, folder):
    read = {"default": modern, "compat32": old, "fast": fast}[kind]
    letters = [path.read_bytes() for path in sorted(Path(folder).iterdir())]
    warm_up = max(1, count // 10)
    for number in range(warm_up):
        read(letters[number % len(letters)])
    size, start = 0, time.perf_counter()
    for number in range(count):
        data = letters[number % len(letters)]
        read(data)
        size += len(data)
    seconds = time.perf_counter() - start
    print(json.dumps({"letters": count, "warm-up": warm_up, "seconds": seconds, "bytes": size}))


main(sys.argv[1], int(sys.argv[3]), sys.argv[4])
