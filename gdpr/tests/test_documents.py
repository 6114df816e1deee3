"""The privacy policy, the terms and the list of sub-processors."""

from __future__ import annotations

import dataclasses
import re

import pytest

from accounts.errors import NotFound
from gdpr import documents
from gdpr.markdown import html_of

LANGUAGES = ("en", "ar", "ru")
ALL = [(kind, version, lang) for kind in documents.TITLES for version in documents.versions(kind) for lang in LANGUAGES]

RELEASED = {
    "privacy/1.en": "e473ec001e8897fa",
    "privacy/1.ar": "db0ab3c8c38c802f",
    "privacy/1.ru": "2132096ef63a727d",
    "terms/1.en": "8d49245623d5e565",
    "terms/1.ar": "661fe0d3a09631e7",
    "terms/1.ru": "4da2d894e39f81c2",
    "subprocessors/1.en": "87087a2cd97e6399",
    "subprocessors/1.ar": "682f8c062aeb5261",
    "subprocessors/1.ru": "fe76f53b4e072561",
    "subprocessors/2.en": "1a9a8e6052609488",
    "subprocessors/2.ar": "c0d933da503eb6b3",
    "subprocessors/2.ru": "b7f78b47c9d5acf8",
    "privacy/2.en": "3a567661c4c1d8ab",
    "privacy/2.ar": "223073276c17bb4c",
    "privacy/2.ru": "acac627701eb8e9c",
    "subprocessors/3.en": "c966cc5a18532444",
    "subprocessors/3.ar": "5d2b65d71166c866",
    "subprocessors/3.ru": "dd5938e717aaceec",
    "statistics/1.en": "ff64fc5e89e1828c",
    "statistics/1.ar": "2ed7549ba1cab0bd",
    "statistics/1.ru": "fd1605f9feaec734",
}


@pytest.mark.parametrize(("kind", "version", "language"), ALL)
def test_every_version_is_there_in_every_language_and_leaves_no_placeholder(kind, version, language):
    found = documents.document(kind, version, language)
    assert found.language == language
    assert "{" not in found.html
    assert "**" not in found.html
    assert "|" not in re.sub(r"<[^>]+>", "", found.html)


@pytest.mark.parametrize("kind", documents.TITLES)
def test_the_languages_of_a_version_say_as_much(kind):
    shapes = {tuple(re.findall(r"<(h\d|li|tr)", documents.document(kind, "", one).html)) for one in LANGUAGES}
    assert len(shapes) == 1


def test_what_was_released_is_never_changed():
    """People accepted these texts: a change gets a new version. The digests are those of the day of their release."""
    digests = {
        f"{kind}/{version}.{lang}": documents.document(kind, version, lang).digest[:16] for kind, version, lang in ALL
    }
    assert digests.items() >= RELEASED.items()


@pytest.mark.parametrize("kind", ["privacy", "terms", "subprocessors"])
def test_anybody_may_read_them(client, kind, settings, db):
    settings.PRIVACY = dataclasses.replace(settings.PRIVACY, operator="Bayt & <b>Sons</b>", contact="dpo@bayt.example")
    page = client.get(f"/{kind}/").content.decode()
    assert "Bayt &amp; &lt;b&gt;Sons&lt;/b&gt;" in page


@pytest.mark.parametrize("path", ["/documents/privacy/99/", "/documents/secret/1/", "/documents/privacy/1.en/"])
def test_what_is_no_version_of_a_document_is_not_found(client, path, db):
    assert client.get(path).status_code == 404


def test_a_language_without_a_text_is_answered_in_english():
    assert documents.document("terms", "1", "de").language == "en"
    assert documents.document("terms", "1", "../../x").language == "en"


def test_a_kind_that_is_none_is_not_found():
    with pytest.raises(NotFound):
        documents.versions("../../config")


def test_markup_in_a_text_is_text():
    html = html_of("# A <b>\n\nSee [x](javascript:alert(1)) and [y](https://y.example).", {})
    assert "<b>" not in html
    assert "javascript:alert(1)" in html
    assert 'href="javascript' not in html
    assert '<a href="https://y.example">y</a>' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_operator_left_unsaid_is_said_in_the_documents_language(language, settings):
    settings.PRIVACY = dataclasses.replace(settings.PRIVACY, operator="", operator_address="", contact="")
    html = documents.document("privacy", "1", language).html
    assert documents.UNSAID[language].operator in html
    assert documents.UNSAID[language].address in html
