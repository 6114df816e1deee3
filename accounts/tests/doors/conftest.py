"""People at the doors: forms as a browser sends them, codes as an authenticator app shows them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from conftest import PASSWORD

WRONG = "not-the-password-at-all"


def totp_code(secret: str, ahead: int = 0) -> str:
    """What an authenticator app shows for `secret`, so many periods ahead."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


@pytest.fixture(autouse=True)
def _verification(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, dict[str, Any]]]:
    """Mails instead of being queued: (address, template, facts)."""
    mails: list[tuple[str, str, dict[str, Any]]] = []

    def post(*, to: Any, template: str, language: str = "", facts: dict[str, Any]) -> None:
        mails.append((getattr(to, "email", to), template, facts))

    monkeypatch.setattr("mails.services.post", post)
    return mails


@pytest.fixture
def sign_in() -> Callable[..., Any]:
    """The form of signing in."""

    def send(client: Client, email: str = "alice@example.com", password: str = PASSWORD, **extra: Any) -> Any:
        return client.post("/accounts/login/", {"login": email, "password": password}, **extra)

    return send


@pytest.fixture
def signed_in(alice: Any, sign_in: Callable[..., Any]) -> Client:
    """A browser in which alice has signed in, by the form."""
    client = Client()
    assert sign_in(client).status_code == 302
    return client


@pytest.fixture
def app(alice: Any) -> str:
    """Alice's authenticator app: its secret."""
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    return secret


@pytest.fixture
def codes(alice: Any, app: str) -> list[str]:
    """Alice's recovery codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    made: list[str] = RecoveryCodes.activate(alice).generate_codes()
    assert Authenticator.objects.filter(user=alice).count() == 2
    return made
