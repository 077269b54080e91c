"""The public side of the token server: /token, /devicecode, /device and /introspect."""

import json
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler

import grants
from state import State

MAXIMUM = 1 << 20


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    scheme = "http"
    state: State

    def do_GET(self):
        if urllib.parse.urlsplit(self.path).path != "/device":
            return self.send(404, b"There is no such page.\n", "text/plain")
        self.send(200, b"The test approves by itself; nobody needs to enter the code here.\n", "text/plain")

    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > MAXIMUM:
            return self.send(413, b"", "text/plain")
        # urllib is lenient; only what a strict server would read is a form.
        form = {}
        if self.headers.get_content_type() == "application/x-www-form-urlencoded":
            form = dict(urllib.parse.parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
        else:
            self.rfile.read(length)
        path = urllib.parse.urlsplit(self.path).path
        with self.state.lock:
            ordered = self.state.answer_ordered(path)
        if ordered and (delay := ordered.get("delay")):
            time.sleep(delay)
        with self.state.lock:
            status, answer = (ordered["status"], {}) if ordered and "status" in ordered else self.answer(path, form)
            self.remember(path, form, status, answer)
        if ordered and "status" in ordered:
            return self.misbehave(ordered)
        self.send(status, json.dumps(answer).encode())

    def answer(self, path: str, form: dict) -> tuple[int, dict]:
        """The proper answer."""
        url = f"{self.scheme}://{self.headers.get('Host')}{path}"
        basic = self.headers.get("Authorization", "")
        basic = basic.removeprefix("Basic ") if basic.startswith("Basic ") else None
        try:
            if path == "/token":
                return 200, grants.token(self.state, form, basic, url)
            if path == "/devicecode":
                return 200, grants.new_device(self.state, form, url)
            if path == "/introspect":
                return 200, self.state.described(form.get("token", ""))
            return 404, {"error": "not_found"}
        except grants.Refusal as refusal:
            return refusal.status, refusal.answer

    def remember(self, path: str, form: dict, status: int, answer: dict):
        self.state.requests.append({
            "path": path, "form": form, "secure": self.scheme == "https", "status": status,
            "basic": self.headers.get("Authorization", "").startswith("Basic "),
            "agent": self.headers.get("User-Agent", ""), "error": answer.get("error", ""),
        })

    def misbehave(self, ordered: dict):
        """Answers in the way that the test has ordered."""
        if ordered["status"] == 0:
            self.close_connection = True
            return
        body = ordered["body"].encode()
        if size := ordered.get("size"):
            body = b'{"access_token": "' + b"x" * size + b'"}'
        headers = {"Retry-After": str(ordered["retryAfter"])} if "retryAfter" in ordered else {}
        self.send(ordered["status"], body, ordered["type"], headers)

    def send(self, status: int, body: bytes, kind: str = "application/json", headers: dict = {}):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="tokens"')
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        pass
