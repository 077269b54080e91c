"""A mail server on loopback: aiosmtpd, which takes and refuses what the command line says.

usage: mail_server.py FOLDER [options]     (see --help)

Prints "listening PORT VERSION" once it does. Every letter that it took becomes a line of FOLDER/letters.jsonl:
{"session", "tls", "certificate", "login", "mechanism", "helo", "sender", "parameters", "recipients", "content"},
parameters and recipients' parameters as they stood on the wire, the content in base64.
Every session becomes a line of FOLDER/sessions.jsonl when it opens, every command one of FOLDER/commands.txt.
"""

import argparse
import asyncio
import base64
import json
import socket
import ssl

import aiosmtpd
from aiosmtpd.smtp import SMTP, AuthResult


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    say = parser.add_argument
    say("folder")
    say("--host", default="127.0.0.1", help="127.0.0.1 or ::1")
    say("--smtputf8", action="store_true", help="offers and takes SMTPUTF8")
    say("--dsn", action="store_true", help="offers and takes RET, ENVID, NOTIFY and ORCPT")
    say("--pipelining", action="store_true", help="offers PIPELINING")
    say("--size", type=int, default=33554432, help="the largest letter; 0: SIZE is not offered")
    say("--chain", help="a PEM file with key and certificate: TLS is offered")
    say("--tls", choices=["starttls", "required", "wrapped"], default="starttls")
    say("--tls-versions", default="1.2-1.3", help="lowest and highest: 1.0-1.1")
    say("--clients", help="a PEM file with the authority that must have signed the client's certificate")
    say("--user", help="who may log in")
    say("--password", default="")
    say("--mechanisms", default="LOGIN,PLAIN", help="of AUTH: LOGIN, PLAIN or both")
    say("--login-required", action="store_true")
    say("--login-reply", help="what every log-in is answered, such as '535 5.7.8 no'")
    say("--mail-reply", action="append", default=[], metavar="ADDRESS=REPLY")
    say("--rcpt-reply", action="append", default=[], metavar="ADDRESS=REPLY")
    say("--vrfy-reply", action="append", default=[], metavar="ADDRESS=REPLY", help="ADDRESS * is everybody else")
    say("--parameter-reply", action="append", default=[], metavar="NAME=REPLY", help="to MAIL or RCPT with it")
    say("--letters", type=int, help="in one session; the next MAIL is answered --letters-reply")
    say("--letters-reply", default="421 4.7.0 Too many letters in this session")
    say("--sessions", type=int, help="at once; another one is greeted with --sessions-reply")
    say("--sessions-reply", default="421 4.7.0 Too many sessions from your address")
    return parser.parse_args()


def table(entries):
    return dict(entry.split("=", 1) for entry in entries)


class Server:
    def __init__(self, said):
        self.said = said
        self.open = set()
        self.count = 0
        self.mail, self.rcpt = table(said.mail_reply), table(said.rcpt_reply)
        self.vrfy, self.parameters = table(said.vrfy_reply), table(said.parameter_reply)
        self.context = self.tls() if said.chain else None

    def tls(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        lowest, highest = (ssl.TLSVersion["TLSv" + version.replace(".", "_").removesuffix("_0")]
                           for version in self.said.tls_versions.split("-"))
        if lowest < ssl.TLSVersion.TLSv1_2:
            context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = lowest, highest
        context.load_cert_chain(self.said.chain)
        if self.said.clients:
            context.load_verify_locations(self.said.clients)
            context.verify_mode = ssl.CERT_REQUIRED
        return context

    def write(self, name, entry):
        with open(f"{self.said.folder}/{name}", "a", encoding="utf-8") as file:
            file.write(entry + "\n")


class Hooks:
    """What aiosmtpd asks beside the commands themselves."""

    async def handle_EHLO(self, talk, session, envelope, hostname, responses):
        session.host_name = hostname
        if not talk.said.user and not talk.said.login_reply:
            responses = [response for response in responses if not response.startswith("250-AUTH")]
        more = [name for name in ("DSN", "PIPELINING") if getattr(talk.said, name.lower())]
        return responses[:-1] + [f"250-{name}" for name in more] + responses[-1:]

    async def handle_DATA(self, talk, session, envelope):
        talk.letters += 1
        shown = talk.transport.get_extra_info("peercert") or {}
        names = [value for part in shown.get("subject", ()) for key, value in part if key == "commonName"]
        tunnel = talk.transport.get_extra_info("ssl_object")
        talk.server.write("letters.jsonl", json.dumps({
            "session": talk.number,
            "tls": tunnel.version() if tunnel else None,
            "certificate": names[0] if names else None,
            "login": session.login_data.decode() if session.login_data else None,
            "mechanism": talk.mechanism,
            "helo": session.host_name,
            "sender": envelope.mail_from,
            "parameters": envelope.ours["parameters"],
            "recipients": envelope.ours["recipients"],
            "content": base64.b64encode(envelope.original_content).decode(),
        }))
        return f"250 2.0.0 Ok: letter {talk.letters} of session {talk.number}"


class Conversation(SMTP):
    command_size_limit = 4096

    def __init__(self, server):
        self.server, self.said = server, server.said
        self.letters, self.number, self.mechanism = 0, 0, None
        self.refusal = None
        wrapped = self.said.tls == "wrapped"
        super().__init__(
            Hooks(),
            data_size_limit=self.said.size or None,
            enable_SMTPUTF8=self.said.smtputf8,
            hostname="mail.example.test",
            tls_context=None if wrapped else server.context,
            require_starttls=self.said.tls == "required",
            auth_required=self.said.login_required,
            # Else it offers no AUTH under TLS from the first byte, and none without TLS.
            auth_require_tls=not wrapped and server.context is not None,
            auth_exclude_mechanism={"LOGIN", "PLAIN"} - set(self.said.mechanisms.split(",")),
            authenticator=self.log_in,
            loop=asyncio.get_running_loop(),
        )
        self._smtp_methods = {name: self.noted(name, method) for name, method in self._smtp_methods.items()}

    def noted(self, command, method):
        async def act(argument):
            shown = (argument or "").partition(" ")[0] if command == "AUTH" else argument or ""
            self.server.write("commands.txt", f"{command} {shown}".strip())
            await method(argument)

        return act

    def connection_made(self, transport):
        if not self.number:
            self.server.count += 1
            self.number = self.server.count
            limit = self.said.sessions
            if limit is not None and len(self.server.open) >= limit:
                self.refusal = self.said.sessions_reply
            else:
                self.server.open.add(self.number)
            self.server.write(
                "sessions.jsonl",
                json.dumps({"session": self.number, "from": transport.get_extra_info("peername")[0],
                            "refused": self.refusal is not None}))
        super().connection_made(transport)

    def connection_lost(self, error):
        self.server.open.discard(self.number)
        super().connection_lost(error)

    async def leave(self, reply):
        await self.push(reply)
        self.transport.close()

    async def _handle_client(self):
        if self.refusal:
            await self.leave(self.refusal)
        else:
            await super()._handle_client()

    def log_in(self, server, session, envelope, mechanism, data):
        self.mechanism = mechanism
        if self.said.login_reply:
            return AuthResult(success=False, handled=False, message=self.said.login_reply)
        right = [self.said.user, self.said.password]
        return AuthResult(success=[data.login.decode(), data.password.decode()] == right, handled=False, auth_data=data)

    def parted(self, command):
        """`FROM:<a@b> SIZE=3` as address, parameters, and the command without those of RFC 3461."""
        path, found, rest = (command or "").partition(">")
        parameters = rest.split() if found else []
        ours = [word for word in parameters if self.said.dsn and name(word) in ("RET", "ENVID", "NOTIFY", "ORCPT")]
        kept = [word for word in parameters if word not in ours]
        return path.partition("<")[2], parameters, " ".join([path + found] + kept)

    def refused(self, parameters):
        replies = (self.server.parameters.get(name(word)) for word in parameters)
        return next((reply for reply in replies if reply), None)

    async def smtp_MAIL(self, arg):
        if self.said.letters is not None and self.letters >= self.said.letters:
            await self.leave(self.said.letters_reply)
            return
        address, parameters, rest = self.parted(arg)
        reply = self.refused(parameters) or self.server.mail.get(address)
        if reply:
            await self.push(reply)
            return
        await super().smtp_MAIL(rest)
        self.envelope.ours = {"parameters": parameters, "recipients": []}

    async def smtp_RCPT(self, arg):
        address, parameters, rest = self.parted(arg)
        reply = self.refused(parameters) or self.server.rcpt.get(address)
        if reply:
            await self.push(reply)
            return
        before = len(self.envelope.rcpt_tos)
        await super().smtp_RCPT(rest)
        if len(self.envelope.rcpt_tos) > before:
            self.envelope.ours["recipients"].append({"address": address, "parameters": parameters})

    async def smtp_VRFY(self, arg):
        address = (arg or "").strip("<>")
        reply = self.server.vrfy.get(address) or self.server.vrfy.get("*")
        await (self.push(reply) if reply else super().smtp_VRFY(arg))


def name(parameter):
    return parameter.partition("=")[0].upper()


async def main():
    server = Server(options())
    host = server.said.host
    context = server.context if server.said.tls == "wrapped" else None
    listener = await asyncio.get_running_loop().create_server(
        lambda: Conversation(server), host, 0, ssl=context, backlog=1000,
        family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    print("listening", listener.sockets[0].getsockname()[1], aiosmtpd.__version__, flush=True)
    await listener.serve_forever()


asyncio.run(main())
