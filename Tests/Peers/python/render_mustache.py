"""Renders Mustache templates as chevron does.

Standard input: a JSON object {"template", "data"} on each line. Standard output: the text, as JSON, on each line.
"""

import json
import sys

import chevron

for line in sys.stdin:
    case = json.loads(line)
    try:
        text = chevron.render(case["template"], case["data"])
    except Exception as error:
        text = f"{type(error).__name__}: {error}"
    print(json.dumps(text))
