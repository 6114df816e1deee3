"""The main pages in a real Chromium: three languages, light and dark, wide and phone.

On each axe finds no serious fault, nothing but tables and grids of their own scrolls sideways, and writing runs the right way.
A common run opens a dozen pages, each in another look; `make proof` opens every page in all twelve. Screenshots are kept in
`.cache/screens`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.conf import settings
from django.urls import reverse

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = Path(settings.BASE_DIR) / ".cache" / "screens"
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
Look = tuple[str, str, str]  # language, theme, size
LOOKS: tuple[Look, ...] = tuple(product(("en", "ar", "ru"), ("light", "dark"), SIZES))
SERIOUS = """async () => { const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => `${one.id}: ${one.nodes.slice(0, 4).map((node) => node.html.slice(0, 160)).join(' | ')}`); }"""
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
ABOUT_BILL = (
    "boq:detail", "boq:findings", "boq:receipt-page", "boq:receipt-rows", "boq:analyses", "boq:ask", "boq:exports",
)  # fmt: skip
PLAIN = (
    "projects:list", "projects:create", "design", "keys", "boq:layouts", "llm:models", "llm:questions", "gdpr:overview",
    "accounts:profile", "accounts:appearance", "accounts:notifications", "accounts:security", "accounts:keys", "accounts:key-new",
    "accounts:organization", "accounts:members", "accounts:roles", "accounts:audit",
    "support:help", "support:tickets", "support:new",
)  # fmt: skip
OPEN = ("account_login", "account_signup", "account_reset_password", "gdpr:privacy", "receipt-check")


def addresses(things: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, address) of the main pages of somebody who works here."""
    for name in PLAIN:
        yield name, reverse(name)
    for name in ABOUT_BILL:
        yield name, reverse(name, args=[things["boq"]])
    yield "boq:item", f"{reverse('boq:detail', args=[things['boq']])}?item={things['key']}"
    yield "boq:analysis", reverse("boq:analysis", args=[things["analysis"]])
    yield "boq:conversation", reverse("boq:conversation", args=[things["conversation"]])
    yield "boq:mapping", reverse("boq:mapping", args=[things["upload"]])
    yield "boq:job", reverse("boq:job", args=[things["job"]])
    yield "llm:provider", reverse("llm:provider", args=[things["provider"]])
    yield "projects:detail", reverse("projects:detail", args=[things["project"]])
    yield "projects:people", reverse("projects:people", args=[things["project"]])
    yield "support:ticket", reverse("support:ticket", args=[things["ticket_id"]])
    yield "error", "/nowhere/"


def visits(where: list[tuple[str, str]]) -> Iterator[tuple[str, str, Look]]:
    """All pages in all looks in a proof; else each look once, on pages spread over the whole list."""
    if os.environ.get("MIZAN_PROOF") or len(where) == 1:
        looks = LOOKS if os.environ.get("MIZAN_PROOF") else LOOKS[-1:]
        yield from ((name, url, look) for name, url in where for look in looks)
    else:
        step = max(1, len(where) // len(LOOKS))
        yield from ((*one, LOOKS[at * 5 % len(LOOKS)]) for at, one in enumerate(where[1::step][: len(LOOKS)]))


@pytest.fixture
def faults(chromium: Any, live_server: Any, pages: Any) -> Iterator[Any]:
    """Open an address as a person in one look, keep its picture, and tell what is wrong with it."""
    windows: dict[tuple[str, str], Any] = {}

    def look_at(person: Any, name: str, url: str, look: Look) -> list[str]:
        language, theme, size = look
        if (theme, size) not in windows:
            context = chromium.new_context(base_url=live_server.url, color_scheme=theme, viewport=SIZES[size])
            context.set_default_timeout(30_000)
            windows[theme, size] = context.new_page()
        window = windows[theme, size]
        cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        window.context.clear_cookies()
        if person is not None:
            type(person).objects.filter(pk=person.pk).update(language=language)
            session = pages(person).cookies["sessionid"].value
            cookies.append({"name": "sessionid", "value": session, "url": live_server.url})
        window.context.add_cookies(cookies)
        answer = window.goto(url, wait_until="load")
        window.screenshot(path=SCREENS / f"{name.replace(':', '-')}-{language}-{theme}-{size}.png", full_page=True)
        window.evaluate(AXE)
        found = list(window.evaluate(SERIOUS))
        if answer.status != (404 if name in ("error", "broken") else 200):
            found.append(f"answers {answer.status}")
        over = window.evaluate(WIDE)
        if over > 1:
            found.append(f"the page is {over} px too wide")
        shown = window.evaluate("[document.documentElement.lang.slice(0, 2), document.documentElement.dir]")
        if shown != [language, "rtl" if language == "ar" else "ltr"]:
            found.append(f"is in {shown}")
        return found

    SCREENS.mkdir(parents=True, exist_ok=True)
    yield look_at
    for window in windows.values():
        window.context.close()


def walk(faults: Any, person: Any, where: list[tuple[str, str]]) -> dict[str, list[str]]:
    """What is wrong, by page and look."""
    found = {}
    for name, url, look in visits(where):
        if wrong := faults(person, name, url, look):
            found[f"{name} {' '.join(look)}"] = wrong
    return found


@pytest.mark.proof
def test_pages_of_people_are_good_in_every_look(faults, things, alice):
    assert walk(faults, alice, list(addresses(things))) == {}


@pytest.mark.proof
def test_open_pages_are_good_in_every_look(faults, db):
    assert walk(faults, None, [(name, reverse(name)) for name in OPEN]) == {}


@pytest.mark.proof
def test_the_first_page_of_somebody_new_is_good_in_every_look(faults, alice):
    assert walk(faults, alice, [("first-run", reverse("projects:list"))]) == {}


def test_the_walk_sees_what_is_wrong(faults, db, monkeypatch):
    from django.http import HttpResponse

    bad = '<html lang="tlh"><body><img src="/x.png"><input><p>&nbsp;</p><pre>' + "w" * 900 + "</pre></body></html>"
    monkeypatch.setattr("config.errors.render", lambda *args, **more: HttpResponse(bad, status=404))
    found = " ".join(faults(None, "broken", "/nowhere/", ("ru", "light", "phone")))
    assert all(word in found for word in ("image-alt", "label", "too wide", "is in"))
