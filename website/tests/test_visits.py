"""Visits of public pages are counted, and nothing of whoever comes is kept."""

from __future__ import annotations

import dataclasses

import pytest
from django.db import DatabaseError

from config.tests.walk.routes import routes as routes_of_all
from website.counting import PUBLIC, UNTOLD
from website.models import DailyCount
from website.services import visits

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def browser(client):
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    return client


def counted():
    return {
        (one.page, one.language, one.referrer): one.opened for one in DailyCount.objects.order_by("page", "language")
    }


def test_a_page_is_counted_by_kind_language_and_where_people_came_from(browser):
    browser.get("/", headers={"referer": "https://www.Example.org/secret/path?q=bills"})
    browser.get("/", headers={"referer": "http://testserver/faq/"})
    browser.get("/")
    browser.get("/ar/features/reading/")
    browser.get("/accounts/signup/", headers={"accept-language": "ru"})
    assert counted() == {
        ("home", "en", "example.org"): 1,
        ("home", "en", ""): 2,
        ("website:feature", "ar", ""): 1,
        ("account_signup", "ru", ""): 1,
    }


def test_counting_sets_no_cookie_and_keeps_no_address(browser):
    answer = browser.get("/", REMOTE_ADDR="203.0.113.7")
    assert not answer.cookies
    assert {field.name for field in DailyCount._meta.fields} == {"id", "day", "page", "language", "referrer", "opened"}


@pytest.mark.parametrize(
    "said",
    [
        {"dnt": "1"},
        {"sec-gpc": "1"},
        {"user-agent": ""},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "curl/8.14.1"},
        {"user-agent": FIREFOX.replace("Firefox", "HeadlessChrome")},
        {"sec-purpose": "prefetch"},
        {"hx-request": "true"},
    ],
)
def test_who_asks_not_to_be_counted_and_what_is_no_person_is_left_out(browser, said):
    assert browser.get("/", headers=said).status_code == 200
    assert counted() == {}


def test_only_public_pages_are_counted(browser, alice):
    browser.force_login(alice)
    browser.get("/projects/")
    browser.get("/faq/")
    browser.get("/features/flying/")
    browser.post("/contact/", {})
    browser.get("/robots.txt")
    assert counted() == {("website:faq", "en", ""): 1}


def test_it_is_decided_of_every_public_page_whether_it_is_counted():
    routes = {name for name, _path in routes_of_all() if name == "home" or name.startswith("website:")}
    assert routes <= PUBLIC | UNTOLD
    assert not PUBLIC & UNTOLD


def test_nothing_is_counted_where_the_operator_wants_none(browser, settings):
    settings.ANALYTICS = dataclasses.replace(settings.ANALYTICS, kind="off")
    browser.get("/")
    assert counted() == {}


@pytest.mark.parametrize(
    "said", ["nonsense", "https://", "https://[::1", "https://host", f"https://{'a' * 60}.{'b' * 60}.com/"]
)
def test_what_is_no_host_counts_as_none(browser, said):
    browser.get("/", headers={"referer": said})
    assert counted() == {("home", "en", ""): 1}


def test_whoever_invents_hosts_fills_no_table(browser, monkeypatch):
    monkeypatch.setattr(visits, "MOST_HOSTS", 2)
    for host in ("a.example", "b.example", "c.example", "d.example", "a.example"):
        browser.get("/", headers={"referer": f"https://{host}/"})
    assert counted() == {("home", "en", "a.example"): 2, ("home", "en", "b.example"): 1, ("home", "en", "other"): 2}


def test_a_count_that_fails_is_in_nobodys_way(browser, monkeypatch):
    def broken(**more):
        raise DatabaseError("gone")

    monkeypatch.setattr("website.counting.count", broken)
    assert browser.get("/").status_code == 200
