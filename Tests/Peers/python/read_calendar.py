"""Reads calendars as the icalendar package does.

Standard input: a calendar in base64 on each line. Standard output: what was read, as JSON, on each line.
"""

import base64
import datetime
import json
import sys

import dateutil.tz
import icalendar


def value(property):
    """A property's value as text; times in UTC."""
    if hasattr(property, "dt"):
        moment = property.dt
        if isinstance(moment, datetime.datetime):
            return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        if isinstance(moment, datetime.timedelta):
            return f"{int(moment.total_seconds())}s"
        return str(moment)
    if isinstance(property, icalendar.vRecur):
        return property.to_ical().decode()
    return str(property)


def component(item):
    properties = []
    for name, entry in item.property_items(recursive=False, sorted=False):
        if name in ("BEGIN", "END"):
            continue
        parameters = {key: str(text) for key, text in getattr(entry, "params", {}).items()}
        properties.append({"name": name, "value": value(entry), "parameters": parameters})
    return {
        "name": item.name,
        "properties": properties,
        "components": [component(child) for child in item.subcomponents],
    }


# All of it first: whoever asks may not outlive a pipe that breaks while they write.
for line in sys.stdin.readlines():
    data = base64.b64decode(line)
    calendar = icalendar.Calendar.from_ical(data)
    answer = component(calendar)
    answer["errors"] = [str(error) for item in calendar.walk() for error in item.errors]
    print(json.dumps(answer))
