"""Staff that answers, and mails as they come."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from config.support_env import SupportEnvironment
from conftest import person

SECRET = "a-secret-of-more-than-thirty-two-letters"


@pytest.fixture(autouse=True)
def _support(settings: Any) -> None:
    settings.SUPPORT = SupportEnvironment("help@mizan.test", "team@mizan.test", (SECRET,), strangers=False)
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def sam(db: None) -> Any:
    """One of the operator's staff who answers tickets."""
    user = person("sam@mizan.test", "Sam")
    user.is_staff = True
    user.save()
    names = ("answer_ticket", "view_ticket")
    user.user_permissions.set(Permission.objects.filter(codename__in=names, content_type__app_label="support"))
    return user


@pytest.fixture
def by_staff(sam: Any) -> Any:
    from accounts.services.staff import staff_actor
    from support.services.common import PERMISSION

    return staff_actor(sam, PERMISSION)


@pytest.fixture
def ticket(alice: Any, actor: Any) -> Any:
    """What alice asked."""
    from support.services.asking import open_ticket

    return open_ticket(by=actor(alice), subject="The total is wrong", text="It says 5, I count 6.")


@pytest.fixture
def letter() -> Callable[..., bytes]:
    """A mail as it comes over the wire."""

    def make(
        text: str = "It is Bill 3.", sender: str = "alice@example.com", to: str = "help@mizan.test", **more: str
    ) -> bytes:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, more.pop("Subject", "Another thing")
        mail["Message-ID"] = more.pop("Message_ID", "<1@example.com>")
        for name, value in more.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        return mail.as_bytes()

    return make
