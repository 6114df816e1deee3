"""The documentation: every file is on the shelf, every link leads somewhere, what is made from code is as the code is, all is found."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from website.documentation import catalogue, diagrams, pages, search
from website.documentation.shelf import CHAPTERS, DOCS, ELSEWHERE, SLUGS, file_of, slug_of

LANGUAGES = ("en", "ar", "ru")
FIRST_PAGES = ("readme", "guide/first-steps", "guide/uploading", "guide/receipt")


def every_page():
    return [(slug, code) for slug in SLUGS for code in LANGUAGES if file_of(slug, code).is_file()]


def body(slug, code):
    return html.fromstring(f"<div>{pages.page(slug, code).html}</div>")


def test_every_file_is_on_the_shelf_once():
    files = {*DOCS.rglob("*.md"), *ELSEWHERE.values()}
    lost = sorted(str(path) for path in files if not slug_of(path))
    assert not lost, f"name them in website/documentation/shelf.py: {lost}"
    assert len(set(SLUGS)) == len(SLUGS)
    assert all(file_of(slug).is_file() for slug in SLUGS)


def test_the_first_pages_are_there_in_every_language():
    for slug in FIRST_PAGES:
        for code in LANGUAGES:
            assert pages.page(slug, code).language == code, (slug, code)


def test_a_translation_has_the_parts_and_pictures_of_its_original():
    for slug, code in every_page():
        english, own = body(slug, "en"), body(slug, code)
        for what in ("//h2", "//h3", "//pre", "//table", "//img"):
            assert len(own.xpath(what)) == len(english.xpath(what)), (slug, code, what)


def test_links_of_the_documentation_lead_to_pages_and_parts_that_are_there():
    ids = {slug: set(body(slug, "en").xpath("//*/@id")) for slug in SLUGS}
    wrong = []
    for slug, code in every_page():
        own = set(body(slug, code).xpath("//*/@id"))
        for link in body(slug, code).xpath("//a/@href"):
            if found := re.fullmatch(r"(?:/\w\w)?/docs/(.+?)/(?:#(.*))?", link):
                there, part = found.groups()
                if there not in ids or (part and part not in ids[there]):
                    wrong.append((slug, code, link))
            elif link.startswith("#") and link[1:] not in own:
                wrong.append((slug, code, link))
    assert not wrong


def test_a_link_to_a_file_that_is_gone_is_noticed():
    with pytest.raises(ValueError, match="does not exist"):
        pages.address("gone.md", DOCS / "api.md")
    assert pages.address("../Makefile", DOCS / "api.md") == ""


def test_a_heading_has_the_id_that_readers_of_the_files_know():
    taken = set()
    assert pages.anchor_of("What a plan limits", taken) == "what-a-plan-limits"
    assert pages.anchor_of("Money, `units` & more", taken) == "money-units--more"
    assert pages.anchor_of("What a plan limits", taken) == "what-a-plan-limits-1"


def test_markup_of_a_file_is_text(tmp_path, monkeypatch):
    path = tmp_path / "bad.md"
    path.write_text("# Bad\n\n<script>alert(1)</script> [x](javascript:alert(1))\n")
    shown = html.fromstring(f"<div>{pages._made('bad', path, 'en', 'en', 0).html}</div>")
    assert not shown.xpath("//script | //a")
    assert "<script>" in shown.text_content()


def test_the_catalogue_of_errors_is_as_the_code_is():
    assert catalogue.PAGE.read_text("utf-8") == catalogue.catalogue(), "run: python manage.py write_reference"


def test_the_catalogue_says_with_which_status_a_code_comes():
    known = catalogue.statuses()
    assert known["quota.seats"] == {409}
    assert known["not_found"] >= {404}
    assert known["throttled"] == {429}
    assert known["no_text_layer"] >= {422}


def test_the_drawings_are_as_the_code_is():
    for drawing in diagrams.drawings():
        kept = (diagrams.FOLDER / f"{drawing.name}.svg").read_text("utf-8")
        assert kept == diagrams.svg(drawing), f"{drawing.name}: run: python manage.py write_reference"


def test_a_drawing_leaves_out_what_two_arrows_say():
    graph = {"a": frozenset("bc"), "b": frozenset("c"), "c": frozenset()}
    assert diagrams.direct(graph)["a"] == {"b"}
    assert diagrams.ranks(graph) == {"a": 2, "b": 1, "c": 0}


@pytest.mark.parametrize(
    ("code", "question", "slug"),
    [
        ("en", "column", "guide/columns"),
        ("en", "quota.seats", "errors"),
        ("en", "signing webhooks", "webhooks"),
        ("ar", "إيصال", "guide/receipt"),
        ("ar", "والملفات", "guide/uploading"),
        ("ru", "протокола", "guide/receipt"),
        ("ru", "загрузить файлы", "guide/uploading"),
        ("ru", "Ed25519", "adr/0009-receipts-are-signed-with-ed25519"),
    ],
)
def test_a_word_is_found_in_its_other_forms(code, question, slug):
    hits = search.search(question, code)
    assert slug in [one.slug for one in hits[:6]], [(one.slug, one.part.title) for one in hits[:6]]
    assert all(one.match for one in hits if not one.part.title)


def test_nothing_is_found_of_nothing():
    assert search.search("", "en") == search.search("zzzqqq ...", "en") == []


@pytest.mark.django_db
def test_pages_are_shown_in_each_language_and_say_which_it_is():
    client = Client()
    for slug, prefix, language, direction in (
        ("guide/first-steps", "", "en", None),
        ("guide/first-steps", "/ar", "ar", None),
        ("errors", "/ar", "en", "ltr"),
        ("architecture", "/ru", "en", "ltr"),
    ):
        answer = client.get(f"{prefix}/docs/{slug}/")
        assert answer.status_code == 200, slug
        shown = html.fromstring(answer.content.decode())
        [article] = shown.xpath("//article")
        assert (article.get("lang"), article.get("dir")) == (language, direction)
        assert len(shown.xpath("//h1")) == 1
        assert bool(shown.xpath("//meta[@name='robots']")) == (language != (prefix[1:] or "en"))
        assert shown.xpath("//aside//a[@aria-current='page']")
        for picture in article.xpath(".//img/@src"):
            assert client.get(picture).status_code == 200, picture
    assert client.get("/docs/no/such/page/").status_code == 404
    assert client.get("/docs/../settings/").status_code == 404


@pytest.mark.django_db
def test_the_index_names_every_page_but_single_decisions_and_the_search_finds_them():
    client = Client()
    index = html.fromstring(client.get("/docs/").content.decode())
    named = set(index.xpath("//main//a/@href"))
    expected = {f"/docs/{slug}/" for slug in SLUGS if not slug.startswith("adr/0")}
    assert expected <= named
    assert len(index.xpath("//main//section")) == len(CHAPTERS)
    answer = client.get("/ru/docs/search/?q=%D0%BF%D1%80%D0%BE%D1%82%D0%BE%D0%BA%D0%BE%D0%BB")
    assert "X-Offline-Keep" not in answer
    found = html.fromstring(answer.content.decode()).xpath("//ol//a/@href")
    assert "/ru/docs/guide/receipt/" in found
    assert client.get("/docs/search/?q=<b>").status_code == 200


def test_pictures_of_the_guide_say_how_large_they_are():
    found = [
        picture
        for slug, code in every_page()
        for picture in body(slug, code).iter("img")
        if (picture.get("src") or "").split("?")[0].endswith(".webp")
    ]
    assert len(found) > 10
    assert {(picture.get("width"), picture.get("height")) for picture in found} == {("1080", "675")}


def test_pictures_of_the_guide_are_small():
    for path in (DOCS / "pictures").rglob("*.webp"):
        assert path.stat().st_size < 80 * 1024, path.name
    assert settings.BASE_DIR in DOCS.parents
