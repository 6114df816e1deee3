"""The public pages in each language: what search engines are told of them, and that nothing on them leads nowhere."""

from __future__ import annotations

import json
import re
from functools import cache
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.core import mail
from django.test import Client
from lxml import html

from config.languages import in_language
from mails.models import Mail
from website.changelog import releases
from website.views.root import public_paths

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ar", "ru")
HOST = "http://testserver"


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return html.fromstring(answer.content.decode())


@cache
def told(path):
    """A page as nobody sees it, made once for all the tests that only read it."""
    return page(Client(), path)


def everywhere():
    return [(path, code, in_language(path, code)) for path in public_paths() for code in LANGUAGES]


def test_each_page_says_its_language_and_where_the_others_are():
    for path, code, address in everywhere():
        head = told(address)
        assert (head.get("lang"), head.get("dir")) == (code, "rtl" if code == "ar" else "ltr"), address
        assert head.xpath("//link[@rel='canonical']/@href") == [HOST + address]
        found = {one.get("hreflang"): one.get("href") for one in head.xpath("//link[@rel='alternate']")}
        assert found == {one: HOST + in_language(path, one) for one in LANGUAGES} | {"x-default": HOST + path}
        assert head.xpath("//meta[@property='og:url']/@content") == [HOST + address]
        assert head.xpath("//nav//a[@hreflang='ru']/@href") == [in_language(path, "ru")]


def test_titles_and_descriptions_are_each_pages_own():
    titles, descriptions = [], []
    for path in public_paths():
        head = told(path)
        titles += head.xpath("//title/text()")
        descriptions += head.xpath("//meta[@name='description']/@content")
        assert len(head.xpath("//h1")) == 1, path
    assert len(set(titles)) == len(set(descriptions)) == len(public_paths())
    assert all(len(words) <= 75 for words in titles), titles
    assert all(40 <= len(words) <= 240 for words in descriptions), [len(words) for words in descriptions]


def test_structured_data_can_be_read_and_carries_the_nonce(client):
    for path, kinds in (("/", {"SoftwareApplication"}), ("/faq/", {"FAQPage", "BreadcrumbList"})):
        answer = client.get(path)
        [script] = html.fromstring(answer.content.decode()).xpath("//script[@type='application/ld+json']")
        assert {one["@type"] for one in json.loads(script.text)["@graph"]} == kinds
        assert f"'nonce-{script.get('nonce')}'" in answer["Content-Security-Policy"]


def test_the_picture_for_sharing_is_there_and_of_its_size(client):
    [address] = page(client, "/").xpath("//meta[@property='og:image']/@content")
    answer = client.get(urlsplit(address).path)
    data = b"".join(answer)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 630)


def test_the_map_names_every_page_in_every_language(client):
    answer = client.get("/sitemap.xml")
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    entries = ET.fromstring(answer.content).findall("s:url", space)
    places = [one.findtext("s:loc", "", space) for one in entries]
    assert places[: len(everywhere())] == [HOST + address for _, _, address in everywhere()]
    assert all(len(one.findall("x:link", space)) == 4 for one in entries[: len(everywhere())])
    robots = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {HOST}/sitemap.xml" in robots
    closed = re.findall(r"^Disallow: (\S+)$", robots, re.MULTILINE)
    assert closed
    assert not [one for _, _, one in everywhere() if one.startswith(tuple(closed))]


def test_a_page_of_the_documentation_is_found_in_the_languages_in_which_it_is_written(client):
    """The map and the page's own head agree, and neither leads search engines to a page that is kept out of them."""
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    entries = {
        one.findtext("s:loc", "", space): {link.get("hreflang") for link in one.findall("x:link", space)}
        for one in ET.fromstring(client.get("/sitemap.xml").content).findall("s:url", space)
    }
    for path, languages in (("/docs/guide/first-steps/", LANGUAGES), ("/docs/deployment/", ("en",))):
        for code in LANGUAGES:
            address = in_language(path, code)
            robots = told(address).xpath("//meta[@name='robots']/@content")
            found = set(told(address).xpath("//link[@rel='alternate']/@hreflang"))
            if code in languages:
                assert (robots, found) == ([], {*languages, "x-default"}), address
                assert entries[HOST + address] == found
            else:
                assert "noindex" in robots[0]
                assert (HOST + address in entries, found) == (False, set())


def test_no_link_of_a_public_page_leads_nowhere(client):
    links = {}
    for _, _, address in everywhere():
        for found in told(address).xpath("//a/@href | //link/@href | //img/@src | //script/@src"):
            links.setdefault(found.partition("#")[0].removeprefix(HOST), address)
    local = {path: here for path, here in links.items() if path.startswith("/")}
    assert set(links) - set(local) <= {""}, "links elsewhere"
    assert len(local) > 60
    lost = {path: here for path, here in local.items() if client.get(path).status_code not in (200, 302)}
    assert not lost


def test_parts_of_a_page_that_are_linked_are_there():
    linked = 0
    for _, _, address in everywhere():
        whole = told(address)
        names = set(whole.xpath("//*/@id"))
        parts = {found[1:] for found in whole.xpath("//a/@href") if found.startswith("#")}
        assert parts <= names, address
        linked += len(parts)
    assert linked > 20


def test_whoever_is_signed_in_goes_to_work(pages, alice):
    assert pages(alice).get("/").url == "/projects/"
    assert pages(alice).get("/ar/").url == "/projects/"


def test_a_feature_that_does_not_exist_is_not_found(client):
    page(client, "/features/flying/", 404)


def test_the_changelog_is_the_file(client):
    words = " ".join(page(client, "/changelog/").text_content().split())
    first = releases()[0]
    assert first.title in words
    for line in first.lines:
        assert " ".join("".join(text for text, _ in line).split()) in words


def test_without_plans_the_page_of_prices_names_none(client, settings):
    settings.PLANS = False
    assert len(page(client, "/pricing/").xpath("//section[contains(@class,'plan')]")) == 1


def test_with_plans_it_says_what_each_holds_and_costs(client, settings):
    settings.PLANS, settings.PLAN_PRICES = True, {"team": "49 EUR"}
    own, trial, team, business = page(client, "/pricing/").xpath("//section[contains(@class,'plan')]")
    assert "49 EUR" in team.text_content()
    assert "On request" in business.text_content()
    assert "15 people" in team.text_content()
    assert "Free" in own.text_content()
    assert "Free" in trial.text_content()


def test_a_message_reaches_the_operator(client, settings, work):
    settings.CONTACT_EMAIL = "operator@example.com"
    answer = client.post(
        "/contact/", {"sender": "visitor@example.com", "message": "Hello\n\nClick:\nhttps://evil.example"}
    )
    assert answer.url == "/contact/?sent=1"
    work()
    [sent] = mail.outbox
    assert sent.to == ["operator@example.com"]
    assert "visitor@example.com wrote" in sent.body
    assert 'href="https://evil.example' not in str(sent.alternatives)  # a visitor's words make no button


def test_a_message_has_an_address_and_words(client, settings):
    settings.CONTACT_EMAIL = "operator@example.com"
    for sent in ({"sender": "nobody", "message": "Hello"}, {"sender": "a@example.com", "message": "x\x00"}, {}):
        assert client.post("/contact/", sent).status_code == 400
    assert not Mail.objects.exists()


def test_programs_are_thanked_and_forgotten(client, settings):
    settings.CONTACT_EMAIL = "operator@example.com"
    sent = {"sender": "a@example.com", "message": "Buy", "homepage": "https://spam.example"}
    assert client.post("/contact/", sent).status_code == 302
    assert not Mail.objects.exists()


def test_one_place_does_not_flood_the_operator(client, settings):
    settings.CONTACT_EMAIL = "operator@example.com"
    sent = {"sender": "a@example.com", "message": "Hello"}
    assert [client.post("/contact/", sent).status_code for _ in range(6)] == [302] * 5 + [429]


def test_without_an_operator_there_is_no_form(client, settings):
    settings.CONTACT_EMAIL, settings.PRIVACY = "", type("Nobody", (), {"contact": ""})()
    assert not page(client, "/contact/").xpath("//main//form")
    assert client.post("/contact/", {"sender": "a@example.com", "message": "Hello"}).status_code == 400
