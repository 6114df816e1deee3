"""What a first visit fetches, compressed as the server sends it, stays small: 300 kB for a page of the application."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.html import strip_tags

pytestmark = pytest.mark.django_db
LINKED = re.compile(r'(?:src|href)="/static/([^"?]+\.(?:css|js|svg|woff2))"')
IMPORTED = re.compile(r'(?:import|from) "\./([\w-]+\.js)"')
FACE = re.compile(r'@font-face \{[^}]*url\("([^"]+)"\)[^}]*unicode-range: ([^;]+);')
LIMIT = 300_000


def found(name: str) -> Path:
    path = finders.find(name)
    assert path, name
    return Path(path)


def sent(data: bytes, name: str) -> int:
    """Bytes on the wire: fonts are compressed already."""
    return len(data) if name.endswith(".woff2") else len(gzip.compress(data))


def scripts_and_styles(page: str) -> set[str]:
    """Everything the page links, and the modules that these import."""
    known, new = set(), set(LINKED.findall(page))
    while new:
        known |= new
        texts = [(name, found(name).read_text("utf-8")) for name in new if name.endswith(".js")]
        new = {f"{Path(name).parent}/{other}" for name, text in texts for other in IMPORTED.findall(text)} - known
    return known


def fonts_for(text: str) -> set[str]:
    """The fonts that a browser fetches for these letters, every weight and the one for codes among them: more than a page ever needs."""
    letters = {ord(letter) for letter in text}
    faces = FACE.findall(found("vendor/plex/plex.css").read_text("utf-8"))
    return {f"vendor/plex/{name}" for name, ranges in faces if any(_within(one, letters) for one in ranges.split(","))}


def _within(span: str, letters: set[int]) -> bool:
    first, _, last = span.strip().removeprefix("U+").partition("-")
    return any(int(first, 16) <= letter <= int(last or first, 16) for letter in letters)


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_a_first_visit_is_light(language: str, alice: Any, pages: Any, boq: Any) -> None:
    alice.language = language
    alice.save()
    weights = {}
    for url in (
        reverse("projects:list"),
        reverse("boq:detail", args=[boq.pk]),
        reverse("boq:mapping", args=[boq.upload_id]),
    ):
        page = pages(alice).get(url).content.decode()
        names = scripts_and_styles(page) | fonts_for(strip_tags(page))
        weights[url] = sent(page.encode(), "page.html") + sum(sent(found(name).read_bytes(), name) for name in names)
        assert len(names) > 8, names
    assert max(weights.values()) < LIMIT, weights


def test_every_font_of_the_style_sheet_is_there() -> None:
    faces = FACE.findall(found("vendor/plex/plex.css").read_text("utf-8"))
    folder = Path(settings.BASE_DIR) / "static" / "vendor" / "plex"
    assert faces
    assert {name for name, _ in faces} == {path.name for path in folder.glob("*.woff2")}
