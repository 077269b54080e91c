"""A front that lets people into the sandbox's Exchange by Windows authentication: python exchange_front.py FOLDER OPTIONS

OPTIONS is JSON: port (of the sandbox's Exchange), secret (by which that knows its front), users (lines of
DOMAIN:USER:PASSWORD, for NTLM), keytab and krb5 (for Negotiate). NTLM is checked by pyspnego and Kerberos by MIT's library
through gssapi, one context a connection, as the protocols want it. Prints `listening PORT VERSION`.
"""

import base64
import http.client
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

folder = sys.argv[1]
options = json.loads(sys.argv[2])
if "users" in options:
    import spnego

    path = os.path.join(folder, "users")
    with open(path, "w", encoding="utf-8") as file:
        file.write(options["users"])
    os.environ["NTLM_USER_FILE"] = path
if "keytab" in options:
    os.environ["KRB5_KTNAME"] = options["keytab"]
    os.environ["KRB5_CONFIG"] = options["krb5"]
    # Debian's, which no environment of our own has.
    sys.path.append("/usr/lib/python3/dist-packages")
    import gssapi

OURS = {"authorization", "sandbox-front-secret", "sandbox-front-user", "connection", "host", "transfer-encoding"}


class Front(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self):
        super().setup()
        self.context = None
        # Who has logged in on this connection, for as long as it lives.
        self.user = None

    def log_message(self, *_):
        pass

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def do_GET(self):
        self.serve()

    def do_POST(self):
        self.serve()

    def serve(self):
        if self.headers.get("Expect", "").lower() == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        body = self.body()
        given = self.headers.get("Authorization", "")
        if given or self.user is None:
            offers = self.log_in(*given.partition(" ")[::2])
            if offers is not None:
                self.say(401, offers)
                return
        self.forward(body)

    def log_in(self, scheme, token):
        """What a 401 offers; None when it is known who calls."""
        offers = []
        if "keytab" in options:
            offers.append("Negotiate")
        if "users" in options:
            offers.append("NTLM")
        if scheme not in offers or not token:
            self.context = self.user = None
            return offers
        try:
            answer = self.step(scheme, base64.b64decode(token))
        except Exception:
            self.context = self.user = None
            return offers
        if self.user is None:
            return [f"{scheme} {base64.b64encode(answer).decode()}"]
        return None

    def step(self, scheme, token):
        if scheme == "NTLM":
            self.context = self.context or spnego.server(protocol="ntlm")
            answer = self.context.step(token)
            if self.context.complete:
                self.user, self.context = self.context.client_principal, None
            return answer
        context = gssapi.SecurityContext(creds=gssapi.Credentials(usage="accept"), usage="accept")
        answer = context.step(token)
        if context.complete:
            self.user = str(context.initiator_name).partition("@")[0]
        return answer or b""

    def forward(self, body):
        upstream = http.client.HTTPConnection("127.0.0.1", options["port"], timeout=3600)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in OURS}
        headers |= {"Sandbox-Front-Secret": options["secret"], "Sandbox-Front-User": self.user}
        headers["Content-Length"] = str(len(body))
        try:
            upstream.request(self.command, self.path, body, headers)
            answer = upstream.getresponse()
        except (OSError, http.client.HTTPException):
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding"):
                self.send_header(name, value)
        is_chunked = answer.getheader("Content-Length") is None
        if is_chunked:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            # What comes is handed on at once: notifications are many small answers.
            while part := answer.read1(65536):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part) if is_chunked else part)
                self.wfile.flush()
            if is_chunked:
                self.wfile.write(b"0\r\n\r\n")
        except (OSError, http.client.HTTPException):
            self.close_connection = True
        finally:
            upstream.close()

    def say(self, status, offers):
        self.send_response_only(status)
        self.send_header("Date", self.date_time_string())
        for offer in offers:
            self.send_header("WWW-Authenticate", offer)
        self.send_header("Content-Length", "0")
        self.end_headers()


class Server(ThreadingHTTPServer):
    request_queue_size = 100
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


server = Server(("127.0.0.1", 0), Front)
print(f"listening {server.server_port} {sys.version.split()[0]}", flush=True)
server.serve_forever()
