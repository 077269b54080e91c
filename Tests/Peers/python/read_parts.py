"""Reads letters of any kind, broken ones too, as Python's email package does.

Parts and dates are those of its modern policy. Fields and people are those of its old one, for the modern policy shows
structured fields as it would write them, and leaves out names that stand in comments.

Standard input: a letter in base64 on each line. Standard output: what was read, as JSON, on each line.
"""

import base64
import email
import email.header
import email.policy
import email.utils
import json
import sys


def decoded(text):
    return str(email.header.make_header(email.header.decode_header("".join(text.splitlines()))))


def mailboxes(letter, name):
    values = ["".join(str(value).splitlines()) for value in letter.get_all(name, [])]
    return [[decoded(name), address] for name, address in email.utils.getaddresses(values) if name or address]


def header(letter, name):
    value = letter[name]
    return None if value is None else str(value)


def leaves(part):
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for inner in part.get_payload():
            yield from leaves(inner)
        return
    entry = {"type": part.get_content_type(), "name": part.get_filename(), "isAttachment": part.get_content_disposition() == "attachment"}
    if part.get_content_maintype() == "message" and part.is_multipart():
        inner = part.get_payload()
        entry["subjects"] = [header(one, "Subject") for one in inner]
    else:
        content = part.get_payload(decode=True) or b""
        entry["content"] = base64.b64encode(content).decode()
        if part.get_content_maintype() in ("text", "multipart"):  # A multipart that can't be taken apart is a text.
            charset = part.get_content_charset("utf-8")
            try:
                entry["text"] = content.decode(charset)
            except (LookupError, UnicodeDecodeError):
                entry["text"] = None
    yield entry


def read(data):
    letter = email.message_from_bytes(data, policy=email.policy.default)
    old = email.message_from_bytes(data, policy=email.policy.compat32)
    date = letter["Date"]
    return {
        "headers": [[name, decoded(str(value))] for name, value in old.items()],
        "subject": header(letter, "Subject"),
        "from": mailboxes(old, "From"),
        "to": mailboxes(old, "To"),
        "cc": mailboxes(old, "Cc"),
        "date": date.datetime.timestamp() if date is not None and date.datetime is not None else None,
        "leaves": list(leaves(letter)),
    }


for line in sys.stdin.readlines():
    try:
        answer = read(base64.b64decode(line))
    except Exception as error:
        answer = {"error": repr(error)}
    # Bytes that are in no charset come through as lone surrogates, which no other reader of JSON takes.
    print(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace").decode())
