"""Which headers each kind of answer has, and that every script of ours can carry its nonce."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from config.browser import ROOMS
from config.env import ROOT

CSP = "Content-Security-Policy"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:|hx-on|hx-vals=.js:", re.IGNORECASE)


def directives(answer) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer[CSP].split(";"))
    return {name: sources for name, _, sources in parts}


@pytest.mark.django_db
def test_scripts_run_by_the_nonce_of_their_own_answer(client):
    nonces = set()
    for _ in range(3):
        answer = client.get(reverse("account_login"))
        told = directives(answer)
        nonce = re.fullmatch(r"'nonce-([\w-]{20,})'", told["script-src"]).group(1)
        tags = re.findall(r"<script\b[^>]*>", answer.content.decode())
        assert tags
        assert all(f'nonce="{nonce}"' in tag or "application/json" in tag for tag in tags)
        nonces.add(nonce)
    assert len(nonces) == 3


@pytest.mark.django_db
def test_pages_load_nothing_from_elsewhere_and_stand_in_no_frame(client):
    told = directives(client.get(reverse("account_login")))
    assert {name: told[name] for name in ("default-src", "object-src", "base-uri", "frame-ancestors")} == dict.fromkeys(
        ("default-src", "object-src", "base-uri", "frame-ancestors"), "'none'"
    )
    assert (told["style-src"], told["connect-src"], told["form-action"]) == ("'self'", "'self'", "'self'")
    assert told["img-src"] == "'self' data: blob:"
    assert "unsafe" not in str(told)
    assert "http" not in str(told)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/api/v1/boqs/", "/nowhere.json"])
def test_every_answer_has_its_headers(client, path):
    answer = client.get(path)
    assert directives(answer)["default-src"] == "'none'"
    assert answer["Permissions-Policy"].startswith("accelerometer=()")
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_what_is_no_page_may_load_nothing_and_the_api_is_not_kept(client):
    answer = client.get("/api/v1/boqs/")
    assert set(directives(answer).values()) == {"'none'"}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_reports_go_where_the_operator_says(client, settings):
    settings.CSP_REPORT_URI = "https://reports.example.com/csp"
    assert directives(client.get("/nowhere/"))["report-uri"] == "https://reports.example.com/csp"


@pytest.mark.django_db
def test_over_https_plain_addresses_are_lifted(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert "upgrade-insecure-requests" in directives(client.get("/nowhere/", secure=True))


@pytest.mark.django_db
def test_only_the_listed_rooms_have_a_policy_of_their_own(client, pages, alice):
    assert [room.routes for room in ROOMS] == [("admin:",), ("swagger",), ("redoc",)]
    assert all(len(room.reason) > 40 for room in ROOMS)
    security = (ROOT / "docs" / "security.md").read_text("utf-8")
    assert all(" ".join(room.reason.split()) in " ".join(security.split()) for room in ROOMS)
    assert "'unsafe-inline'" not in directives(client.get("/admin/login/", follow=True)).get("script-src", "")
    for name in ("swagger", "redoc"):
        told = directives(pages(alice).get(reverse(name)))
        assert "unsafe" not in told["script-src"]
        assert pages(alice).get(reverse(name))["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_templates_hold_no_inline_code_and_each_script_its_nonce(path):
    text = path.read_text("utf-8")
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert 'nonce="{{ csp_nonce }}"' in tag or "application/json" in tag, tag
    if not path.is_relative_to(ROOT / "templates" / "mails"):
        assert INLINE.findall(text) == []


@pytest.mark.django_db
def test_a_page_of_somebody_is_not_kept_by_the_browser(pages, alice):
    assert pages(alice).get("/projects/")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in pages(None).get("/")
