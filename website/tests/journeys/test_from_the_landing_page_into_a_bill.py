"""A stranger looks around, opens the live bill without signing up, follows a fault to its cell, and is asked in where the demo ends."""

from __future__ import annotations

import pytest

from website.services import demo
from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def live_bill(look, sample, work, monkeypatch):
    """The demo, opened with the bill of the walk's language alone: reading three takes its time."""
    monkeypatch.setattr(demo, "DEMO_SAMPLES", (sample,))
    demo.open_demo()
    work()
    return demo.demo_bill(look[0])


@looks(0)
def test_a_stranger_reads_a_live_bill(walk, live_bill, look):
    page = walk.page
    walk.go("/")
    walk.station("landing")
    page.locator('main a[href*="open=detail"]').first.click()
    page.wait_for_url("**/boqs/*/")
    walk.station("live-bill")
    page.locator("#grid tr:has(.mark.error)").first.click()
    page.locator("#inspector .finding.error").first.wait_for()
    walk.station("item")
    page.goto(f"{page.url.partition('?')[0]}findings/")
    walk.station("findings")
    page.locator('nav.tabs a[href$="/receipt/"]').click()
    page.wait_for_url("**/receipt/")
    walk.station("receipt")
    page.locator('nav.tabs a[href$="/exports/"]').click()
    page.wait_for_url("**/exports/")
    walk.station("not-in-the-demo")
    page.locator('main a[href^="/accounts/signup/"]').click()
    page.wait_for_url("**/accounts/signup/")
    walk.station("sign-up")


@looks(16, common=False)
def test_a_stranger_reads_what_it_does_and_what_it_costs(walk, look):
    for path in (
        "/features/",
        "/features/reading/",
        "/pricing/",
        "/compare/",
        "/faq/",
        "/contact/",
        "/docs/",
        "/changelog/",
    ):
        walk.go(path)
        walk.station(path.strip("/").replace("/", "-"))
