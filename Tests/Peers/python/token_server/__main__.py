"""A token server (OAuth 2) on loopback: python token_server FOLDER CHAIN CLIENT SECRET MAILBOX

It finds its ports itself and writes them to FOLDER/ports (HTTP, then HTTPS); tests control it at FOLDER/control.
"""

import os
import ssl
import sys
import threading
from http.server import ThreadingHTTPServer
from socketserver import ThreadingMixIn, UnixStreamServer

from control import Control
from service import Service
from state import State


class Server(ThreadingHTTPServer):
    request_queue_size = 100
    daemon_threads = True

    def handle_error(self, request, client_address):
        # Clients that hang up early, or don't trust the certificate, are what some tests are about.
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class ControlServer(ThreadingMixIn, UnixStreamServer):
    request_queue_size = 100
    daemon_threads = True


def main():
    folder, chain, *names = sys.argv[1:]
    state = State(*names)
    Service.state = Control.state = state

    plain = Server(("127.0.0.1", 0), Service)
    secure = Server(("127.0.0.1", 0), type("SecureService", (Service,), {"scheme": "https"}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    # The handshake is left to each connection's own thread.
    secure.socket = context.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
    control = ControlServer(f"{folder}/control", Control)
    for server in (plain, secure, control):
        threading.Thread(target=server.serve_forever, daemon=True).start()

    with open(f"{folder}/ports.new", "w") as file:
        file.write(f"{plain.server_port} {secure.server_port}\n")
    os.rename(f"{folder}/ports.new", f"{folder}/ports")
    threading.Event().wait()


main()
