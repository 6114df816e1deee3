"""Somebody else is told of visits only of whoever agreed, only of public pages, and only from the server that the settings name."""

from __future__ import annotations

import dataclasses
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from lxml import html

from accounts.models import AuditEntry
from config.env import read_environment
from gdpr.models import Consent
from gdpr.services.consents import agrees, choose
from gdpr.services.people import oneself

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
OURS = {"sec-fetch-site": "same-origin"}
STATISTICS = "/statistics/"


@pytest.fixture
def told(settings):
    """The server tells a Plausible of the operator's."""
    settings.ANALYTICS = dataclasses.replace(
        settings.ANALYTICS, kind="plausible", site="boq.example", url="https://plausible.example"
    )
    return settings.ANALYTICS


@pytest.fixture
def browser(client):
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    return client


def seen(browser, path, **more):
    """(asks, tags of scripts from elsewhere, the policy) of a page."""
    answer = browser.get(path, **more)
    page = html.fromstring(answer.content.decode())
    tags = page.xpath("//script[starts-with(@src, 'http')]")
    return bool(page.xpath("//form[@class='asked']")), tags, answer["Content-Security-Policy"]


def test_by_default_nobody_is_asked_and_nobody_told(browser):
    asks, tags, policy = seen(browser, "/")
    assert (asks, tags, "http" in policy) == (False, [], False)
    assert browser.post(STATISTICS, {"choice": "yes"}, headers=OURS).cookies == {}


def test_nothing_is_loaded_before_somebody_agrees(browser, told):
    asks, tags, policy = seen(browser, "/")
    assert (asks, tags, "plausible" in policy) == (True, [], False)
    assert not browser.cookies


def test_whoever_agrees_gets_the_script_with_the_nonce_and_a_policy_for_it(browser, told):
    answer = browser.post(STATISTICS, {"choice": "yes", "next": "/faq/"}, headers=OURS)
    assert (answer.status_code, answer.url) == (302, "/faq/")
    asks, [tag], policy = seen(browser, "/faq/")
    assert not asks
    assert tag.get("src") == "https://plausible.example/js/script.js"
    assert f"'nonce-{tag.get('nonce')}'" in policy
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    elsewhere = {name: re.findall(r"https?://\S+", sources) for name, sources in directives.items()}
    assert {name: found for name, found in elsewhere.items() if found} == {
        "script-src": ["https://plausible.example"],
        "connect-src": ["https://plausible.example"],
    }


def test_pages_with_work_tell_nobody_whoever_agreed(browser, told, alice, boq):
    browser.force_login(alice)
    browser.post(STATISTICS, {"choice": "yes"}, headers=OURS)
    for path in ("/projects/", f"/boqs/{boq.pk}/", "/settings/privacy/", "/accounts/email/"):
        asks, tags, policy = seen(browser, path)
        assert (asks, tags, "plausible" in policy) == (False, [], False), path


def test_a_sign_up_is_told_once_it_is_made(browser, told):
    browser.post(STATISTICS, {"choice": "yes"}, headers=OURS)
    page = html.fromstring(browser.get("/accounts/confirm-email/").content.decode())
    assert page.xpath("//script[contains(@src, 'told.js')]/@data-event") == ["sign_up"]
    assert html.fromstring(browser.get("/").content.decode()).xpath(
        "//script[contains(@src, 'told.js')]/@data-event"
    ) == [""]


def test_whoever_refuses_is_not_asked_again_and_loses_what_others_left(browser, told):
    browser.post(STATISTICS, {"choice": "yes"}, headers=OURS)
    browser.cookies["_ga_ABC"] = "GS1.1"
    answer = browser.post(STATISTICS, {"choice": "no"}, headers=OURS)
    gone = {name for name, cookie in answer.cookies.items() if cookie["max-age"] == 0}
    assert gone == {"_ga_ABC", "visitor"}
    asks, tags, _policy = seen(browser, "/")
    assert (asks, tags) == (False, [])


@pytest.mark.parametrize("header", ["dnt", "sec-gpc"])
def test_a_browser_that_asks_not_to_be_followed_is_not_asked(browser, told, header):
    browser.post(STATISTICS, {"choice": "yes"}, headers=OURS)
    asks, tags, policy = seen(browser, "/", headers={header: "1"})
    assert (asks, tags, "plausible" in policy) == (False, [], False)


@pytest.mark.parametrize("said", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}])
def test_another_site_agrees_for_nobody(browser, told, said):
    answer = browser.post(STATISTICS, {"choice": "yes", "next": "https://evil.example/"}, headers=said)
    assert answer.status_code == 400
    assert not {"statistics", "visitor"} & set(answer.cookies)


def test_the_way_back_stays_here(browser, told):
    answer = browser.post(STATISTICS, {"choice": "no", "next": "https://evil.example/"}, headers=OURS)
    assert answer.url == STATISTICS


def test_what_people_who_are_signed_in_choose_is_written_down_each_time_they_change_it(browser, told, alice):
    browser.force_login(alice)
    for choice in ("yes", "yes", "no", "yes"):
        browser.post(STATISTICS, {"choice": choice}, headers=OURS)
    assert list(Consent.objects.order_by("pk").values_list("document", "how")) == [
        ("statistics", "page"), ("statistics", "withdrawn"), ("statistics", "page"),
    ]  # fmt: skip
    trail = AuditEntry.objects.filter(action__startswith="consent.").order_by("pk").values_list("action", flat=True)
    assert list(trail) == ["consent.given", "consent.withdrawn", "consent.given"]


def test_what_was_withdrawn_in_one_browser_counts_in_the_others(browser, told, alice):
    browser.force_login(alice)
    browser.post(STATISTICS, {"choice": "yes"}, headers=OURS)
    assert len(seen(browser, "/faq/")[1]) == 1
    choose(by=oneself(alice), kind="statistics", agreed=False)
    assert agrees(alice, "statistics") is False
    assert seen(browser, "/faq/")[1] == []


def test_what_a_visitor_agreed_to_is_asked_again_of_the_person_they_sign_in_as(browser, told, alice):
    browser.post(STATISTICS, {"choice": "yes"}, headers=OURS)
    browser.force_login(alice)
    asks, tags, _policy = seen(browser, "/faq/")
    assert (asks, tags) == (True, [])


def test_the_choice_stands_among_ones_data_and_is_changed_there(browser, told, alice):
    browser.force_login(alice)
    [section] = html.fromstring(browser.get("/settings/privacy/").content.decode()).xpath("//section[@id='statistics']")
    assert "not chosen" in section.text_content()
    assert set(section.xpath(".//button/@value")) == {"yes", "no"}
    assert section.xpath(".//form/@action") == [STATISTICS]


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_the_page_says_who_is_told(browser, told, language):
    page = browser.get(STATISTICS, headers={"accept-language": language}).content.decode()
    assert "plausible.example" in page
    assert "{" not in html.fromstring(page).xpath("string(//main)")


def test_google_may_load_what_its_script_needs_and_no_more():
    env = read_environment({"ANALYTICS": "google", "ANALYTICS_SITE": "G-ABC123DEF"}).analytics
    assert env.script == "https://www.googletagmanager.com/gtag/js?id=G-ABC123DEF"
    assert set(env.sources) == {"script-src", "connect-src", "img-src"}
    assert env.sources["script-src"] == ("https://www.googletagmanager.com",)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"ANALYTICS": "matomo"}, "ANALYTICS:"),
        ({"ANALYTICS": "plausible"}, "ANALYTICS_SITE:"),
        ({"ANALYTICS": "google", "ANALYTICS_SITE": "UA-1"}, "ANALYTICS_SITE:"),
        ({"ANALYTICS_URL": "https://a.example; script-src *"}, "ANALYTICS_URL:"),
        ({"ANALYTICS_URL": "http://a.example"}, "ANALYTICS_URL:"),
        ({"GRAFANA_URL": "javascript:alert(1)"}, "GRAFANA_URL:"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told(wrong, named):
    with pytest.raises(ImproperlyConfigured, match=named):
        read_environment(wrong)
