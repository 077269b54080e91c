"""Invites the desk to a meeting as Ann does, and waits for the answer: smtplib, imaplib and icalendar.

usage: try_meeting.py SMTP_PORT IMAP_PORT PASSWORD UID PLACE   (prints PARTSTAT and what is written with it)
"""

import email
import email.policy
import imaplib
import smtplib
import sys
import time
from email.message import EmailMessage

from icalendar import Calendar

PATIENCE = 300


def invitation(uid, place):
    location = f"LOCATION:{place}\r\n" if place else ""
    calendar = (
        "BEGIN:VCALENDAR\r\nPRODID:-//Trial//EN\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
        f"UID:{uid}\r\nDTSTAMP:20261121T090000Z\r\nDTSTART:20261201T070000Z\r\nDTEND:20261201T080000Z\r\n"
        f"SUMMARY:Plans\r\n{location}SEQUENCE:0\r\nORGANIZER;CN=Ann:mailto:ann@example.com\r\n"
        "ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:desk@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Ann Lee <ann@example.com>"
    message["To"] = "desk@example.com"
    message["Subject"] = "Plans"
    message["Message-ID"] = f"<{uid}@example.com>"
    message.set_content("Let us meet.")
    message.add_alternative(calendar, subtype="calendar", params={"method": "REQUEST"})
    return message


def answer(box, uid):
    box.select("INBOX")
    for number in box.search(None, "ALL")[1][0].split():
        message = email.message_from_bytes(box.fetch(number, "(BODY.PEEK[])")[1][0][1], policy=email.policy.default)
        for part in message.walk():
            if part.get_content_type() != "text/calendar":
                continue
            calendar = Calendar.from_ical(part.get_payload(decode=True))
            if str(calendar.get("METHOD")) != "REPLY":
                continue
            for event in calendar.walk("VEVENT"):
                if str(event["UID"]) == uid:
                    body = message.get_body(("plain",))
                    return event["ATTENDEE"].params["PARTSTAT"], body.get_content().strip() if body else ""
    return None


def main(smtp_port, imap_port, password, uid, place):
    client = smtplib.SMTP("127.0.0.1", int(smtp_port), timeout=PATIENCE)
    client.login("ann", password)
    client.send_message(invitation(uid, place))
    client.quit()
    box = imaplib.IMAP4("127.0.0.1", int(imap_port), timeout=PATIENCE)
    box.login("ann", password)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := answer(box, uid):
            print(*found)
            return
        time.sleep(0.2)
    sys.exit("nobody answered the invitation")


if __name__ == "__main__":
    main(*sys.argv[1:])
