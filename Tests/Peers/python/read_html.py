"""Reads HTML as Python's html.parser does.

Standard input: a page in base64 on each line. Standard output: what was read, as JSON, on each line.
"""

import base64
import html.parser
import json
import sys


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.shape = []
        self.text = ""
        self.values = []

    def handle_starttag(self, tag, attributes):
        self.shape.append(" ".join([tag, *(name for name, _ in attributes)]))
        self.values += [[name, value or ""] for name, value in attributes]

    def handle_endtag(self, tag):
        self.shape.append("/" + tag)

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.shape.append("<!--")

    def handle_decl(self, data):
        self.shape.append("<!" + data)

    def handle_pi(self, data):
        self.shape.append("<?")

    def unknown_decl(self, data):
        self.shape.append("<![")


# All of it first: whoever asks may not outlive a pipe that breaks while they write.
for line in sys.stdin.readlines():
    page = Page()
    page.feed(base64.b64decode(line).decode())
    page.close()
    print(json.dumps({"shape": page.shape, "text": page.text, "values": page.values}))
