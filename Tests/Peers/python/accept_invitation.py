"""Accepts an invitation as a guest's calendar program would (RFC 5546, section 3.2.3), with the icalendar package.

Standard input: the text/calendar part. Argument: the guest's address.
Standard output: what stands in the request and in the reply made from it, read back, as JSON.
"""

import datetime
import json
import sys

import icalendar


def only_event(calendar):
    events = calendar.walk("VEVENT")
    assert len(events) == 1, f"{len(events)} events"
    return events[0]


def attendees(event):
    found = event.get("ATTENDEE", [])
    return found if isinstance(found, list) else [found]


def utc(property):
    return property.dt.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


request = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
event = only_event(request)
guest = next(a for a in attendees(event) if a.lower() == f"mailto:{sys.argv[1]}".lower())

accepted = icalendar.vCalAddress(str(guest))
accepted.params["PARTSTAT"] = "ACCEPTED"
answer = icalendar.Event()
answer.add("UID", event["UID"])
answer.add("SEQUENCE", event["SEQUENCE"])
answer.add("DTSTAMP", datetime.datetime.now(datetime.timezone.utc))
answer.add("DTSTART", event["DTSTART"].dt)
answer["ORGANIZER"] = event["ORGANIZER"]
answer["ATTENDEE"] = accepted
reply = icalendar.Calendar()
reply.add("PRODID", "-//tests//a guest//EN")
reply.add("VERSION", "2.0")
reply.add("METHOD", "REPLY")
reply.add_component(answer)

again = icalendar.Calendar.from_ical(reply.to_ical())
answered = only_event(again)
json.dump(
    {
        "method": str(again["METHOD"]),
        "uid": str(answered["UID"]),
        "sequence": int(answered["SEQUENCE"]),
        "organizer": str(answered["ORGANIZER"]),
        "attendee": str(answered["ATTENDEE"]),
        "requestMethod": str(request["METHOD"]),
        "requestStatus": str(event.get("STATUS", "")),
        "requestUID": str(event["UID"]),
        "requestSequence": int(event["SEQUENCE"]),
        "attendees": [str(a) for a in attendees(event)],
        "wasAsked": guest.params.get("RSVP") == "TRUE" and guest.params.get("PARTSTAT") == "NEEDS-ACTION",
        "start": utc(event["DTSTART"]),
        "end": utc(event["DTEND"]),
        "summary": str(event["SUMMARY"]),
        "errors": [str(error) for item in request.walk() for error in item.errors],
    },
    sys.stdout,
)
