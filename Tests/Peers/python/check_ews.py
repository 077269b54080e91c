"""Checks SOAP envelopes against the published schemas of Exchange Web Services, as libxml2 understands them.

Argument: the folder with messages.xsd and types.xsd. Standard input: envelopes with a NUL between them.
Standard output: a line for each mistake, nothing when all are valid.
"""

import sys

from lxml import etree

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"


def mistakes(schema, text):
    try:
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError as error:
        return [str(error)]
    if root.tag != SOAP + "Envelope":
        return [f"{root.tag} is no envelope"]
    found = []
    for part in root:
        if part.tag not in (SOAP + "Header", SOAP + "Body"):
            found.append(f"{part.tag} stands in the envelope")
        for child in part:
            if child.tag == SOAP + "Fault":
                continue
            # Each is a document of its own to the schema.
            document = etree.fromstring(etree.tostring(child))
            if not schema.validate(document):
                found += [f"{etree.QName(child).localname}: {entry.message}" for entry in schema.error_log]
    return found


schema = etree.XMLSchema(etree.parse(f"{sys.argv[1]}/messages.xsd"))
for number, text in enumerate(sys.stdin.buffer.read().split(b"\0")):
    for mistake in mistakes(schema, text):
        print(f"{number}: {mistake}")
