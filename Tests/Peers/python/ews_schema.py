"""The published schemas of Exchange Web Services, as libxml2 understands them."""

from lxml import etree

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
MESSAGES = "{http://schemas.microsoft.com/exchange/services/2006/messages}"
TYPES = "{http://schemas.microsoft.com/exchange/services/2006/types}"


def load(folder):
    return etree.XMLSchema(etree.parse(f"{folder}/messages.xsd"))


def mistakes(schema, text):
    """What the schema has against an envelope, a line each."""
    try:
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError as error:
        return [f"{error}: {text[:300]!r}"]
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
            as_published(document)
            if not schema.validate(document):
                found += [f"{etree.QName(child).localname}: {entry.message}" for entry in schema.error_log]
    return found


def as_published(document):
    """The one known difference between the schema and what servers write: in streams, two elements are of the other namespace.

    exchangelib and the EWS Managed API look for what servers write; each must stand there, and not what the schema says.
    """
    if document.tag != MESSAGES + "GetStreamingEventsResponse":
        return
    for parent, name in (("Notifications", "Notification"), ("ErrorSubscriptionIds", "SubscriptionId")):
        for element in document.iter(MESSAGES + parent):
            for child in element:
                child.tag = TYPES + name if child.tag == MESSAGES + name else MESSAGES + "Not" + name
