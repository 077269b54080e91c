"""Compares VTIMEZONEs, as dateutil understands them, with the time zone database.

Standard input: a JSON object {"zone", "calendar"} on each line, the calendar with that one VTIMEZONE.
Standard output: a JSON array on each line: instants at which the two differ, as text.
"""

import datetime
import io
import json
import sys
import zoneinfo

import dateutil.tz

STEP = datetime.timedelta(hours=7, minutes=30)
FROM = datetime.datetime(2027, 1, 1, tzinfo=datetime.timezone.utc)
UNTIL = datetime.datetime(2028, 1, 1, tzinfo=datetime.timezone.utc)


for line in sys.stdin:
    case = json.loads(line)
    ours = dateutil.tz.tzical(io.StringIO(case["calendar"])).get()
    database = zoneinfo.ZoneInfo(case["zone"])
    differences = []
    moment = FROM
    while moment < UNTIL:
        # dateutil reads local times: an hour that the clocks show twice says nothing.
        local = moment.astimezone(database)
        folds = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        naive = local.replace(tzinfo=ours)
        if not folds and naive.utcoffset() != local.utcoffset():
            differences.append(f"{moment.isoformat()}: {naive.utcoffset()} instead of {local.utcoffset()}")
        moment += STEP
    print(json.dumps(differences[:5]))
