"""The public pages in a real Chromium: their weight, their width on a phone, the demo, and what is left without a connection."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from typing import Any

import pytest

from boq.tests.browser.plugin import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST = 150 * 1024  # bytes of a first visit, compressed as servers do
TEXTS = ("text/", "application/json", "application/manifest", "image/svg")


@pytest.fixture
def windows(chromium: Any, live_server: Any) -> Iterator[Any]:
    """Open a fresh browser; whatever it complains about while it is connected fails the test."""
    made, complaints = [], []

    def window(**more: Any) -> Any:
        context = chromium.new_context(base_url=live_server.url, **more)
        made.append(context)
        page = context.new_page()
        page.on("console", lambda entry: complaints.append(entry.text) if entry.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield window
    for context in made:
        context.close()
    assert [text for text in complaints if "ERR_INTERNET_DISCONNECTED" not in text] == []


def until(page, expression):
    """Wait for it; playwright's own way needs `eval`, which our pages forbid."""
    ends = time.monotonic() + 30
    while not page.evaluate(expression):
        assert time.monotonic() < ends, expression
        page.wait_for_timeout(50)


def weight_of(page, path):
    """Bytes of everything that a first visit loads, down to the foot of the page."""
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path, wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(200)
    page.wait_for_load_state("networkidle")
    assert any("/pictures/" in answer.url for answer in answers), "the picture of the product did not come"
    total = 0
    for answer in answers:
        body = answer.body() if answer.ok else b""
        text = answer.headers.get("content-type", "").startswith(TEXTS)
        total += len(gzip.compress(body)) if text else len(body)
    return total


def test_the_landing_page_is_light_and_fits_a_phone(windows):
    for path, theme in (("/", "light"), ("/ar/", "dark"), ("/ru/", "light")):
        page = windows(viewport={"width": 1440, "height": 900}, color_scheme=theme, service_workers="block")
        weight = weight_of(page, path)
        assert weight < MOST, (path, weight)
    phone = windows(viewport={"width": 360, "height": 740}, color_scheme="dark", service_workers="block")
    for path in ("/", "/ar/", "/compare/", "/ar/pricing/", "/ru/features/reading/", "/docs/", "/contact/"):
        phone.goto(path)
        assert phone.evaluate("document.documentElement.scrollWidth") == 360, path


def test_a_visitor_walks_from_the_first_page_into_a_bill(windows, villa):
    page = windows(viewport={"width": 1440, "height": 900}, service_workers="block")
    page.goto("/")
    page.get_by_role("link", name="Look at a live bill").click()
    page.locator("#grid tr:has(.mark.error)").first.click()
    page.locator("#inspector .finding.error").first.wait_for()
    page.get_by_role("searchbox", name="Search the items").fill("porcelain")
    until(page, "document.querySelectorAll('#grid tbody tr[data-key]').length === 1")
    page.get_by_role("link", name="Findings").first.click()
    page.get_by_role("heading", name="Findings").wait_for()
    assert "/demo/" in page.url
    page.get_by_role("link", name="Exports").click()
    page.get_by_role("heading", name="Not in the demo").wait_for()


def test_opened_bills_are_read_without_a_connection_by_whoever_wanted_it_and_go_when_they_leave(
    windows, boq, alice, pages
):
    page = windows()
    context = page.context
    session = pages(alice).cookies["sessionid"].value
    page.goto("/features/")
    until(page, "navigator.serviceWorker.controller !== null")
    page.reload()
    context.add_cookies([{"name": "sessionid", "value": session, "url": page.evaluate("location.origin")}])
    page.goto("/settings/offline/")
    page.get_by_role("button", name="Keep opened bills in this browser").click()
    page.get_by_role("button", name="Switch off and remove").wait_for()
    bill = f"/boqs/{boq.pk}/"
    page.goto(bill, wait_until="networkidle")
    until(page, "caches.keys().then((names) => names.some((name) => name.startsWith('mizan-reader-')))")

    context.set_offline(True)
    page.goto(bill)
    assert page.locator("#grid tbody tr[data-key]").count() > 20
    page.goto(f"{bill}exports/")  # was never opened
    page.get_by_role("heading", name="No connection").wait_for()
    page.goto("/features/")
    page.get_by_role("heading", name="What Mizan does").wait_for()

    context.set_offline(False)
    page.goto("/accounts/logout/")
    press(page, "main form button")
    until(page, "caches.keys().then((names) => !names.some((name) => name.startsWith('mizan-reader-')))")
    context.set_offline(True)
    page.goto(bill)
    page.get_by_role("heading", name="No connection").wait_for()
