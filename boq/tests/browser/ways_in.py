"""How people come in, in a real browser: by signing up, by an invitation, or with a session that a test client began."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

NEW_PASSWORD = "quarry-lantern-seven"


def let_in(context: Any, client: Any, address: str) -> None:
    """Let a browser's context be whom a test client is at the server of `address`."""
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])


def mailed_path(template: str) -> str:
    """The path of the link in the one mail of a template."""
    from mails.models import Mail
    from mails.words import unpacked

    return urlsplit(str(unpacked(Mail.objects.get(template=template).facts.reveal())["link"])).path


def fill_sign_up(page: Any, *, password: str = NEW_PASSWORD, organization: str = "Dana & Co", name: str = "") -> None:
    """What somebody new writes into the page of signing up."""
    page.fill("input[name=email]", "dana@example.com")
    page.fill("input[name=password1]", password)
    page.fill("input[name=organization]", organization)
    if name:
        page.fill("input[name=name]", name)
    page.check("input[name=accept]")


def sign_up(page: Any, **written: str) -> None:
    """As somebody new does it: the link in the mail verifies the address."""
    page.goto("/accounts/signup/")
    fill_sign_up(page, **written)
    page.click("main form .btn-main")
    page.wait_for_url("**/confirm-email/")
    page.goto(mailed_path("verify_address"))
    page.click("main form .btn-main")
    page.wait_for_url("**/projects/")


def join(page: Any) -> None:
    """On the page of an invitation: as somebody without an account accepts it."""
    page.fill('input[name="name"]', "Dana")
    page.fill('input[name="password"]', "a-long-password-nobody-knows-9")
    page.check('input[name="accept"]')
    page.click("form .btn-main")
    page.wait_for_url("**/projects/")
