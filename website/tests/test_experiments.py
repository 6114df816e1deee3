"""Experiments: whoever comes sees one variant and always the same, each counts once, and nothing is concluded too early."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import msgspec
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone
from lxml import html

from conftest import PASSWORD
from website import experiments
from website.intervals import difference, wilson
from website.models import Exposure, Flag
from website.services import experiments as service

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HEADLINE = experiments.BY_KEY["landing-headline"]


@pytest.fixture
def running(db):
    """The flag of the experiment with the headline is on."""
    flag, _made = Flag.objects.get_or_create(name=HEADLINE.flag)
    flag.everyone = True
    flag.save()
    cache.clear()
    return flag


@pytest.fixture
def browser(client):
    client.defaults["HTTP_USER_AGENT"] = FIREFOX
    return client


def headline(browser, **more):
    return html.fromstring(browser.get("/", **more).content.decode()).xpath("string(//h1)")


# The known answers: Newcombe 1998, Statistics in Medicine 17:857-872 table I (81 of 263, 15 of 148, 0 of 20, 1 of 29) and 873-890 table II.
@pytest.mark.parametrize(
    ("hits", "of", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_the_paper(hits, of, lower, upper):
    assert wilson(hits, of) == pytest.approx((lower, upper), abs=0.00005)


@pytest.mark.parametrize(
    ("one", "other", "lower", "upper"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_that_of_the_paper(one, other, lower, upper):
    gap, low, high = difference(other, one)
    assert gap == pytest.approx(one[0] / one[1] - other[0] / other[1])
    assert (low, high) == pytest.approx((lower, upper), abs=0.00005)


def test_of_nobody_nothing_is_known():
    assert wilson(0, 0) == (0.0, 1.0)


def test_subjects_are_shared_out_evenly_and_each_keeps_its_variant():
    found = Counter(service.variant_of(HEADLINE, f"{number:032x}") for number in range(10_000))
    assert all(4_800 < found[variant] < 5_200 for variant in HEADLINE.variants)
    assert len({service.variant_of(HEADLINE, "a" * 32) for _ in range(5)}) == 1


def test_declared_experiments_make_sense():
    assert len(experiments.BY_KEY) == len(experiments.EXPERIMENTS)
    for one in experiments.EXPERIMENTS:
        assert one.metric in experiments.METRICS
        assert len(set(one.variants)) == len(one.variants) >= 2
        assert one.least >= 100


def test_while_the_flag_is_off_everybody_sees_how_things_are(browser, db):
    assert {headline(browser, REMOTE_ADDR=f"203.0.113.{n}") for n in range(1, 9)} == {"Does the bill add up?"}
    assert not Exposure.objects.exists()


def test_visitors_see_one_variant_all_day_and_are_noted_once_without_a_cookie(browser, running):
    seen = {}
    for address in [f"203.0.113.{n}" for n in range(1, 17)]:
        seen[address] = {headline(browser, REMOTE_ADDR=address) for _ in range(2)}
    assert all(len(found) == 1 for found in seen.values())
    assert len(set.union(*seen.values())) == 2
    assert Exposure.objects.count() == 16
    assert not browser.cookies
    assert "203.0.113" not in str(list(Exposure.objects.values_list("subject", flat=True)))


@pytest.mark.parametrize("said", [{"dnt": "1"}, {"sec-gpc": "1"}, {"user-agent": "curl/8"}])
def test_who_is_left_out_takes_no_part(browser, running, said):
    assert headline(browser, headers=said) == "Does the bill add up?"
    assert not Exposure.objects.exists()


def test_without_redis_the_page_is_as_it_was_and_nobody_is_noted(browser, running, monkeypatch):
    monkeypatch.setattr("website.visitors._salt_of_today", lambda: "")
    assert headline(browser) == "Does the bill add up?"
    assert not Exposure.objects.exists()


def test_a_sign_up_after_it_counts_and_one_of_somebody_else_does_not(browser, running):
    headline(browser, REMOTE_ADDR="203.0.113.5")
    form = {"email": "new@example.com", "password1": PASSWORD, "accept": "on"}
    for address, email in (("198.51.100.1", "other@example.com"), ("203.0.113.5", "new@example.com")):
        page = html.fromstring(browser.get("/accounts/signup/", REMOTE_ADDR=address).content.decode())
        kept = {
            one.get("name"): one.get("value") or "on"
            for one in page.xpath("//main//form//input[@type!='submit']")
            if one.get("name")
        }
        answer = browser.post("/accounts/signup/", {**kept, **form, "email": email}, REMOTE_ADDR=address)
        assert answer.status_code == 302, answer.content.decode()
        browser.logout()
        [row] = Exposure.objects.all()
        assert (row.converted_at is not None) is (email == "new@example.com")


def test_what_comes_too_late_does_not_count(running):
    request = RequestFactory(headers={"user-agent": FIREFOX}).get("/", REMOTE_ADDR="203.0.113.5")
    request.user = AnonymousUser()
    service.show(request, HEADLINE.key)
    Exposure.objects.update(seen_at=timezone.now() - timedelta(days=HEADLINE.days, minutes=1))
    service.convert(request, HEADLINE.metric)
    assert not Exposure.objects.exclude(converted_at=None).exists()


def test_a_person_keeps_the_variant_in_every_browser(running, alice):
    variants = set()
    for program in ("Firefox/140.0", "Firefox/141.0", "Firefox/142.0"):
        request = RequestFactory(headers={"user-agent": FIREFOX.replace("Firefox/140.0", program)}).get("/")
        request.user = alice
        variants.add(service.show(request, HEADLINE.key))
    [row] = Exposure.objects.all()
    assert (variants, row.user, row.subject) == ({row.variant}, alice, "")


def shown(experiment, variant, seen, converted, *, ago):
    at = timezone.now() - ago
    Exposure.objects.bulk_create(
        Exposure(
            experiment=experiment.key,
            variant=variant,
            subject=f"{variant}{n:05}",
            converted_at=at if n < converted else None,
        )
        for n in range(seen)
    )
    Exposure.objects.filter(experiment=experiment.key).update(seen_at=at)


@pytest.fixture
def small():
    return msgspec.structs.replace(HEADLINE, least=100)


LONG_AGO = timedelta(days=3)


def test_nothing_is_concluded_before_each_variant_was_seen_by_enough(small, db):
    shown(small, "question", 100, 5, ago=LONG_AGO)
    shown(small, "promise", 99, 60, ago=LONG_AGO)
    found = service.result(small)
    assert not found.enough
    assert [(one.seen, one.converted) for one in found.variants] == [(100, 5), (99, 60)]


def test_nothing_is_concluded_before_the_last_had_their_time(small, db):
    shown(small, "question", 100, 5, ago=LONG_AGO)
    shown(small, "promise", 100, 60, ago=timedelta(hours=1))
    assert not service.result(small).enough


def test_a_difference_is_told_with_its_interval(small, db):
    shown(small, "question", 100, 5, ago=LONG_AGO)
    shown(small, "promise", 100, 20, ago=LONG_AGO)
    found = service.result(small)
    [gap] = found.gaps
    assert (gap.gap, gap.lower, gap.upper) == pytest.approx(difference((5, 100), (20, 100)))
    assert gap.tells


def test_a_difference_that_chance_explains_is_called_none(small, db):
    shown(small, "question", 100, 5, ago=LONG_AGO)
    shown(small, "promise", 100, 8, ago=LONG_AGO)
    [gap] = service.result(small).gaps
    assert not gap.tells


def test_what_comes_after_enough_changes_nothing_and_is_not_noted(small, db, monkeypatch, browser, running):
    for variant in small.variants:
        shown(small, variant, 100, 5, ago=LONG_AGO)
    before = service.result(small)
    monkeypatch.setitem(service.BY_KEY, small.key, small)
    for n in range(1, 9):
        headline(browser, REMOTE_ADDR=f"203.0.113.{n}")
    assert Exposure.objects.count() == 200
    assert service.result(small) == before
