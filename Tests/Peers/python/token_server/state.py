"""What the token server knows: its settings, the tokens that it gave, and what it was asked."""

import secrets
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Token:
    username: str
    scope: str
    client: str
    expires: float = 0


@dataclass
class Device:
    """A device that waits until a person has typed its user code (RFC 8628)."""

    client: str
    scope: str
    expires: float
    interval: float
    verdict: str = "pending"
    last_poll: float = float("-inf")


@dataclass
class State:
    client_id: str
    client_secret: str
    mailbox: str
    lifetime: int = 3600
    token_length: int = 48
    rotates: bool = False
    device_interval: int = 1
    device_lifetime: int = 900

    lock: threading.RLock = field(default_factory=threading.RLock)
    access: dict[str, Token] = field(default_factory=dict)
    refresh: dict[str, Token] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    user_codes: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    requests: list[dict] = field(default_factory=list)
    answers: dict[str, dict] = field(default_factory=dict)

    def new_access(self, username: str, scope: str, client: str) -> dict:
        """Gives a new access token, in the shape of RFC 6749 section 5.1."""
        text = secrets.token_urlsafe(self.token_length)[: self.token_length]
        self.access[text] = Token(username, scope, client, time.time() + self.lifetime)
        answer = {"access_token": text, "token_type": "Bearer", "expires_in": self.lifetime}
        return answer | ({"scope": scope} if scope else {})

    def new_refresh(self, username: str, scope: str, client: str) -> str:
        text = "refresh-" + secrets.token_urlsafe(32)
        self.refresh[text] = Token(username, scope, client)
        return text

    def described(self, text: str) -> dict:
        """What RFC 7662 section 2.2 says of a token."""
        token = self.access.get(text)
        if token is None or token.expires <= time.time():
            return {"active": False}
        return {
            "active": True, "username": token.username, "sub": token.username, "scope": token.scope,
            "client_id": token.client, "token_type": "Bearer", "exp": int(token.expires),
        }

    def answer_ordered(self, path: str) -> dict | None:
        """The fault that the test has ordered for this path, which is used up by this."""
        answer = self.answers.get(path)
        if answer and answer["times"] is not None:
            answer["times"] -= 1
            if answer["times"] <= 0:
                del self.answers[path]
        return answer
