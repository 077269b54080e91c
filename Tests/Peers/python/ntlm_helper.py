"""Checks NTLM for Dovecot in the place of Samba's ntlm_auth: python ntlm_helper.py USERS

Speaks squid-2.5-ntlmssp: `YR <token>` is answered with `TT <challenge>`, `KK <token>` with `AF <user>` or `NA <why>`.
USERS has lines of DOMAIN:USER:PASSWORD.
"""

import base64
import os
import sys

import spnego

os.environ["NTLM_USER_FILE"] = sys.argv[1]
# Dovecot runs one helper for all its clients and does not say which of them speaks: so every answer is held against
# every challenge that still waits. More than these are clients that have gone away.
MAXIMUM = 64
waiting = []


def answer(kind: str, token: bytes) -> str:
    if kind == "YR":
        context = spnego.server(protocol="ntlm")
        challenge = context.step(token)
        waiting.append(context)
        del waiting[:-MAXIMUM]
        return f"TT {base64.b64encode(challenge).decode()}"
    reason = "nobody was challenged"
    for context in waiting:
        try:
            context.step(token)
        except Exception as problem:
            reason = str(problem) or type(problem).__name__
        else:
            waiting.remove(context)
            return f"AF {context.client_principal}"
    return f"NA {reason}"


for line in sys.stdin:
    kind, _, token = line.strip().partition(" ")
    try:
        reply = answer(kind, base64.b64decode(token))
    except Exception as problem:
        reply = f"NA {problem}"
    print(" ".join(reply.split()), flush=True)
