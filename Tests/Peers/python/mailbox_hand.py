"""Does things in a mailbox over IMAP, without any code of router's.

usage: mailbox_hand.py HOST PORT USER PASSWORD   (a JSON list of deeds on standard input, a list of answers on standard output)

["create", FOLDER] | ["delete", FOLDER] | ["append", FOLDER, [LETTER in base64, …], FLAGS] | ["fill", FOLDER, COUNT, SIZE]
["remove", FOLDER, SUBJECT] | ["store", FOLDER, SUBJECT, FLAGS] | ["contents", FOLDER]: ["subject \\Seen", …]
"""

import base64
import email
import imaplib
import json
import re
import sys

imaplib._MAXLINE = 10_000_000


def check(answer):
    if answer[0] != "OK":
        raise SystemExit(f"{answer}")
    return answer[1]


def quoted(folder):
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def append(connection, folder, letters, flags):
    """Without waiting for each answer: LITERAL+ (RFC 7888)."""
    tags = []
    batch = b""
    for letter in letters:
        tag = connection._new_tag()
        tags.append(tag)
        batch += tag + b" APPEND " + quoted(folder).encode() + f" ({flags}) {{{len(letter)}+}}\r\n".encode()
        batch += letter + b"\r\n"
    connection.send(batch)
    for tag in tags:
        check(connection._command_complete("APPEND", tag))


def filling(count, size):
    line = b"x" * 76 + b"\r\n"
    for number in range(count):
        head = f"From: ivan@example.test\r\nSubject: {number}\r\nMessage-ID: <{number}@example.test>\r\n\r\n".encode()
        yield (head + line * ((size - len(head)) // len(line)))


def subjects(connection):
    answer = check(connection.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])"))
    for place, item in enumerate(answer):
        if isinstance(item, tuple):
            after = answer[place + 1] if place + 1 < len(answer) else b""
            head = (item[0] + (after if isinstance(after, bytes) else b"")).decode("ascii")
            flags = [flag for flag in re.search(r"FLAGS \(([^)]*)\)", head).group(1).split() if flag != "\\Recent"]
            yield re.search(r"UID (\d+)", head).group(1), email.message_from_bytes(item[1])["Subject"], flags


def contents(connection, folder):
    count = int(check(connection.select(quoted(folder), readonly=True))[0])
    if not count:
        return []
    return sorted(" ".join([subject] + sorted(flags)) for _, subject, flags in subjects(connection))


def uids(connection, folder, wanted):
    check(connection.select(quoted(folder)))
    return ",".join(uid for uid, subject, _ in subjects(connection) if subject == wanted)


def deed(connection, verb, folder, *rest):
    if verb == "create":
        return check(connection.create(quoted(folder))) and None
    if verb == "delete":
        return check(connection.delete(quoted(folder))) and None
    if verb == "append":
        letters = [base64.b64decode(letter) for letter in rest[0]]
        for start in range(0, len(letters), 50):
            append(connection, folder, letters[start : start + 50], rest[1])
    if verb == "fill":
        letters = list(filling(*rest))
        for start in range(0, len(letters), 50):
            append(connection, folder, letters[start : start + 50], "")
    if verb in ("remove", "store"):
        found = uids(connection, folder, rest[0])
        flags = "(\\Deleted)" if verb == "remove" else f"({rest[1]})"
        check(connection.uid("STORE", found, "+FLAGS.SILENT", flags))
        if verb == "remove":
            check(connection.expunge())
    if verb == "contents":
        return contents(connection, folder)
    return None


def main(host, port, user, password):
    connection = imaplib.IMAP4(host, int(port))
    connection.login(user, password)
    json.dump([deed(connection, *words) for words in json.load(sys.stdin)], sys.stdout)
    connection.logout()


if __name__ == "__main__":
    main(*sys.argv[1:])
