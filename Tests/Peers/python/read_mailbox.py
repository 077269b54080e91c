"""Reads letters back over IMAP and takes them apart, without any code of router's.

usage: read_mailbox.py HOST PORT USER PASSWORD FOLDER COUNT SECONDS

Waits until FOLDER holds COUNT letters or SECONDS are over, then prints all that are there as JSON:
[{"uid", "flags", "raw" (base64), "headers": [[name, value]], "defects", "parts": [...]}], oldest first.
Exit status 3: the folder was never there or too few letters came (what came is printed all the same).
"""

import base64
import email
import email.policy
import imaplib
import json
import re
import sys
import time


def binary(octets):
    return base64.b64encode(octets).decode("ascii")


def part(node, path):
    """One node of the MIME tree; a multipart has no content of its own."""
    content = None if node.is_multipart() else node.get_payload(decode=True)
    text = None
    if content is not None and node.get_content_maintype() == "text":
        try:
            text = content.decode(node.get_content_charset("us-ascii"))
        except (LookupError, UnicodeDecodeError):
            text = None
    return {
        "path": path,
        "type": node.get_content_type(),
        "parameters": {k.lower(): str(v) for k, v in (node.get_params(header="content-type") or [])[1:]},
        "disposition": node.get_content_disposition(),
        "fileName": node.get_filename(),
        "contentID": node.get("Content-ID"),
        "encoding": (node.get("Content-Transfer-Encoding") or "7bit").lower(),
        "headers": [[k, str(v)] for k, v in node.items()],
        "content": binary(content or b""),
        "text": text,
        "defects": [type(defect).__name__ for defect in node.defects]
        + [type(d).__name__ for _, v in node.items() for d in getattr(v, "defects", ())],
    }


def parts(node, path=""):
    yield part(node, path)
    if node.is_multipart():
        for number, child in enumerate(node.get_payload(), 1):
            yield from parts(child, f"{path}.{number}" if path else str(number))


def letter(uid, flags, raw):
    tree = list(parts(email.message_from_bytes(raw, policy=email.policy.default)))
    return {
        "uid": uid,
        "flags": flags,
        "raw": binary(raw),
        "headers": tree[0]["headers"],
        "defects": [defect for node in tree for defect in node["defects"]],
        "parts": tree,
    }


def fetch(connection):
    _, answer = connection.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[])")
    for item in answer:
        if isinstance(item, tuple):
            head = item[0].decode("ascii")
            uid = int(re.search(r"UID (\d+)", head).group(1))
            flags = re.search(r"FLAGS \(([^)]*)\)", head).group(1).split()
            yield letter(uid, flags, item[1])


def main(host, port, user, password, folder, count, seconds):
    deadline = time.monotonic() + float(seconds)
    connection = imaplib.IMAP4(host, int(port))
    connection.login(user, password)
    quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
    held = 0
    while True:
        status, answer = connection.select(quoted, readonly=True)
        held = int(answer[0]) if status == "OK" else -1
        if held >= int(count) or time.monotonic() >= deadline:
            break
        time.sleep(0.02)
    letters = list(fetch(connection)) if held > 0 else []
    connection.logout()
    json.dump(letters, sys.stdout)
    return 0 if held >= int(count) else 3


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
