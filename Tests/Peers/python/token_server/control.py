"""The private side of the token server, on a Unix socket: what the test tells it and asks of it."""

import json
from http.server import BaseHTTPRequestHandler

from state import State


class Control(BaseHTTPRequestHandler):
    state: State

    def do_POST(self):
        order = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        with self.state.lock:
            answer = getattr(self, self.path.removeprefix("/"))(**order)
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def asked(self):
        return self.state.requests

    def settings(self, **settings):
        for name, value in settings.items():
            setattr(self.state, name, value)

    def expire(self):
        for token in self.state.access.values():
            token.expires = 0

    def revoke(self):
        self.state.access.clear()
        self.state.refresh.clear()

    def order(self, path, answer):
        """Answers so from now on, or as often as its `times` says; `null` is the end of it."""
        if answer is None:
            self.state.answers.pop(path, None)
        else:
            self.state.answers[path] = answer

    def access(self, username, scope):
        return self.state.new_access(username, scope, self.state.client_id)["access_token"]

    def refresh(self, username, scope):
        return self.state.new_refresh(username, scope, self.state.client_id)

    def device(self, user_code, verdict):
        code = self.state.user_codes.get(user_code)
        waiting = self.state.devices.get(code)
        if waiting is None:
            return False
        if verdict == "expire":
            waiting.expires = 0
        else:
            waiting.verdict = verdict
        return True

    def account(self, issuer, key):
        self.state.accounts[issuer] = key

    def address_string(self):
        return "the test"

    def log_message(self, format, *arguments):
        pass
