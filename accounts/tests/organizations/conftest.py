"""A firm with one of each role, and mails as they would be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.access import Role
from accounts.models import Membership
from conftest import person


@pytest.fixture
def join(firm: Any) -> Callable[[str, str], Any]:
    """A person of that name with that role in alice's firm."""

    def make(name: str, role: str) -> Any:
        user = person(f"{name}@example.com", name.title())
        Membership.objects.create(organization=firm, user=user, role=role)
        return user

    return make


@pytest.fixture
def ada(join: Any) -> Any:
    """Admin in alice's firm."""
    return join("ada", Role.ADMIN)


@pytest.fixture
def eve(join: Any) -> Any:
    """Estimator in alice's firm."""
    return join("eve", Role.ESTIMATOR)


@pytest.fixture
def role_of(firm: Any) -> Callable[[Any], str]:
    """What a person is in alice's firm; "" for no member."""
    return lambda user: (
        Membership.objects.filter(organization=firm, user=user).values_list("role", flat=True).first() or ""
    )


@pytest.fixture
def mails(db: None) -> Callable[..., list[dict[str, Any]]]:
    """The facts of the queued mails of one template, the first queued first, with `to`."""
    from mails.models import Mail
    from mails.words import unpacked

    def read(template: str) -> list[dict[str, Any]]:
        rows = Mail.objects.filter(template=template).order_by("created_at")
        return [{"to": row.address, **unpacked(row.facts.reveal())} for row in rows]

    return read


@pytest.fixture
def invited(alice: Any, actor: Any, firm: Any) -> Callable[..., tuple[Any, str]]:
    """(invitation, token) of somebody whom alice asks."""
    from accounts.services import invitations

    def ask(email: str = "dana@example.com", role: str = Role.ESTIMATOR, by: Any = None) -> tuple[Any, str]:
        tokens: list[str] = []

        def link(token: str) -> str:
            tokens.append(token)
            return f"https://mizan.test/invitations/{token}/"

        made = invitations.invite(by=actor(by or alice), organization=firm, email=email, role=role, link=link)
        return made, tokens[0]

    return ask


@pytest.fixture
def with_factor() -> Callable[[Any], Any]:
    """The same person with an authenticator program."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    def give(user: Any) -> Any:
        TOTP.activate(user, generate_totp_secret())
        return user

    return give
