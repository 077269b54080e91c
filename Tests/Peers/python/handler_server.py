"""An HTTP endpoint that takes router's messages, good-natured or not: python handler_server.py FOLDER [OPTION VALUE]...

--secret S    checks Router-Signature with this secret, and refuses what is not signed so
--chain PEM   speaks TLS, with that key and certificate
--basic N:P   wants that login            --bearer T   wants that token
--ntlm FILE   wants NTLM; FILE has lines of DOMAIN:USER:PASSWORD

POST /messages takes a message; /seen tells what was taken. Other paths misbehave, each in its own way: see `misbehave`.
"""

import base64
import hashlib
import hmac
import io
import json
import os
import ssl
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import spnego
from werkzeug.formparser import parse_form_data

folder = sys.argv[1]
options = {name.removeprefix("--"): value for name, value in zip(sys.argv[2::2], sys.argv[3::2])}
lock = threading.Lock()
INVOICES = {"Inv-17", "Inv-18", "Счёт/1?x"}
# What was taken, by its idempotency key, in the order of the first time.
taken = {}
refused = []
connections = 0
# The paths that objects were asked for, in their order.
asked = []
stop = threading.Event()


def signed(header, body):
    """Whether a signature of ours is among those of the header, written from the manual's words alone."""
    parts = [part.split("=", 1) for part in header.split(",")]
    times = [value for name, value in parts if name == "t"]
    if len(times) != 1 or abs(time.time() - int(times[0])) > 300:
        return False
    text = times[0].encode() + b"." + body
    wanted = hmac.new(options["secret"].encode(), text, hashlib.sha256).hexdigest()
    return any(hmac.compare_digest(wanted, value) for name, value in parts if name == "v1")


def message(headers, body):
    """The message's JSON and its attachments' contents, from JSON or a form."""
    if headers["Content-Type"].startswith("multipart/form-data"):
        environ = {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": headers["Content-Type"],
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        _, form, files = parse_form_data(environ, max_form_memory_size=None)
        parts = files.getlist("attachment")
        contents = [part.read() for part in parts]
        return json.loads(form["message"]), contents, [[part.filename, part.mimetype] for part in parts]
    value = json.loads(body)
    items = [item for item in value.get("Attachments", []) if "Content" in item]
    return value, [base64.b64decode(item["Content"], validate=True) for item in items], []


class Endpoint(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Endpoint"
    timeout = 600

    def setup(self):
        global connections
        super().setup()
        self.ntlm = None
        self.is_known = False
        with lock:
            connections += 1

    def log_message(self, *_):
        pass

    def say(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def say_json(self, status, value, **headers):
        self.say(status, json.dumps(value).encode(), Content_Type="application/json", **headers)

    def do_HEAD(self):
        if self.let_in():
            self.misbehave(self.path) or self.say(405, Allow="POST")

    def do_GET(self):
        if self.path == "/seen":
            with lock:
                return self.say_json(
                    200,
                    {"taken": list(taken.values()), "refused": refused, "connections": connections, "asked": asked},
                )
        if self.let_in():
            self.look_up()

    def look_up(self):
        """Whether there is an invoice; /hesitant/ does not say so at first, /page/ answers as to a browser."""
        url = urllib.parse.urlsplit(self.path)
        place, _, key = url.path.strip("/").partition("/")
        query = dict(urllib.parse.parse_qsl(url.query))
        if "value" in query:
            place, key = "invoices", query["value"]
        with lock:
            asked.append(self.path)
            times = sum(path == self.path for path in asked)
        if place == "hesitant" and times < 3:
            return self.say_json(503, {"detail": "the database is being moved"})
        if place == "page":
            return self.say(200, b"<html><title>Log in</title></html>", Content_Type="text/html")
        if place == "search":
            return self.say_json(200, [{"Number": key}] if key in INVOICES else [])
        if urllib.parse.unquote(key) in INVOICES:
            return self.say_json(200, {"Number": urllib.parse.unquote(key)})
        self.say_json(404, {"detail": "no such invoice"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.let_in() and not self.misbehave(self.path):
            self.take(body)

    do_PUT = do_PATCH = do_POST

    def take(self, body):
        if "secret" in options and not signed(self.headers.get("Router-Signature", ""), body):
            with lock:
                refused.append(self.headers.get("Router-Signature", ""))
            return self.say_json(403, {"title": "Forbidden", "detail": "the signature is wrong"})
        if self.path.startswith("/v1/"):
            # As router itself answers to a submission.
            value, contents, files = {"id": "submission", **json.loads(body)}, [], []
        else:
            value, contents, files = message(self.headers, body)
        key = self.headers["Idempotency-Key"]
        names = ["Idempotency-Key", "Router-Message-Id", "Router-Attempt", "traceparent", "X-Tenant", "X-Api-Key", "Router-Kind"]
        with lock:
            entry = taken.setdefault(
                key,
                {
                    "key": key,
                    "count": 0,
                    "time": time.time(),
                    "method": self.command,
                    "path": self.path,
                    "message": {name: item for name, item in value.items() if name != "Attachments"},
                    "attachments": [
                        {name: item for name, item in one.items() if name != "Content"}
                        for one in value.get("Attachments", [])
                    ],
                    "contents": [base64.b64encode(content).decode() for content in contents],
                    "files": files,
                    "headers": {name: self.headers[name] for name in names if self.headers[name]},
                },
            )
            entry["count"] += 1
        if self.path.startswith("/v1/"):
            return self.say_json(202, {"id": value["id"], "state": "queued"})
        self.say_json(200, {"IsDeclined": False, "Message": "взято", "Id": value["id"]})

    def let_in(self):
        """Answers 401 to who has no login, or not the right one."""
        given = self.headers.get("Authorization", "")
        if "basic" in options:
            good = given == "Basic " + base64.b64encode(options["basic"].encode()).decode()
            return good or self.say_json(401, {"detail": f"not by '{given}'"}, WWW_Authenticate="Basic") or False
        if "bearer" in options:
            return given == "Bearer " + options["bearer"] or self.say(401, WWW_Authenticate="Bearer") or False
        if "ntlm" in options and not self.is_known:
            return self.step(given)
        return True

    def step(self, given):
        # NTLM logs the connection in.
        if not given.startswith("NTLM "):
            return self.say(401, WWW_Authenticate="NTLM") or False
        try:
            self.ntlm = self.ntlm or spnego.server(protocol="ntlm")
            answer = self.ntlm.step(base64.b64decode(given[5:]))
        except Exception:
            self.ntlm = None
            return self.say(401, WWW_Authenticate="NTLM") or False
        if self.ntlm.complete:
            self.is_known = True
            return True
        return self.say(401, WWW_Authenticate="NTLM " + base64.b64encode(answer).decode()) or False

    def misbehave(self, path):
        """Answers badly, where the path asks for that; says whether it did."""
        words = path.strip("/").split("/")
        match words[0]:
            case "status":
                status = int(words[1])
                self.say_json(status, {"title": "A title", "status": status, "detail": "the invoice is not known"})
            case "later":
                self.say_json(503, {"detail": "the database is being moved"}, Retry_After=words[1])
            case "date":
                self.say(429, Retry_After="Wed, 21 Oct 2065 07:28:00 GMT")
            case "refuses" if not self.headers.get("Router-Kind"):
                self.say_json(422, {"detail": "no process waits for it"})
            case "recovers" if int(self.headers.get("Router-Attempt", "1")) < 3:
                self.say(500, b"<html><head><title>Oh dear</title></head><body>trace</body></html>")
            case "login":
                self.say(302, Location="https://sso.example.com/login?token=private&next=/messages#top")
            case "empty":
                self.say(204)
            case "text":
                self.say(200, b"thank you", Content_Type="text/plain")
            case "list":
                self.say_json(200, [1, 2])
            case "broken":
                self.say(200, b'{"IsDeclined": tru', Content_Type="application/json")
            case "echo":
                self.say_json(400, {"detail": f"bad: {self.headers.get('Authorization')} {self.headers.get('X-Api-Key')}"})
            case "huge":
                self.say(int(words[1]), b'{"a": "' + b"x" * 3_000_000 + b'"}')
            case "endless":
                self.send_response(int(words[1]))
                self.end_headers()
                self.flood()
            case "drip":
                self.send_response(200)
                self.end_headers()
                while not stop.wait(0.2):
                    self.wfile.write(b" ")
                    self.wfile.flush()
            case "silence":
                stop.wait(600)
            case "hangup":
                self.close_connection = True
            case "garbage":
                self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")
                self.close_connection = True
            case _:
                return False
        return True

    def flood(self):
        self.close_connection = True
        try:
            while not stop.is_set():
                self.wfile.write(b"<p>so sorry</p>" * 4096)
        except OSError:
            pass


class Server(ThreadingHTTPServer):
    request_queue_size = 200
    daemon_threads = True

    def handle_error(self, request, client_address):
        # Clients that hang up early, or don't trust the certificate, are what some tests are about.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


if "ntlm" in options:
    os.environ["NTLM_USER_FILE"] = options["ntlm"]
server = Server(("127.0.0.1", 0), Endpoint)
if "chain" in options:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options["chain"])
    # The handshake is left to each connection's own thread.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(f"listening {server.server_port} {sys.version.split()[0]}", flush=True)
server.serve_forever()
