"""What a first visit fetches, compressed as the server sends it, stays small: 300 kB for a page of the application."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from boq.tests.browser.plugin import SECONDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIMIT = 300_000
FACE = re.compile(r'@font-face \{[^}]*url\("([^"]+)"\)[^}]*unicode-range: ([^;]+);')


def sent(body: bytes, path: str) -> int:
    """Bytes on the wire: fonts are compressed already, all else is by the server."""
    return len(body) if path.endswith(".woff2") else len(gzip.compress(body))


def first_visit(chromium: Any, live_server: Any, session: str, url: str) -> dict[str, int]:
    """Bytes by path of everything that a browser without a cache fetches for a page."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 1440, "height": 900}, service_workers="block"
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    window = context.new_page()
    fetched: dict[str, Any] = {}
    window.on("response", lambda answer: fetched.setdefault(urlsplit(answer.url).path, answer))
    window.goto(url, wait_until="networkidle", timeout=SECONDS)
    weights = {path: sent(answer.body(), path) for path, answer in list(fetched.items()) if answer.ok}
    context.close()
    return weights


def test_a_first_visit_is_light(alice: Any, pages: Any, boq: Any, chromium: Any, live_server: Any) -> None:
    for language in ("en", "ar", "ru"):
        type(alice).objects.filter(pk=alice.pk).update(language=language)
        session = pages(alice).cookies["sessionid"].value
        weights = first_visit(chromium, live_server, session, reverse("boq:detail", args=[boq.pk]))
        fonts = {path for path in weights if path.endswith(".woff2")}
        assert any("Arabic" in path for path in fonts) is (language == "ar"), fonts
        assert any("Cyrillic" in path for path in fonts) is (language == "ru"), fonts
        assert sum(weights.values()) < LIMIT, (language, sorted(weights.items(), key=lambda one: -one[1]))


def test_every_font_of_the_style_sheet_is_there() -> None:
    found = finders.find("vendor/plex/plex.css")
    assert found
    names = {name for name, _ in FACE.findall(Path(found).read_text("utf-8"))}
    folder = Path(settings.BASE_DIR) / "static" / "vendor" / "plex"
    assert names == {path.name for path in folder.glob("*.woff2")}
