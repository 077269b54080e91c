"""An Exchange whose answers are as large as they are asked to be: python large_exchange.py FOLDER

GetItem of `letter-N` gives a letter of about N bytes, of `subject-N` a subject of N bytes, of `comment-N` an answer with N bytes of
comments in it. All of it is made while it is sent. The first line of output is `listening PORT VERSION`.
"""

import base64
import http.server
import re
import sys

NAMES = (
    'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" '
    'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"'
)
FOLDER = (
    '<t:Folder><t:FolderId Id="f" ChangeKey="k"/><t:DisplayName>Inbox</t:DisplayName><t:TotalCount>1</t:TotalCount>'
    "<t:UnreadCount>1</t:UnreadCount></t:Folder>"
)
HEAD = b"Subject: large\r\nX-Padding: " + b"." * 29 + b"\r\n\r\n"
LINE = b"0123456789" * 5 + b"abcdefgh\r\n"
BLOCK = 1_000


def around(operation, container):
    """What stands before and behind the items or folders of an answer."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><s:Envelope {NAMES}><s:Body><m:{operation}Response><m:ResponseMessages>'
        f'<m:{operation}ResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:{container}>',
        f"</m:{container}></m:{operation}ResponseMessage></m:ResponseMessages></m:{operation}Response></s:Body></s:Envelope>",
    )


def item(kind, size):
    before = f'<t:Message><t:ItemId Id="{kind}-{size}" ChangeKey="k"/>'
    if kind == "letter":
        yield before[: before.index("<t:ItemId")] + "<t:MimeContent CharacterSet=\"UTF-8\">"
        yield base64.b64encode(HEAD)
        lines = size // len(LINE) - 1
        block = base64.b64encode(LINE * BLOCK)
        for _ in range(lines // BLOCK):
            yield block
        yield base64.b64encode(LINE * (lines % BLOCK))
        yield "</t:MimeContent>" + before[before.index("<t:ItemId"):]
    elif kind == "subject":
        yield before + "<t:Subject>"
        for _ in range(size // 10_000):
            yield b"s" * 10_000
        yield "</t:Subject>"
    else:
        yield before
        for _ in range(size // 10_000):
            yield b"<!-- x -->" * 1_000
    yield "</t:Message>"


class Call(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        request = self.rfile.read(int(self.headers["Content-Length"]))
        found = re.search(rb'ItemId Id="(\w+)-(\d+)"', request)
        if found:
            before, behind = around("GetItem", "Items")
            parts = item(found[1].decode(), int(found[2]))
        else:
            before, behind = around("GetFolder", "Folders")
            parts = [FOLDER]
        self.send_response(200)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self.say(before)
            for part in parts:
                self.say(part)
            self.say(behind)
            self.wfile.write(b"0\r\n\r\n")
        except OSError:
            self.close_connection = True  # Who has had enough hangs up.

    def say(self, part):
        part = part.encode() if isinstance(part, str) else part
        if part:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))

    def log_message(self, *words):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Call)
server.daemon_threads = True
print(f"listening {server.server_address[1]} 1", flush=True)
server.serve_forever()
