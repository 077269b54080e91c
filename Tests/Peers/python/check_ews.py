"""Checks SOAP envelopes against the published schemas of Exchange Web Services.

Argument: the folder with messages.xsd and types.xsd. Standard input: envelopes with a NUL between them.
Standard output: a line for each mistake, nothing when all are valid.
"""

import sys

import ews_schema

schema = ews_schema.load(sys.argv[1])
for number, text in enumerate(sys.stdin.buffer.read().split(b"\0")):
    for mistake in ews_schema.mistakes(schema, text):
        print(f"{number}: {mistake}")
