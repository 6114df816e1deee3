"""A content policy of `script-src 'self'; style-src 'self'` holds on every page, in every direction of writing."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/(?:ld\+)?json))[^>]*>|<style\b|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=.js:",
    re.IGNORECASE,
)
OPEN = ["home", "account_login", "account_signup", "account_reset_password"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_holds_inline_code_or_style(language, everything, pages, alice):
    client = pages(alice)
    client.cookies["django_language"] = language
    urls = [url for name, url in everything.items() if name not in ("receipt", "download")]
    for url in [*urls, reverse("projects:list"), reverse("projects:create"), reverse("keys"), reverse("account_email")]:
        page = client.get(url).content.decode()
        assert INLINE.findall(page) == [], url


@pytest.mark.parametrize("name", OPEN)
def test_nor_do_the_open_ones(name, client, db):
    assert INLINE.findall(client.get(reverse(name)).content.decode()) == []


def test_the_error_page_either(client, db):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert INLINE.findall(answer.content.decode()) == []


def test_the_pattern_sees_what_it_looks_for():
    seen = ["<script>alert(1)</script>", '<b style="x">', '<b onclick="x">', '<a href="javascript:x">', "<style>"]
    assert all(INLINE.search(text) for text in seen)
