"""An estimator finds an item, opens it, goes from a finding to its cell, prints, and moves by keys."""

from __future__ import annotations

import pytest

from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]
WORDS = {"en": "porcelain", "ar": "خرسانة", "ru": "Монтаж"}


@looks(3)
def test_an_estimator_works_in_a_bill(walk, bill, look):
    page = walk.page
    walk.go(f"/boqs/{bill.pk}/")
    walk.station("bill")
    page.locator("#filters [name=q]").fill(WORDS[walk.language])
    walk.until(f"document.querySelectorAll('#grid tr[data-key]').length < {bill.items_count}")
    walk.station("searched")
    page.locator("#filters [name=q]").fill("zzzzzz")
    page.locator(".grid-empty").wait_for()
    walk.station("nothing-matches")
    walk.go(f"/boqs/{bill.pk}/?finding=any")
    page.locator("#grid tr[data-key]").first.click()
    page.locator("#inspector .finding").first.wait_for()
    walk.station("item-with-a-finding")
    walk.go(f"/boqs/{bill.pk}/findings/")
    walk.station("findings")
    page.locator('.tabs a[href="?severity=error"]').click()
    page.wait_for_url("**severity=error")
    walk.station("errors-alone")
    page.locator(".finding-rows .what a").first.click()
    page.wait_for_url("**item=**")
    page.goto(page.locator(".item-links a").get_attribute("href"))
    walk.station("item-by-its-address")
    walk.go(f"/boqs/{bill.pk}/receipt/")
    walk.station("receipt")
    page.locator(".link-facts a").first.click()
    page.wait_for_url("**/cells/**")
    walk.station("cells")
    walk.go(f"/boqs/{bill.pk}/receipt/rows/")
    walk.station("row-by-row")
    walk.go(f"/boqs/{bill.pk}/")
    walk.printed("bill-on-paper")
    page.keyboard.press("?")
    page.locator("dialog#keys[open]").wait_for()
    walk.station("keys")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.locator("#palette input").wait_for()
    page.keyboard.type(WORDS[walk.language][:3])
    walk.station("palette")
