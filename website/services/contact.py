"""A message to whoever operates this server."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from accounts.errors import Invalid, TooManyAttempts
from accounts.limits import network
from accounts.origin import client_address
from accounts.post import post
from config.counting import counted

AN_HOUR = 3600
MESSAGES_AN_HOUR = 5  # from one place; offices share an address, but seldom all write at once


def operator_address() -> str:
    """Where messages go; "" when the operator has named nobody."""
    return str(settings.CONTACT_EMAIL or settings.PRIVACY.contact)


@transaction.atomic
def send_message(*, request: HttpRequest, sender: str, message: str) -> None:
    """Mail the message to the operator. Raises Invalid `contact.nobody`, TooManyAttempts after MESSAGES_AN_HOUR from one place."""
    to = operator_address()
    if not to:
        raise Invalid("contact.nobody")
    _count(request)
    post(to=to, template="contact", language=settings.LANGUAGE_CODE, address=sender, message=message)


def _count(request: HttpRequest) -> None:
    """One more from this place within the hour."""
    place = hashlib.sha256(network(client_address(request)).encode()).hexdigest()[:32]
    found = counted(f"contact:{place}", AN_HOUR)
    if found.used > MESSAGES_AN_HOUR:
        raise TooManyAttempts("too_many_attempts", **found.waiting())
