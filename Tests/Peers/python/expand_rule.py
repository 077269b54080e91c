"""Days of recurrence rules, by dateutil: standard input has a line `FIRST RULE` each, FIRST as 2026-12-01.

Standard output: for each the first 12 days, with spaces between.
"""

import sys
from datetime import datetime
from itertools import islice

from dateutil.rrule import rrulestr

for line in sys.stdin:
    first, rule = line.split()
    start = datetime.fromisoformat(first)
    days = rrulestr(rule.replace("Z", ""), dtstart=start)
    print(*(day.strftime("%Y-%m-%d") for day in islice(days, 12)))
