"""Short ways to the endpoints of signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from conftest import PASSWORD

AUTH = "/api/v1/auth/"


class Door:
    """The endpoints, called as a program would."""

    def __init__(self, token: str = "") -> None:
        self.client = APIClient()
        if token:
            self.client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"{AUTH}{path}/", body)

    def get(self, path: str) -> Any:
        return self.client.get(f"{AUTH}{path}/")

    def patch(self, path: str, **body: Any) -> Any:
        return self.client.patch(f"{AUTH}{path}/", body)

    def delete(self, path: str, **body: Any) -> Any:
        return self.client.delete(f"{AUTH}{path}/", body)

    def login(self, email: str = "alice@example.com", password: str = PASSWORD, **more: Any) -> Any:
        return self.post("login", email=email, password=password, **more)


@pytest.fixture
def door() -> Callable[..., Door]:
    return Door


@pytest.fixture
def tokens(alice: Any) -> dict[str, str]:
    """Alice's, freshly signed in."""
    reply = Door().login()
    assert reply.status_code == 200, reply.json()
    found: dict[str, str] = reply.json()
    return found


@pytest.fixture
def code_of() -> Callable[[Any], str]:
    return code


def code(reply: Any) -> str:
    """The code of an error."""
    found: str = reply.json()["error"]["code"]
    return found


@pytest.fixture
def totp(alice: Any) -> Callable[[], str]:
    """Alice has an authenticator app; call it for a code that was not shown before."""
    import time

    from allauth.mfa.totp.internal import auth

    secret = auth.generate_totp_secret()
    auth.TOTP.activate(alice, secret)
    steps = iter((0, 1, -1))

    def now() -> str:
        return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + next(steps)))

    return now
