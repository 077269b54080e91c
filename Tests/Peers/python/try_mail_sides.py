"""Tries the sandbox's SMTP and IMAP sides with clients that know nothing of it: smtplib, imaplib and IMAPClient.

usage: try_mail_sides.py TRIAL SMTP_PORT IMAP_PORT

Desk and Ann (desk@example.com, ann@example.com) have the password `sandbox`. Says what is wrong and fails, or says nothing.
"""

import email
import email.policy
import imaplib
import smtplib
import socket
import sys
import threading
import time
from email.message import EmailMessage

HOST = "127.0.0.1"
PATIENCE = 240


def same(found, wanted, what):
    if found != wanted:
        sys.exit(f"{what}: {found!r} instead of {wanted!r}")


def letter(subject, to="desk@example.com", text="Hello\n.\n..two\n"):
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Ann Lee <ann@example.com>"
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = "Tue, 01 Dec 2026 10:00:00 +0300"
    message["Message-ID"] = f"<{abs(hash(subject))}@example.com>"
    message.set_content(text)
    return message


def smtp(port):
    client = smtplib.SMTP(HOST, port, timeout=PATIENCE)
    client.ehlo("trial.example.com")
    return client


def imap(port, user="desk"):
    client = imaplib.IMAP4(HOST, port, timeout=PATIENCE)
    client.login(user, "sandbox")
    return client


def ok(answer, what):
    same(answer[0], "OK", f"{what} ({answer[1]!r})")
    return answer[1]


def sends(smtp_port, imap_port):
    """Letters arrive as they were sent, refused recipients are named, and log-ins are checked."""
    client = smtp(smtp_port)
    for name in ("size", "8bitmime", "smtputf8", "pipelining", "dsn", "enhancedstatuscodes"):
        same(client.has_extn(name), True, name)
    client.login("desk", "sandbox")
    message = letter("Привет из smtplib", "desk@example.com, nobody@example.com, someone@elsewhere.test")
    refused = client.send_message(message)
    same({name: reply[0] for name, reply in refused.items()}, {"nobody@example.com": 550}, "refused")
    same(client.verify("desk@example.com")[0], 250, "VRFY of somebody")
    same(client.verify("nobody@example.com")[0], 550, "VRFY of nobody")
    same(client.verify("someone@elsewhere.test")[0], 252, "VRFY of somebody else")
    client.quit()

    for mechanism in ("auth_plain", "auth_login"):
        client = smtp(smtp_port)
        client.user, client.password = "ann@example.com", "sandbox"
        code, _ = client.auth(mechanism.removeprefix("auth_").upper(), getattr(client, mechanism))
        same(code, 235, mechanism)
        client.close()
        client = smtp(smtp_port)
        client.user, client.password = "ann", "wrong"
        try:
            client.auth(mechanism.removeprefix("auth_").upper(), getattr(client, mechanism))
            sys.exit(f"{mechanism} takes a wrong password")
        except smtplib.SMTPAuthenticationError as error:
            same(error.smtp_code, 535, f"{mechanism} with a wrong password")
        client.close()

    box = imap(imap_port)
    same(ok(box.select("INBOX"), "SELECT"), [b"1"], "letters that came")
    raw = ok(box.fetch("1", "(BODY.PEEK[])"), "FETCH")[0][1]
    found = email.message_from_bytes(raw, policy=email.policy.SMTP)
    same(found["Subject"], "Привет из smtplib", "subject")
    same(found["Return-Path"], "<ann@example.com>", "Return-Path")
    same("trial.example.com" in found["Received"], True, "Received")
    same(found.get_content().replace("\r\n", "\n"), "Hello\n.\n..two\n", "text")
    box.logout()

    client = smtp(smtp_port)
    client.sendmail("ann@example.com", ["desk@example.com"], "Subject: eight bits\r\n\r\nдва\r\n".encode(), ["BODY=8BITMIME"])
    client.sendmail("анна@example.com", ["desk@example.com"], b"Subject: utf8\r\n\r\nthree\r\n", ["SMTPUTF8"])
    client.sendmail(
        "ann@example.com", ["desk@example.com"], b"Subject: notices\r\n\r\nfour\r\n", ["RET=HDRS", "ENVID=1"],
        ["NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;desk@example.com"])
    client.quit()


def reads(_, port):
    """The commands of imaplib: folders, flags, searches, copies."""
    box = imap(port)
    same(ok(box.noop(), "NOOP"), [b"NOOP done"], "NOOP")
    same("UIDPLUS" in box.capabilities and "IDLE" in box.capabilities, True, "capabilities")
    for number in range(1, 6):
        flags = r"(\Seen $Label)" if number == 2 else None
        date = imaplib.Time2Internaldate(1_796_000_000 + number)
        ok(box.append("INBOX", flags, date, letter(f"Number {number}", text="x" * number * 100).as_bytes()), "APPEND")
    same(ok(box.select("INBOX"), "SELECT"), [b"5"], "SELECT")
    same(box.response("UIDNEXT")[1], [b"6"], "UIDNEXT")
    validity = box.response("UIDVALIDITY")[1]
    same(ok(box.status("INBOX", "(MESSAGES UNSEEN UIDNEXT UIDVALIDITY)"), "STATUS"),
         [b'"INBOX" (MESSAGES 5 UNSEEN 4 UIDNEXT 6 UIDVALIDITY %s)' % validity[0]], "STATUS")
    searches = {
        "UNSEEN": b"1 3 4 5", "SEEN": b"2", "KEYWORD $Label": b"2", 'SUBJECT "number 3"': b"3", "2:4 NOT SEEN": b"3 4",
        "OR SUBJECT 1 SUBJECT 5": b"1 5", "UID 4:*": b"4 5", "SENTON 1-Dec-2026": b"1 2 3 4 5", "SENTBEFORE 1-Dec-2026": b"",
        'HEADER Message-ID "@example.com"': b"1 2 3 4 5", "(DELETED)": b"", "TEXT xxx SMALLER 500": b"1 2", "9": b"",
        "SINCE 1-Jan-2026 BEFORE 1-Jan-2126": b"1 2 3 4 5", 'FROM "Ann Lee" TO desk': b"1 2 3 4 5",
    }
    for criteria, wanted in searches.items():
        same(ok(box.search(None, criteria), criteria)[0], wanted, criteria)
    box.literal = "Ann Lee".encode()
    same(ok(box.search("UTF-8", "FROM"), "a literal")[0], b"1 2 3 4 5", "a literal")

    answer = ok(box.uid("FETCH", "3", "(FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (Subject)] BODY.PEEK[TEXT]<10.5>)"), "FETCH")
    same(answer[0][1], b"Subject: Number 3\r\n\r\n", "fields")
    same(answer[1], (b" BODY[TEXT]<10> {5}", b"xxxxx"), "a window")
    same(imaplib.Internaldate2tuple(answer[0][0]) is not None, True, "INTERNALDATE")
    same(ok(box.fetch("3", "(FLAGS)"), "FLAGS"), [b"3 (FLAGS ())"], "a letter that was peeked at")
    ok(box.fetch("3", "(BODY[])"), "BODY[]")
    same(ok(box.fetch("3", "(FLAGS)"), "FLAGS"), [rb"3 (FLAGS (\Seen))"], "a letter that was read")

    same(ok(box.store("1", "+FLAGS", r"(\Flagged)"), "STORE"), [rb"1 (UID 1 FLAGS (\Flagged))"], "STORE")
    ok(box.store("1", "-FLAGS.SILENT", r"\Flagged"), "STORE")
    same(ok(box.search(None, "FLAGGED"), "FLAGGED")[0], b"", "after -FLAGS")

    ok(box.create("Отчёты".encode("utf-7").replace(b"+", b"&").decode()), "CREATE")
    ok(box.create("Projects/2026/Plans"), "CREATE")
    names = b"\n".join(ok(box.list(), "LIST")).decode()
    for name in ("INBOX", r"\Sent", r"\Trash", "&BB4EQgRHBFEEQgRL-", "Projects/2026/Plans"):
        same(name in names, True, f"{name} in {names}")
    same(len(ok(box.list('""', "Projects/%"), "LIST")), 1, "LIST with %")
    ok(box.rename("Projects/2026/Plans", "Projects/2027"), "RENAME")
    ok(box.copy("1:2", "Projects/2027"), "COPY")
    same(box.response("COPYUID")[1][0] is not None, True, "COPYUID")
    same(box.uid("COPY", "1", "Nowhere")[0], "NO", "COPY into nothing")
    same(b"TRYCREATE" in box.uid("COPY", "1", "Nowhere")[1][0], True, "TRYCREATE")
    same(ok(box.uid("MOVE", "5", "Projects/2027"), "MOVE") is not None, True, "MOVE")
    ok(box.uid("STORE", "1:2", "+FLAGS.SILENT", r"(\Deleted)"), "STORE")
    ok(box.uid("EXPUNGE", "1"), "UID EXPUNGE")
    same(ok(box.search(None, "ALL"), "ALL")[0], b"1 2 3", "after UID EXPUNGE")
    same(ok(box.expunge(), "EXPUNGE")[-1], b"1", "EXPUNGE")
    same(ok(box.uid("SEARCH", "ALL"), "ALL")[0], b"3 4", "what is left")
    same(ok(box.select("Projects/2027", readonly=True), "EXAMINE"), [b"3"], "copies")
    same(box.store("1", "+FLAGS", r"(\Seen)")[0], "NO", "STORE where only reading is allowed")
    ok(box.close(), "CLOSE")
    ok(box.delete("Projects/2027"), "DELETE")
    same(box.delete("INBOX")[0], "NO", "DELETE of the inbox")
    same(box.select("Projects/2027")[0], "NO", "SELECT of what is gone")
    try:
        imap(port, "nobody")
        sys.exit("nobody logs in")
    except imaplib.IMAP4.error as error:
        same("AUTHENTICATIONFAILED" in str(error), True, str(error))
    box.logout()


def parses(_, port):
    """What IMAPClient makes of answers: envelopes, structures, special folders."""
    from imapclient import IMAPClient

    message = letter("Тема: отчёт", "Desk <desk@example.com>, bob@example.com")
    message.replace_header("Subject", "Тема: отчёт")
    message["Cc"] = 'team: "Lee, Ann" <ann@example.com>;'
    message.add_alternative("<p>Hello</p>", subtype="html")
    message.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename="отчёт.pdf")
    inner = letter("Inside")
    message.add_attachment(inner)
    raw = message.as_bytes()

    client = IMAPClient(HOST, port=port, ssl=False, use_uid=True, timeout=PATIENCE)
    client.plain_login("desk", "sandbox")
    same(client.namespace().personal, (("", "/"),), "NAMESPACE")
    same(client.find_special_folder(b"\\Sent"), "Sent Items", "the folder of sent letters")
    same(client.id_({"name": "trial"}), ((b"name", b"router sandbox"),), "ID")
    client.create_folder("Архив & co")
    same("Архив & co" in [name for _, _, name in client.list_folders()], True, "a folder's name")
    client.append("Архив & co", raw, flags=[b"\\Flagged"])
    same(client.select_folder("Архив & co")[b"EXISTS"], 1, "EXISTS")
    same(client.folder_status("Архив & co", ["MESSAGES"])[b"MESSAGES"], 1, "STATUS")
    (uid,) = client.search("ALL")
    same(client.search(["SUBJECT", "отчёт"], "UTF-8"), [uid], "a search for a subject in Russian")
    got = client.fetch([uid], ["ENVELOPE", "BODYSTRUCTURE", "FLAGS", "RFC822.SIZE", "INTERNALDATE", "BODY.PEEK[]"])[uid]
    same(got[b"BODY[]"], raw, "the letter")
    same(got[b"RFC822.SIZE"], len(raw), "its size")
    same(got[b"FLAGS"], (b"\\Flagged",), "its flags")
    envelope = got[b"ENVELOPE"]
    same([str(address) for address in envelope.to], ["Desk <desk@example.com>", "bob@example.com"], "To")
    same([str(address) for address in envelope.from_], ["Ann Lee <ann@example.com>"], "From")
    same([address.name for address in envelope.cc], [None, b"Lee, Ann", None], "Cc")
    same(envelope.date.year, 2026, "Date")
    structure = got[b"BODYSTRUCTURE"]
    same(structure.is_multipart, True, "a multipart")
    parts, kind = structure[0], structure[1]
    same(kind.lower(), b"mixed", "its kind")
    same([part[0].lower() if not part.is_multipart else b"multipart" for part in parts], [b"multipart", b"application", b"message"], "parts")
    pieces = client.fetch([uid], ["BODY.PEEK[1.2]", "BODY.PEEK[2.MIME]", "BODY.PEEK[3.HEADER]", "BODY.PEEK[3.1]", "BODY.PEEK[9]"])[uid]
    same(b"<p>Hello</p>" in pieces[b"BODY[1.2]"], True, "part 1.2")
    same(b"application/pdf" in pieces[b"BODY[2.MIME]"], True, "MIME of part 2")
    same(b"Subject: Inside" in pieces[b"BODY[3.HEADER]"], True, "header of part 3")
    same(b"Hello" in pieces[b"BODY[3.1]"], True, "part 3.1")
    same(pieces[b"BODY[9]"], None, "a part that is not there")
    client.move([uid], "INBOX")
    same(client.search(), [], "after MOVE")
    client.logout()


def waits(smtp_port, imap_port):
    """IDLE tells of what comes, changes and goes, and ends when it is told to."""
    from imapclient import IMAPClient

    client = IMAPClient(HOST, port=imap_port, ssl=False, timeout=PATIENCE)
    client.login("ann", "sandbox")
    client.select_folder("INBOX")
    client.idle()

    def told():
        news, deadline = [], time.monotonic() + PATIENCE
        while not news and time.monotonic() < deadline:
            news = client.idle_check(timeout=5)
        return news

    sender = smtp(smtp_port)
    sender.send_message(letter("News", "ann@example.com"))
    same(told(), [(1, b"EXISTS")], "a letter that comes")
    other = imap(imap_port, "ann")
    ok(other.select("INBOX"), "SELECT")
    ok(other.store("1", "+FLAGS", r"(\Seen)"), "STORE")
    same(told(), [(1, b"FETCH", (b"UID", 1, b"FLAGS", (b"\\Seen",)))], "flags that change")
    ok(other.store("1", "+FLAGS.SILENT", r"(\Deleted)"), "STORE")
    told()
    ok(other.expunge(), "EXPUNGE")
    same(told(), [(1, b"EXPUNGE")], "a letter that goes")
    client.idle_done()
    same(client.search(), [], "after IDLE")
    client.logout()
    other.logout()
    sender.quit()


def crowds(smtp_port, imap_port):
    """Many at once: nothing is lost, and numbers stay in order."""
    failures = []

    def run(number):
        try:
            client = smtp(smtp_port)
            for index in range(10):
                client.send_message(letter(f"{number}-{index}"))
            client.quit()
        except Exception as error:  # noqa: BLE001
            failures.append(repr(error))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    same(failures, [], "failures")
    box = imap(imap_port)
    same(ok(box.select("INBOX"), "SELECT"), [b"80"], "letters")
    uids = ok(box.uid("SEARCH", "ALL"), "SEARCH")[0].split()
    same([int(uid) for uid in uids], list(range(1, 81)), "numbers")
    answer = ok(box.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])"), "FETCH")
    same(len({part[1] for part in answer if isinstance(part, tuple)}), 80, "subjects")
    box.logout()


class Raw:
    """A client that says whatever it likes."""

    def __init__(self, port, is_greeted=True):
        self.socket = socket.create_connection((HOST, port), timeout=PATIENCE)
        self.file = self.socket.makefile("rb")
        if is_greeted:
            self.line()

    def say(self, data):
        self.socket.sendall(data)

    def line(self):
        return self.file.readline().rstrip(b"\r\n")

    def ask(self, data):
        self.say(data)
        answer = self.line()
        while answer[3:4] == b"-":
            answer = self.line()
        return answer

    def rest(self):
        """What comes until the server hangs up."""
        try:
            return self.file.read()
        except ConnectionResetError:
            return b""


def hostile(smtp_port, imap_port):
    """What no client means well is refused, and whoever comes after is served as before."""
    client = Raw(smtp_port)
    same(client.ask(b"MAIL FROM:<a@b.org>\r\n")[:3], b"503", "MAIL without EHLO")
    same(client.ask(b"EHLO trial\r\n")[:3], b"250", "EHLO")
    refused = {
        b"RCPT TO:<desk@example.com>": b"503", b"DATA": b"503", b"MAIL FROM:a@b.org": b"501", b"MAIL FROM:<a@b": b"501",
        b"MAIL FROM:<a b@c.org>": b"553", b"MAIL FROM:<a@b.org> SIZE=99999999999": b"552", b"MAIL FROM:<a@b.org> FOO=1": b"555",
        b"AUTH GSSAPI": b"504", b"AUTH PLAIN !!!": b"501", b"STARTTLS": b"502", b"\xff\xfe": b"500",
        "MAIL FROM:<анна@example.com>".encode(): b"553", b"RCPT TO:<" + b"a" * 5000 + b"@example.com>": b"503",
    }
    for command, code in refused.items():
        same(client.ask(command + b"\r\n")[:3], code, command[:60])
    same(client.ask(b"AUTH PLAIN\r\n")[:3], b"334", "AUTH without a response")
    same(client.ask(b"*\r\n")[:3], b"501", "AUTH given up")
    same(client.ask(b"MAIL FROM:<>\r\n")[:3], b"250", "the sender of notices")
    same(client.ask(b"MAIL FROM:<>\r\n")[:3], b"503", "a second sender")
    same(client.ask(b"DATA\r\n")[:3], b"554", "DATA without recipients")
    same(client.ask(b"RCPT TO:<desk@example.com>\r\n")[:3], b"250", "RCPT")
    same(client.ask(b"DATA\r\n")[:3], b"354", "DATA")
    smuggled = b"Subject: one\r\n\r\nx\n.\nMAIL FROM:<b@c.org>\r\nRCPT TO:<desk@example.com>\r\nDATA\r\nSubject: two\r\n\r\n"
    same(client.ask(smuggled + b"\r\n.\r\n")[:3], b"554", "a letter hidden behind a bare LF")
    same(client.ask(b"NOOP\r\n")[:3], b"250", "NOOP after it")
    for number in range(20):
        client.say(b"NOOP\r\n")
    same(client.ask(b"FOO\n")[:3], b"250", "pipelined answers")
    same(client.rest().count(b"250"), 19, "the other answers")

    client = Raw(smtp_port)
    client.say(b"EHLO " + b"x" * 20_000)
    same(client.rest()[:3], b"500", "a line without an end")
    client = Raw(smtp_port)
    client.say(b"FOO\r\n" * 60)
    same(b"421" in client.rest(), True, "too many mistakes")

    client = Raw(smtp_port)
    for command in (b"EHLO trial", b"MAIL FROM:<a@b.org>", b"RCPT TO:<desk@example.com>", b"DATA"):
        client.ask(command + b"\r\n")
    for _ in range(27):
        client.say((b"x" * 998 + b"\r\n") * 1000)
    same(client.ask(b".\r\n")[:3], b"552", "a letter that is too large")
    for command in (b"MAIL FROM:<a@b.org>", b"RCPT TO:<desk@example.com>", b"DATA"):
        client.ask(command + b"\r\n")
    for byte in b"Subject: byte by byte\r\n\r\n..x\r\n":
        client.say(bytes([byte]))
    same(client.ask(b".\r\n")[:3], b"250", "a letter that comes byte by byte")
    client.say(b"MAIL FROM:<a@b.org>\r\nRCPT TO:<desk@example.com>\r\nDATA\r\nSubject: cut")
    client.socket.close()

    client = Raw(imap_port)
    refused = {
        b"": b"* BAD", b"A": b"A BAD", b"A1 SELECT INBOX": b"A1 BAD", b"A2 LOGIN desk": b"A2 BAD", b"A3 LOGIN desk wrong": b"A3 NO",
        b"A4 AUTHENTICATE GSSAPI": b"A4 NO", b"(": b"* BAD", b"A5 LOGIN (((((((((((((((((((((((": b"A5 BAD",
        b'A6 LOGIN "desk': b"A6 BAD", b"A7 STARTTLS": b"A7 BAD", b"A8 NO\x00OP": b"A8 BAD", b"A9 LOGIN {99999} x": b"A9 NO",
    }
    for command, answer in refused.items():
        same(client.ask(command + b"\r\n").startswith(answer), True, command[:60])
    same(client.ask(b"B1 LOGIN {5000}\r\n"), b"B1 NO [TOOBIG] the literal is too large", "a large literal of a stranger")
    same(client.ask(b"B2 LOGIN {4}\r\n"), b"+ go on", "a literal")
    same(client.ask(b"desk {7+}\r\nsandbox\r\n")[:5], b"B2 OK", "the log-in")
    client.ask(b"C1 APPEND INBOX {40+}\r\nSubject: x\r\n\r\nhello hello hello hello\r\n\r\n")
    client.ask(b"C2 NOOP\r\n")
    while not client.ask(b"C3 EXAMINE INBOX\r\n").startswith(b"C3"):
        pass
    client = Raw(imap_port)
    client.ask(b"D1 LOGIN desk sandbox\r\n")
    client.say(b"D2 SELECT INBOX\r\n")
    while not client.line().startswith(b"D2 OK"):
        pass
    wrong = [
        b"FETCH 1", b"FETCH 0 FLAGS", b"FETCH 1 FOO", b"FETCH 1:x FLAGS", b"FETCH 1 BODY[1.HEADER", b"FETCH 1 BODY[]<1>", b"SEARCH",
        b"SEARCH FOO", b"SEARCH NOT", b"SEARCH " + b"NOT " * 1000 + b"ALL", b"STORE 1 FOO (\\Seen)", b"STORE 1 FLAGS (\\Foo)",
        b"STORE 1 FLAGS (a b)(c", b"COPY 1", b"UID EXPUNGE x", b"STATUS INBOX (FOO)", b"APPEND INBOX", b"FOO", b"UID FOO",
        b"FETCH " + b"1," * 30_000 + b"1 FLAGS",
    ]
    for command in wrong:
        answer = client.ask(b"D3 " + command + b"\r\n")
        same(answer.startswith(b"D3 BAD"), True, f"{command[:60]!r}: {answer!r}")
    same(client.ask(b"D4 CREATE &!!-\r\n")[:6], b"D4 BAD", "a name that is no name")
    same(client.ask(b"D5 CREATE a//b\r\n")[:5], b"D5 NO", "a folder without a name")
    same(client.ask(b"D6 LIST \"\" \"" + b"*%" * 200 + b"zz\"\r\n")[:5], b"D6 OK", "a pattern of many stars")
    same(client.ask(b"D7 SEARCH CHARSET KOI8-R ALL\r\n")[:5], b"D7 NO", "a character set")
    client = Raw(imap_port)
    client.say(b"E1 NOOP {99999999+}\r\n")
    same(client.rest()[:5], b"* BYE", "a literal that does not wait")
    client = Raw(imap_port)
    client.say(b"x" * 70_000)
    same(client.rest()[:5], b"* BYE", "a line without an end")

    # A client that asks for much and reads nothing holds nobody up.
    box = imap(imap_port)
    large = letter("large", text="x" * 70 + "\n")
    large.set_content(("x" * 70 + "\n") * 100_000)
    ok(box.append("INBOX", None, None, large.as_bytes()), "APPEND")
    client = Raw(imap_port)
    client.ask(b"F1 LOGIN desk sandbox\r\n")
    client.say(b"F2 SELECT INBOX\r\n" + b"F3 UID FETCH 1:* BODY.PEEK[]\r\n" * 50)
    same(len(ok(box.select("INBOX"), "SELECT")) > 0, True, "another client")
    client.socket.close()
    box.logout()


def silent(smtp_port, imap_port):
    """Who says nothing is hung up on."""
    for port, word in ((smtp_port, b"421 "), (imap_port, b"* BYE ")):
        # On a slow machine the farewell overtakes the greeting.
        said = Raw(port, is_greeted=False).rest()
        same(word in said, True, f"{word} in {said}")


if __name__ == "__main__":
    trials = [sends, reads, parses, waits, crowds, hostile, silent]
    {trial.__name__: trial for trial in trials}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
