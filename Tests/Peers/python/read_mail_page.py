"""Reads HTML as Python's html.parser does.

Standard input: an HTML text, as JSON, on each line. Standard output: on each line a JSON object with
"marks": start tags with the names of their attributes, end tags, comments and the like, in their order,
"values": the values of all attributes, "addresses": those of href and src, "text": all text, "words": the words that a reader of the page sees.
"""

import html.parser
import json
import sys

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SILENT = {"head", "title", "style", "script", "select", "template"}
INLINE = {"a", "b", "i", "em", "strong", "span", "font", "small", "sup", "sub", "code", "u", "o:p"}
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u034f\u200b\u2060\ufeff\u200c"))


class Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.marks, self.values, self.addresses, self.texts, self.seen = [], [], [], [], []
        self.hidden, self.depth = None, 0

    def handle_starttag(self, tag, attributes):
        self.marks.append(" ".join(["<" + tag] + [name for name, _ in attributes]))
        self.values += [value or "" for _, value in attributes]
        self.addresses += [value or "" for name, value in attributes if name in ("href", "src")]
        named = dict(attributes)
        style = (named.get("style") or "").replace(" ", "").lower()
        if self.hidden:
            self.depth += tag == self.hidden
        elif tag in SILENT or "hidden" in named or "display:none" in style or "visibility:hidden" in style:
            if tag not in VOID:
                self.hidden, self.depth = tag, 1
        elif tag == "img":
            self.seen.append(named.get("alt") or "")
        self.part(tag)

    def handle_endtag(self, tag):
        self.marks.append("</" + tag)
        if tag == self.hidden:
            self.depth -= 1
            if not self.depth:
                self.hidden = None
        self.part(tag)

    def part(self, tag):
        if not self.hidden and tag not in INLINE:
            self.seen.append(" ")

    def handle_data(self, data):
        self.texts.append(data)
        if not self.hidden:
            self.seen.append(data)

    def handle_comment(self, data):
        self.marks.append("<!--")

    def handle_decl(self, data):
        self.marks.append("<!")

    def handle_pi(self, data):
        self.marks.append("<?")

    def unknown_decl(self, data):
        self.marks.append("<![")


for line in sys.stdin:
    reader = Reader()
    reader.feed(json.loads(line))
    reader.close()
    words = "".join(reader.seen).translate(UNSEEN).split()
    seen = {"marks": reader.marks, "values": reader.values, "addresses": reader.addresses}
    print(json.dumps(seen | {"text": "".join(reader.texts), "words": words}))
