"""Every page in a real Chromium, light and dark: the content policy that the application sends is never broken."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from config.tests.walk.routes import address, routes, takes_ids

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILES = re.compile(r"\.json$|\.png$|\.csv$|\.txt$|/download/|^metrics|^health/|^\.well-known|/schema/$|/file/")
OWN_PAGES = ("accounts", "gdpr", "django_celery_beat")
LEAVES = ("set_language", "logout", "switch")
LISTEN = """document.addEventListener('securitypolicyviolation', (event) => {
  window.brokenPolicy({directive: event.effectiveDirective, blocked: event.blockedURI, sample: event.sample, line: event.lineNumber})
})"""


def is_page(client: Any, url: str) -> bool:
    """False for files and for addresses that take no GET: a browser shows none of our pages for them."""
    client.raise_request_exception = False
    answer = client.get(url, follow=True)
    return (
        answer.status_code != 405
        and answer.get("Content-Type", "").startswith("text/html")
        and not answer.get("Content-Disposition")
    )


def pages_of_people(things: dict[str, Any]) -> Iterator[str]:
    """The addresses of all pages that a GET may open; files and the API's own answers are left out."""
    for name, path in routes():
        wanted = name in ("swagger", "redoc") or not path.startswith(("api/", "admin/"))
        if wanted and not FILES.search(path) and not any(word in name for word in LEAVES):
            yield address(path, things)
    yield "/nowhere/"


def pages_of_staff() -> Iterator[str]:
    """The admin: its lists, a form to add and a form to change of each model; in a common run of those with pages of their own, and one
    form of each.
    """
    whole = bool(os.environ.get("MIZAN_PROOF"))
    yield reverse("admin:index")
    for model in admin.site._registry:
        if not whole and model._meta.app_label not in OWN_PAGES:
            continue
        at = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{at}_changelist")
        try:
            row = model._default_manager.first()
            if whole or row is None:
                yield reverse(f"{at}_add")
            if row is not None:
                yield reverse(f"{at}_change", args=[row.pk])
        except NoReverseMatch:
            continue


@pytest.fixture
def visit(chromium: Any, live_server: Any, pages: Any) -> Iterator[Any]:
    """Open addresses as a person, in light and then in dark; what the policy refused, by address, and how many pages there were."""
    made = []

    def walk(person: Any, urls: list[str]) -> tuple[dict[str, list[Any]], int]:
        context = chromium.new_context(
            base_url=live_server.url, color_scheme="light", viewport={"width": 1440, "height": 900}
        )
        made.append(context)
        window = context.new_page()
        window.set_default_timeout(30_000)
        broken: dict[str, list[Any]] = {}
        here = [""]
        window.expose_function("brokenPolicy", lambda what: broken.setdefault(here[0], []).append(what))
        window.add_init_script(LISTEN)
        window.on(
            "console",
            lambda entry: (
                "Content Security Policy" in entry.text and broken.setdefault(here[0], []).append(entry.text[:300])
            ),
        )
        seen = 0
        for url in urls:
            here[0] = url
            context.clear_cookies()  # a page that signs out does not end the walk
            client = pages(person)
            if person is not None:
                session = client.cookies["sessionid"].value
                context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            if not is_page(client, url):
                continue  # asked without a browser first: what is no page would leave the window in an odd state
            answer = window.goto(url, wait_until="load")
            policy = answer.headers.get("content-security-policy", "")
            seen += 1
            assert "script-src 'nonce-" in policy or url.startswith("/admin/"), (url, policy)
            window.emulate_media(color_scheme="dark")
            if url.endswith("/redoc/"):
                window.wait_for_selector(
                    "text=API docs by Redocly", state="attached"
                )  # drawn last, with a picture from elsewhere
            window.wait_for_timeout(500 if url.endswith("/docs/") else 20)
            window.emulate_media(color_scheme="light")
        return broken, seen

    yield walk
    for context in made:
        context.close()


def test_no_page_of_people_breaks_it(visit, things, alice):
    broken, seen = visit(alice, list(dict.fromkeys(pages_of_people(things))))
    assert seen > 40
    assert broken == {}


def test_no_page_of_nobody_breaks_it(visit, things):
    urls = [
        f"/{path}" for name, path in routes() if name.startswith(("account_", "mfa_", "home")) and not takes_ids(path)
    ]
    broken, seen = visit(None, [*urls, "/nowhere/"])
    assert seen > 10
    assert broken == {}


@pytest.mark.proof
def test_no_page_of_staff_breaks_its_own(visit, things):
    staff = User.objects.create_superuser("staff@example.com", "a-long-password-of-tests")
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": "0"})
    broken, seen = visit(staff, list(pages_of_staff()))
    assert seen > 15
    assert broken == {}


def test_the_walk_sees_what_breaks_a_policy(visit, monkeypatch):
    bad = '<p style="color: red">x</p><script>alert(1)</script><img src="https://elsewhere.example/x.png">'
    monkeypatch.setattr("config.errors.render", lambda *args, **more: HttpResponse(bad, status=404))
    broken, _ = visit(None, ["/nowhere/"])
    assert {one["directive"] for one in broken["/nowhere/"] if isinstance(one, dict)} >= {
        "style-src-attr",
        "script-src-elem",
        "img-src",
    }
