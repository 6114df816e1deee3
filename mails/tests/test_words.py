"""Each mail exists in three languages, says the same as text and as HTML, and fetches nothing."""

from __future__ import annotations

import re
from html import unescape

import pytest

from mails.tests.facts import FACTS
from mails.words import FOLDER, templates, written

LANGUAGES = ("en", "ar", "ru")
CHANGES = ("totp_on", "totp_off", "passkey_removed", "codes_made", "reset_by_staff")
CASES = [(name, FACTS[name]) for name in FACTS] + [
    ("second_factor_changed", {**FACTS["second_factor_changed"], "change": change}) for change in CHANGES
]


def english(text: str, facts: dict) -> list[str]:
    """Words in Latin letters that are neither facts nor names."""
    for fact in sorted(map(str, facts.values()), key=len, reverse=True):
        text = text.replace(fact, "")
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in {"Mizan", "API"}]


def test_every_template_has_facts_to_be_tried_with_and_nothing_else_lies_there():
    assert templates() == sorted(FACTS)
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.txt" for name in FACTS} | {"frame.html"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "facts"), CASES)
def test_a_mail_is_whole_in_every_language(name, facts, language):
    mail = written(name, language, facts)
    assert 5 < len(mail.subject) < 90
    assert "\n" not in mail.subject
    for fact, value in facts.items():
        if fact not in {"change"}:
            assert str(value) in mail.text + mail.subject, fact
    words = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", mail.html)))
    for line in mail.text.splitlines():
        assert line.rstrip(":") in words
    for link in (value for value in facts.values() if str(value).startswith("https://")):
        assert f'href="{link}"' in mail.html


@pytest.mark.parametrize("language", ["ar", "ru"])
@pytest.mark.parametrize(("name", "facts"), CASES)
def test_nothing_is_left_in_english(name, facts, language):
    mail = written(name, language, facts)
    shown = unescape(re.sub("<[^>]+>", "\n", mail.html.partition("<body")[2].partition(">")[2]))
    assert english(f"{mail.subject}\n{mail.text}\n{shown}", facts) == []


def test_arabic_runs_from_right_to_left():
    assert '<html lang="ar" dir="rtl">' in written("verify_address", "ar", FACTS["verify_address"]).html
    assert '<html lang="ru" dir="ltr">' in written("verify_address", "ru", FACTS["verify_address"]).html


@pytest.mark.parametrize("name", sorted(FACTS))
def test_a_mail_fetches_nothing(name):
    html = written(name, "en", FACTS[name]).html
    assert not re.search(r"<img|<link|<script|<iframe|src=|url\(|@import", html)


def test_a_name_can_neither_be_code_nor_a_paragraph_or_button_of_its_own():
    evil = "<b>Eve</b>\r\n\r\nClick here:\nhttps://evil.example/"
    mail = written("invitation", "en", {**FACTS["invitation"], "organization": evil, "inviter": evil})
    assert "<b>" not in mail.html
    assert "evil.example" not in "".join(re.findall(r'href="[^"]*"', mail.html))
    assert not any(line.startswith("https://evil") for line in mail.text.splitlines())
    assert "\r" not in mail.subject
    assert "\n" not in mail.subject


def test_numbers_take_their_plural():
    assert "3 дня" in written("verify_address", "ru", {"link": "https://x.test/", "days": 3}).text
    assert "7 дней" in written("verify_address", "ru", {"link": "https://x.test/", "days": 7}).text
    assert "1 day." in written("verify_address", "en", {"link": "https://x.test/", "days": 1}).text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("www.evil.example", "www. evil. example"),
        ("Pay at https://evil.example/now", "Pay at https: //evil. example/now"),
        ("evil。example", "evil. example"),
        ("a mailto:x@evil.example", "a mailto: x@evil. example"),
        ("St. Mary & Co.", "St. Mary & Co."),
        ("Works 1.25 of U.S.A.", "Works 1.25 of U.S.A."),
    ],
)
def test_what_people_call_themselves_becomes_no_link(name, shown):
    mail = written("invitation", "en", {**FACTS["invitation"], "organization": name, "inviter": name})
    assert f"{shown} asks you to join {shown} at Mizan." in mail.text
    assert shown in mail.subject
    assert FACTS["invitation"]["link"] in mail.text


def test_facts_keep_their_own_order_in_arabic():
    facts = {"organization": "Quarry & Sons", "plan": "Team-24", "words": "7/11"}
    assert "«\u2068Team-24\u2069»" in written("plan_request_refused", "ar", facts).text
    assert "\u2068" not in written("plan_request_refused", "ru", facts).text
    assert written("second_factor_changed", "ar", FACTS["second_factor_changed"]).subject
