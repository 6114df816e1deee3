"""The help exists in three languages, and what people type finds it."""

from __future__ import annotations

import pytest

from support.articles import ARTICLES, FOLDER, TOPICS, articles
from support.search import find

LANGUAGES = ("en", "ar", "ru")


def test_every_article_exists_in_every_language_and_no_other_lies_there():
    named = {f"{slug}.md" for slug, _topic in ARTICLES}
    for language in LANGUAGES:
        assert {path.name for path in (FOLDER / language).iterdir()} == named
        for one in articles(language):
            assert one.title
            assert len(one.plain) > 40
            assert one.topic in TOPICS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "asked", "slug"),
    [
        ("en", "I forgot my password", "sign-in"),
        ("en", "scann", "scan"),
        ("en", "webhooks failing", "webhook-failing"),
        ("en", "wrong column", "columns"),
        ("en", "delete account", "erase"),
        ("ru", "забыл пароль", "sign-in"),
        ("ru", "пригласить коллегу", "invite"),
        ("ru", "распознать скан", "scan"),
        ("ru", "итог не сходится", "totals"),
        ("ar", "نسيت كلمة المرور", "sign-in"),
        ("ar", "دعوة زميل", "invite"),
        ("ar", "المجاميع لا تتفق", "totals"),
        ("ar", "حذف الحساب", "erase"),
    ],
)
def test_a_question_finds_its_answer(language, asked, slug):
    assert slug in [one.slug for one in find(asked, language=language, most=2)]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "   ", "the", "' OR 1=1 --", "a & | ! ( :*", "\\", "x" * 5000, "zzzz qqqq"])
def test_anything_may_be_typed(asked):
    assert [one.slug for one in find(asked) if asked.strip() in ("", "the", "zzzz qqqq")] == []


@pytest.mark.django_db
def test_help_is_open_and_suggests_while_a_ticket_is_written(client, api):
    assert "What is Mizan?" in client.get("/help/").content.decode()
    part = client.get("/help/", {"q": "password"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "I cannot sign in" in part
    assert "I cannot sign in" in client.get("/help/suggest/", {"subject": "forgot password"}).content.decode()
    assert client.get("/help/suggest/", {"subject": "qqqq"}).content.strip() == b""
    assert "Write to us" in client.get("/help/", {"q": "qqqq"}).content.decode()
    found = api(None).get("/api/v1/help/", {"q": "пароль"}, headers={"Accept-Language": "ru"}).json()
    assert "sign-in" in [one["slug"] for one in found]
    assert len(api(None).get("/api/v1/help/").json()) == len(ARTICLES)
