"""Uses an Exchange as exchangelib does, and prints what it saw as JSON: python exchange_client.py STEP OPTIONS

OPTIONS is JSON: url, user, password, address, auth (basic | ntlm), version, schema (a folder with messages.xsd), and what
the step wants. Every answer of the server is validated when there is a schema; what is wrong stands in "invalid".
"""

import base64
import io
import json
import logging
import re
import sys
import threading
import time
from datetime import datetime, timedelta, timezone

import requests
from exchangelib import (
    BASIC,
    DELEGATE,
    IMPERSONATION,
    NTLM,
    Account,
    Attendee,
    CalendarItem,
    Configuration,
    Credentials,
    EWSDate,
    EWSDateTime,
    EWSTimeZone,
    FileAttachment,
    HTMLBody,
    Mailbox,
    Message,
    NoVerifyHTTPAdapter,
    UTC,
)
from exchangelib.errors import ErrorItemNotFound, EWSError
from exchangelib.items import ID_ONLY, SEND_TO_ALL_AND_SAVE_COPY, SEND_ONLY_TO_ALL
from exchangelib.recurrence import AbsoluteMonthlyPattern, Recurrence, WeeklyPattern
from exchangelib.protocol import BaseProtocol
from exchangelib.version import Version, Build
import ews_schema

options = json.loads(sys.argv[2])
invalid = []
schema = ews_schema.load(options["schema"]) if options.get("schema") else None
envelopes = 0


def validate(content):
    """Notes what the schema has against an answer."""
    global envelopes
    envelopes += 1
    invalid.extend(ews_schema.mistakes(schema, content))


def heard(read):
    """A stream as it is read, each of its envelopes validated once it is whole."""

    def parts(*arguments, **options):
        rest = b""
        for part in read(*arguments, **options):
            *whole, rest = re.split(rb"(?<=</s:Envelope>)", rest + part)
            for envelope in whole:
                validate(envelope.strip())
            yield part

    return parts


class Raw(io.BytesIO):
    """Bytes that take the attributes which exchangelib sets."""


class Adapter(requests.adapters.HTTPAdapter):
    def send(self, request, stream=False, **arguments):
        answer = super().send(request, stream=stream, **arguments)
        if schema is not None and answer.status_code in (200, 500) and "Exchange.asmx" in request.url:
            if stream and b"GetStreamingEvents" in (request.body or b""):
                answer.iter_content = heard(answer.iter_content)
                return answer
            if answer.headers.get("Content-Type", "").startswith("text/xml"):
                content = answer.content
                validate(content)
                # As if nobody had read it yet.
                answer.raw, answer._content, answer._content_consumed = Raw(content), False, False
        return answer


BaseProtocol.HTTP_ADAPTER_CLS = Adapter


def account(**changes):
    given = {**options, **changes}
    config = Configuration(
        service_endpoint=given["url"],
        credentials=Credentials(given["user"], given["password"]),
        auth_type=NTLM if given.get("auth") == "ntlm" else BASIC,
        max_connections=4,
    )
    return Account(
        given["address"],
        config=config,
        autodiscover=False,
        access_type=IMPERSONATION if given.get("impersonate") else DELEGATE,
        default_timezone=UTC,
    )


def person(mailbox):
    return mailbox.email_address if mailbox else None


def shown(item):
    found = {
        "class": item.item_class,
        "subject": item.subject,
        "isRead": getattr(item, "is_read", None),
        "id": getattr(item, "message_id", None),
        "from": person(getattr(item, "author", None)),
        "to": [person(each) for each in getattr(item, "to_recipients", None) or []],
        "text": item.text_body,
        "attachments": [[each.name, base64.b64encode(each.content).decode()] for each in item.attachments or []],
        "mime": item.mime_content.decode(errors="replace") if item.mime_content else None,
    }
    if hasattr(item, "start"):
        found |= {
            "start": item.start.isoformat() if item.start else None,
            "end": item.end.isoformat() if item.end else None,
            "location": getattr(item, "location", None),
            "uid": getattr(item, "uid", None),
            "guests": {
                person(each.mailbox): each.response_type for each in getattr(item, "required_attendees", None) or []
            },
            "answer": getattr(item, "my_response_type", None),
            "organizer": person(getattr(item, "organizer", None)),
            "isCancelled": getattr(item, "is_cancelled", None),
        }
    return found


def folder(me, name):
    return {"inbox": me.inbox, "sent": me.sent, "drafts": me.drafts, "calendar": me.calendar, "trash": me.trash}[name]


def wait_for(find):
    deadline = time.time() + 120
    while time.time() < deadline:
        if (found := find()) is not None:
            return found
        time.sleep(0.05)
    raise TimeoutError("it did not come")


def list_items():
    me = account()
    return [shown(item) for item in folder(me, options.get("folder", "inbox")).all().order_by("datetime_received")]


def folders():
    me = account()
    return sorted(each.name for each in me.msg_folder_root.walk())


def send():
    """A letter with text and a file, one with HTML by SendOnly, and a draft that is saved, given a file, and sent."""
    me = account()
    first = Message(
        account=me, folder=me.sent, subject="Grüße", body="Hello", to_recipients=options["to"],
        bcc_recipients=options.get("bcc", []),
    )
    first.attach(FileAttachment(name="Отчёт.txt", content=b"content\n"))
    first.send_and_save()
    Message(account=me, subject="Page", body=HTMLBody("<p>Hi <b>you</b></p>"), to_recipients=options["to"]).send(
        save_copy=False
    )
    draft = Message(account=me, folder=me.drafts, subject="Draft", body="Later", to_recipients=options["to"])
    draft.save()
    draft.attach(FileAttachment(name="a.bin", content=bytes(range(256))))
    draft.refresh()
    draft.subject = "Draft, changed"
    draft.save(update_fields=["subject"])
    draft.send()
    return [shown(item) for item in me.sent.all().order_by("datetime_received")]


def mime():
    me = account()
    Message(account=me, folder=me.sent, mime_content=options["mime"].encode(), to_recipients=[]).send_and_save()
    return [shown(item) for item in me.sent.all()]


def tidy():
    """Searches, marks, flags, moves and deletes."""
    me = account()
    unread = list(me.inbox.filter(is_read=False).order_by("datetime_received"))
    pages = [each.subject for each in me.inbox.all().order_by("subject").only("subject")]
    first = unread[0]
    first.is_read = True
    first.save(update_fields=["is_read"])
    first.categories = ["blue"]
    first.save(update_fields=["categories"])
    again = me.inbox.get(id=first.id)
    found = [each.subject for each in me.inbox.filter(message_id=first.message_id)]
    contains = [each.subject for each in me.inbox.filter(subject__icontains=first.subject[1:].upper())]
    stale = unread[0]
    unread[1].move(me.junk)
    unread[2].move_to_trash()
    last = unread[3].id
    unread[3].delete()
    gone = None
    try:
        me.inbox.get(id=last)
    except Exception as problem:
        gone = type(problem).__name__
    return {
        "unread": [each.subject for each in unread],
        "pages": pages,
        "again": [again.is_read, again.categories],
        "found": found,
        "contains": contains,
        "junk": [each.subject for each in me.junk.all()],
        "trash": [each.subject for each in me.trash.all()],
        "left": [each.subject for each in me.inbox.all()],
        "gone": gone,
    }


def resolve():
    me = account()
    assert me.version
    found = {}
    for name in options["names"]:
        found[name] = [
            person(each) if not isinstance(each, Exception) else type(each).__name__
            for each in me.protocol.resolve_names([name])
        ]
    return found


def sync():
    """Follows a folder: all there is, in pages, and then what changes."""
    me = account()
    def changes(most=2):
        return [
            [kind, getattr(item, "subject", None) if kind in ("create", "update") else None]
            for kind, item in me.inbox.sync_items(max_changes_returned=most)
        ]
    first = changes()
    items = list(me.inbox.all().order_by("datetime_received"))
    items[0].is_read = not items[0].is_read
    items[0].save(update_fields=["is_read"])
    items[1].categories = ["x"]
    items[1].save(update_fields=["categories"])
    items[2].delete()
    return {"first": first, "then": changes(), "last": changes()}


def events():
    """Hears of letters by a stream and by asking."""
    me = account()
    heard = []
    pull, mark = me.inbox.subscribe_to_pull()
    stream = me.inbox.subscribe_to_streaming()

    def listen():
        for note in me.inbox.get_streaming_events(stream, connection_timeout=1):
            heard.extend(type(event).__name__ for event in note.events)
            if "DeletedEvent" in heard:
                return

    listener = threading.Thread(target=listen)
    listener.start()
    Message(account=me, subject="News", body="!", to_recipients=[options["address"]]).send(save_copy=False)
    letter = wait_for(lambda: next(iter(me.inbox.filter(subject="News")), None))
    letter.is_read = True
    letter.save(update_fields=["is_read"])
    moved = letter.copy(me.inbox)
    letter.delete()
    listener.join(120)
    asked = []
    for note in me.inbox.get_events(pull, mark):
        asked.extend(type(event).__name__ for event in note.events)
    me.inbox.unsubscribe(stream)
    me.inbox.unsubscribe(pull)
    lost = None
    try:
        list(me.inbox.get_events(pull, mark))
    except EWSError as problem:
        lost = type(problem).__name__
    return {"stream": heard, "pull": asked, "lost": lost}


START = EWSDateTime(2026, 12, 1, 10, tzinfo=UTC)


def meet():
    """Invites, as the organizer."""
    me = account()
    meeting = CalendarItem(
        account=me, folder=me.calendar, subject="Planning", body="Bring tea", location="Room 1", start=START,
        end=START + timedelta(hours=1), required_attendees=options["to"], reminder_minutes_before_start=15,
    )
    meeting.save(send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
    return shown(me.calendar.get(subject="Planning"))


def change():
    me = account()
    meeting = me.calendar.get(subject="Planning")
    meeting.start = START + timedelta(hours=2)
    meeting.end = START + timedelta(hours=3)
    meeting.location = "Room 2"
    meeting.save(
        update_fields=["start", "end", "location"], send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY
    )
    return shown(me.calendar.get(subject="Planning"))


def cancel():
    me = account()
    me.calendar.get(subject="Planning").cancel(new_body="No tea")
    return [shown(item) for item in me.calendar.all()]


def answer():
    """Answers the newest invitation in the inbox."""
    me = account()
    request = [each for each in me.inbox.all().order_by("-datetime_received") if each.ELEMENT_NAME == "MeetingRequest"][0]
    seen = shown(request)
    done = getattr(request, options["word"])(body=options.get("body", ""))
    calendar = [shown(each) for each in me.calendar.view(START - timedelta(days=1), START + timedelta(days=2))]
    return {"request": seen, "calendar": calendar, "inbox": len(list(me.inbox.all())), "done": str(type(done).__name__)}


def series():
    """Makes a series, looks at its meetings, and takes one out."""
    me = account()
    zone = EWSTimeZone("Europe/Berlin")
    first = EWSDateTime(2026, 10, 20, 10, tzinfo=zone)
    CalendarItem(
        account=me, folder=me.calendar, subject="Weekly", start=first, end=first + timedelta(hours=1),
        required_attendees=options["to"],
        recurrence=Recurrence(pattern=WeeklyPattern(interval=1, weekdays=["Tuesday", "Thursday"]), start=first.date(), number=4),
    ).save(send_meeting_invitations=SEND_TO_ALL_AND_SAVE_COPY)
    CalendarItem(
        account=me, folder=me.calendar, subject="Pay", start=first, end=first + timedelta(hours=1),
        recurrence=Recurrence(pattern=AbsoluteMonthlyPattern(interval=1, day_of_month=31), start=first.date(), end=EWSDate(2027, 3, 31)),
    ).save()
    master = me.calendar.get(subject="Weekly")
    master.occurrence(index=2).delete(send_meeting_cancellations="SendToNone")
    beyond = None
    try:
        master.occurrence(index=9).refresh()
    except EWSError as problem:
        beyond = type(problem).__name__
    backwards = me.calendar.view(first, first + timedelta(days=1))[0].recurring_master()
    backwards.refresh()
    return {
        "master": [master.type, str(master.recurrence.pattern), str(master.recurrence.boundary)],
        "first": str(master.first_occurrence.start), "last": str(master.last_occurrence.start),
        "beyond": beyond, "view": viewed(me), "masters": sorted(each.subject for each in me.calendar.all()),
        "backwards": backwards.subject,
    }


def viewed(me):
    start = EWSDateTime(2026, 10, 1, tzinfo=UTC)
    return [
        [each.subject, each.start.isoformat(), each.type, each.is_recurring]
        for each in me.calendar.view(start, start + timedelta(days=200))
    ]


def view():
    return viewed(account())


def problems():
    """What the server says to those who may not, and to nonsense."""
    me = account()
    found = {}

    def attempt(name, body):
        try:
            found[name] = str(body())
        except Exception as problem:
            found[name] = type(problem).__name__

    attempt("gone", lambda: me.inbox.get(id="bm9uc2Vuc2U="))
    attempt("sender", lambda: Message(
        account=me, subject="x", author="ann@example.com", to_recipients=["ann@example.com"]).send(save_copy=False))
    attempt("nobody", lambda: Message(account=me, subject="x", to_recipients=[]).send(save_copy=False))
    attempt("password", lambda: account(password="wrong").inbox.total_count)
    attempt("other", lambda: list(account(address="ann@example.com").inbox.all()))
    attempt("impersonation", lambda: list(account(address="ann@example.com", impersonate=True).inbox.all()))
    return found


logging.getLogger("exchangelib").setLevel(logging.ERROR)
STEPS = {
    "list": list_items, "folders": folders, "send": send, "mime": mime, "tidy": tidy, "resolve": resolve,
    "sync": sync, "events": events, "meet": meet, "change": change, "cancel": cancel, "answer": answer,
    "series": series, "view": view, "problems": problems,
}
result = STEPS[sys.argv[1]]()
print(json.dumps({"result": result, "invalid": invalid, "envelopes": envelopes}, default=str))
