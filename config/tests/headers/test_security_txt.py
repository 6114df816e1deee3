"""Whoever finds a weakness finds whom to tell (RFC 9116)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from config.env import read_environment

URL = "/.well-known/security.txt"


def test_it_names_the_contact_until_a_day_that_is_always_ahead(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.com"
    answer = client.get(URL)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == "mailto:security@example.com"
    left = datetime.fromisoformat(lines["Expires"]) - timezone.now()
    assert timedelta(days=80) < left < timedelta(days=365)
    assert lines["Preferred-Languages"] == "en, ar, ru"
    assert lines["Canonical"] == f"http://testserver{URL}"
    assert client.post(URL).status_code == 405


def test_without_a_contact_there_is_none(client, settings, db):
    settings.SECURITY_CONTACT = ""
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize(
    ("given", "contact"),
    [
        ("security@example.com", "mailto:security@example.com"),
        ("mailto:security@example.com", "mailto:security@example.com"),
        ("https://example.com/report", "https://example.com/report"),
        ("tel:+49-30-123456", "tel:+49-30-123456"),
        ("", ""),
    ],
)
def test_a_contact_is_a_uri(given, contact):
    assert read_environment({"SECURITY_CONTACT": given}).browser.security_contact == contact


@pytest.mark.parametrize("given", ["somebody", "http://example.com", "a@b c", "javascript:alert(1)", "x\nContact: y"])
def test_what_is_none_is_told(given):
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT"):
        read_environment({"SECURITY_CONTACT": given})
