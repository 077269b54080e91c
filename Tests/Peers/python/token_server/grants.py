"""The grants of the token endpoint: each takes the parameters and returns an answer, or refuses."""

import base64
import secrets
import time
import urllib.parse

from state import Device, State

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"


class Refusal(Exception):
    """An error answer of RFC 6749 section 5.2."""

    def __init__(self, error: str, description: str, status: int = 400):
        super().__init__(description)
        self.status = status
        self.answer = {"error": error, "error_description": description}


def token(state: State, form: dict, basic: str | None, url: str) -> dict:
    """Answers a request for a token, whatever its grant."""
    grant = form.get("grant_type")
    if grant == ASSERTION:
        return assertion(state, form, url)
    client = known_client(state, form, basic, secret_needed=grant != DEVICE)
    grants = {"client_credentials": client_credentials, "refresh_token": refresh, DEVICE: device}
    if grant not in grants:
        raise Refusal("unsupported_grant_type", f"The grant {grant} is not known here.")
    return grants[grant](state, form, client)


def known_client(state: State, form: dict, basic: str | None, secret_needed: bool) -> str:
    client, secret = form.get("client_id"), form.get("client_secret")
    if basic:
        # RFC 6749 section 2.3.1: both are form-encoded before they go into Basic.
        client, _, secret = base64.b64decode(basic).decode().partition(":")
        client, secret = urllib.parse.unquote_plus(client), urllib.parse.unquote_plus(secret)
    if client != state.client_id:
        raise Refusal("invalid_client", f"The client {client} is not known here.", 401)
    # A refresh token that a device got belongs to a client without a secret.
    if form.get("grant_type") == "refresh_token" and secret is None:
        return client
    if secret_needed and secret != state.client_secret or secret not in (None, state.client_secret):
        raise Refusal("invalid_client", "The client's secret is wrong.", 401)
    return client


def client_credentials(state: State, form: dict, client: str) -> dict:
    return state.new_access(state.mailbox, form.get("scope", ""), client)


def refresh(state: State, form: dict, client: str) -> dict:
    text = form.get("refresh_token", "")
    known = state.refresh.get(text)
    if known is None or known.client != client:
        raise Refusal("invalid_grant", "The refresh token has expired or was revoked.")
    answer = state.new_access(known.username, form.get("scope", known.scope), client)
    if state.rotates:
        del state.refresh[text]
        answer["refresh_token"] = state.new_refresh(known.username, known.scope, client)
    return answer


def new_device(state: State, form: dict, url: str) -> dict:
    """Answers a device's first request (RFC 8628 section 3.2)."""
    client = known_client(state, form, None, secret_needed=False)
    code = secrets.token_urlsafe(32)
    letters = "".join(secrets.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(8))
    user_code = f"{letters[:4]}-{letters[4:]}"
    expires = time.time() + state.device_lifetime
    state.devices[code] = Device(client, form.get("scope", ""), expires, state.device_interval)
    state.user_codes[user_code] = code
    page = url.removesuffix("code")
    return {
        "device_code": code, "user_code": user_code, "verification_uri": page,
        "verification_uri_complete": f"{page}?user_code={user_code}", "expires_in": state.device_lifetime,
        "interval": state.device_interval,
        "message": f"To sign in, open {page} and enter the code {user_code}.",
    }


def device(state: State, form: dict, client: str) -> dict:
    waiting = state.devices.get(form.get("device_code", ""))
    if waiting is None or waiting.client != client:
        raise Refusal("invalid_grant", "The device code is not known here.")
    now = time.time()
    if waiting.expires <= now:
        raise Refusal("expired_token", "The device code has expired.")
    # Half an interval is certainly too early, even on a busy machine.
    early, waiting.last_poll = now - waiting.last_poll < waiting.interval / 2, now
    if early or waiting.verdict == "slow_down":
        waiting.interval += 5 if early else 0
        waiting.verdict = "pending" if waiting.verdict == "slow_down" else waiting.verdict
        raise Refusal("slow_down", "Ask less often.")
    if waiting.verdict == "deny":
        raise Refusal("access_denied", "The person has refused.")
    if waiting.verdict != "approve":
        raise Refusal("authorization_pending", "Nobody has entered the code yet.")
    del state.devices[form["device_code"]]
    answer = state.new_access(state.mailbox, waiting.scope, client)
    return answer | {"refresh_token": state.new_refresh(state.mailbox, waiting.scope, client)}


def assertion(state: State, form: dict, url: str) -> dict:
    """Answers a service account's signed claims (RFC 7523, as Google wants them)."""
    import jwt

    text = form.get("assertion", "")
    try:
        issuer = jwt.decode(text, options={"verify_signature": False}).get("iss")
        if issuer not in state.accounts:
            raise Refusal("invalid_grant", f"The account {issuer} is not known here.")
        claims = jwt.decode(
            text, state.accounts[issuer], algorithms=["RS256"], audience=url, issuer=issuer,
            options={"require": ["iss", "aud", "exp", "iat"]})
    except jwt.PyJWTError as problem:
        raise Refusal("invalid_grant", f"Invalid JWT: {problem}.") from problem
    if not 0 < claims["exp"] - claims["iat"] <= 3600:
        raise Refusal("invalid_grant", "Invalid JWT: it must be good for an hour at most.")
    if not claims.get("scope"):
        raise Refusal("invalid_scope", "The claims name no scope.")
    return state.new_access(claims.get("sub", issuer), claims["scope"], issuer)
