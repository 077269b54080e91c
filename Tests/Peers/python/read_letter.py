"""Reads letters as Python's email package does, under its modern policy and its old one.

Standard input: a letter in base64 on each line. Standard output: what was read, as JSON, on each line.
"""

import base64
import email
import email.header
import email.policy
import email.utils
import hashlib
import json
import sys


def decoded(text):
    """What RFC 2047 makes of a header under the old policy."""
    return str(email.header.make_header(email.header.decode_header(text)))


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def parts(letter, path="1"):
    yield path, letter
    if letter.is_multipart():
        for number, part in enumerate(letter.get_payload(), 1):
            yield from parts(part, f"{path}.{number}")


def modern(data):
    # As text: letters are of seven bits but for addresses beyond ASCII (RFC 6532), which come through whole as text only.
    letter = email.message_from_string(data.decode(), policy=email.policy.default)
    defects = []

    def mailboxes(name):
        if letter[name] is None:
            return None
        return [
            {"name": str(address.display_name), "address": str(address.addr_spec)} for address in letter[name].addresses
        ]

    found = []
    for path, part in parts(letter):
        defects += [f"{path}: {type(defect).__name__}: {defect}" for defect in part.defects]
        for name, value in part.items():
            defects += [f"{path} {name}: {type(defect).__name__}: {defect}" for defect in value.defects]
        entry = {
            "path": path,
            "type": part.get_content_type(),
            "parameters": dict(part["Content-Type"].params) if part["Content-Type"] else {},
            "encoding": part["Content-Transfer-Encoding"],
            "disposition": part.get_content_disposition(),
            "fileName": part.get_filename(),
            "contentID": part["Content-ID"],
            "fields": part.keys(),
        }
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            entry["size"] = len(payload)
            entry["sha256"] = sha256(payload)
            if part.get_content_maintype() == "text" and part.get_content_disposition() is None:
                entry["text"] = payload.decode(part.get_content_charset("ascii"))
        found.append(entry)
    return {
        "defects": defects,
        "headers": [[name, str(value)] for name, value in letter.items()],
        "subject": letter["Subject"],
        "from": mailboxes("From"),
        "replyTo": mailboxes("Reply-To"),
        "to": mailboxes("To"),
        "cc": mailboxes("Cc"),
        "date": letter["Date"].datetime.isoformat() if letter["Date"] else None,
        "messageID": letter["Message-ID"],
        "parts": found,
    }


def old(data):
    letter = email.message_from_string(data.decode(), policy=email.policy.compat32)

    def mailboxes(name):
        values = letter.get_all(name)
        if values is None:
            return None
        return [
            {"name": decoded(name), "address": address}
            for name, address in email.utils.getaddresses([value.replace("\r\n", "") for value in values])
        ]

    found = []
    for path, part in parts(letter):
        name = part.get_param("name")
        if isinstance(name, tuple):
            name = email.utils.collapse_rfc2231_value(name)
        elif name:
            name = decoded(name.replace("\r\n", ""))
        entry = {
            "path": path,
            "type": part.get_content_type(),
            "name": name,
            "fileName": part.get_filename(),
        }
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            entry["size"] = len(payload)
            entry["sha256"] = sha256(payload)
        found.append(entry)
    return {
        "defects": [f"{path}: {defect}" for path, part in parts(letter) for defect in part.defects],
        "subject": decoded(letter["Subject"].replace("\r\n", "")),
        "from": mailboxes("From"),
        "replyTo": mailboxes("Reply-To"),
        "to": mailboxes("To"),
        "cc": mailboxes("Cc"),
        "parts": found,
    }


# All of it first: whoever asks may not outlive a pipe that breaks while they write.
for line in sys.stdin.readlines():
    data = base64.b64decode(line)
    print(json.dumps({"modern": modern(data), "old": old(data)}))
