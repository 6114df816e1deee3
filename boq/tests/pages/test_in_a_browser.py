"""A stranger's whole way in a real Chromium: sign up, drop a bill, see whether it adds up, move by keys, analyse, take it away."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boq.samples.english import villa

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'"
)
SECONDS = 30_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in this thread
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("No Chromium was found; scripts/install_browser.sh installs it.")
        pytest.skip("No Chromium was found, so nothing was tried in a browser. Install one: apt install chromium.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def worker(work: Any) -> Iterator[None]:
    """Does whatever is queued, as a worker would, until the test is over."""
    from django.db import connection

    over = threading.Event()

    def run() -> None:
        while not over.wait(0.1):
            work()
        connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield
    over.set()
    thread.join(timeout=30)


@pytest.fixture
def page(chromium: Any, live_server: Any, worker: None) -> Iterator[Any]:
    """A page under the strict content policy; whatever the browser complains about fails the test."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=live_server.url)
    page = context.new_page()
    page.set_default_timeout(SECONDS)
    complaints: list[str] = []
    page.on("console", lambda entry: complaints.append(entry.text) if entry.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def with_policy(route: Any) -> None:
        if route.request.method != "GET" or route.request.url.endswith("/download/"):
            route.continue_()  # files would get lost on the way through here
            return
        answer = route.fetch(max_redirects=0)
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})

    page.route(lambda url: not url.endswith((".woff2", ".svg")), with_policy)
    yield page
    context.close()
    assert complaints == []


def sign_up(page: Any) -> None:
    page.goto("/")
    page.click("main >> text=Sign up")
    page.fill("input[name=email]", "dana@example.com")
    page.fill("input[name=password1]", "quarry-lantern-seven")
    page.fill("input[name=organization]", "Dana & Co")
    page.click("main button")
    page.wait_for_url("**/projects/")


def open_the_villa(page: Any, folder: Path) -> None:
    sign_up(page)
    page.click("text=Make the first project")
    page.fill("input[name=name]", "Villa on plot 17")
    page.click("text=Make the project")
    bill = folder / "villa.xlsx"
    bill.write_bytes(villa())
    page.set_input_files("#file", bill)
    page.wait_for_url("**/boqs/*/")


def rows_become(page: Any, number: int) -> None:
    from playwright.sync_api import expect

    expect(page.locator("#grid tr[data-key]")).to_have_count(number, timeout=SECONDS)


def test_from_signing_up_to_taking_the_bill_away(page, tmp_path):
    open_the_villa(page, tmp_path)
    assert "It balances" in page.inner_text("#receipt .strip")
    assert page.locator("#grid tbody tr[data-key]").count() == 34

    page.click("#receipt .strip")
    assert "Rows in all" in page.inner_text("#receipt .receipt-body")
    page.keyboard.press("Escape")

    page.click("text=Analysis")
    page.click("text=Analyse this bill")
    page.wait_for_selector("text=Where the money is")
    assert "offline analyst" in page.inner_text("main")

    page.click("text=Exports")
    page.click("text=Workbook with live formulas")
    with page.expect_download() as download:
        page.click('a:text-is("Download")')
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_the_keyboard_moves_searches_and_goes(page, tmp_path):
    open_the_villa(page, tmp_path)
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    page.wait_for_selector("#inspector .item-card >> text=quantity × rate gives")
    assert "item=" in page.url
    assert page.get_attribute('tr[aria-selected="true"]', "aria-rowindex") == "12"

    page.keyboard.press("/")
    page.keyboard.type("skirting")
    rows_become(page, 1)
    assert "q=skirting" in page.url
    page.keyboard.press("Escape")
    page.go_back()
    rows_become(page, 34)

    page.keyboard.press("[")
    assert page.is_hidden("#tree")
    page.reload()
    assert page.is_hidden("#tree")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url("**/findings/")
    page.keyboard.press("Control+k")
    page.keyboard.type("villa on")
    page.wait_for_selector("#palette-found >> text=Villa on plot 17")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/*/")


def test_at_least_24_rows_are_seen_at_1440_by_900(page, tmp_path):
    open_the_villa(page, tmp_path)
    seen = page.evaluate(
        """() => { const box = document.querySelector('#grid').getBoundingClientRect();
        return [...document.querySelectorAll('#grid tr[data-key]')].filter((row) => {
          const own = row.getBoundingClientRect(); return own.top >= box.top && own.bottom <= box.bottom; }).length; }"""
    )
    assert seen >= 24


def test_the_theme_is_chosen_and_remembered(page):
    page.goto("/accounts/login/")
    page.click("details.menu summary")
    page.click("text=Dark")
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    page.reload()
    assert page.get_attribute("html", "data-bs-theme") == "dark"


def test_a_long_bill_scrolls_to_any_row(page, live_server, boq, alice, pages):
    from boq.models import Item

    first = boq.items.order_by("position").last()
    made = []
    for number in range(1, 5001):
        copy = Item.objects.get(pk=first.pk) if number == 1 else made[0]
        values = {
            field.attname: getattr(copy, field.attname) for field in Item._meta.concrete_fields if field.name != "id"
        }
        values |= {"position": first.position + number, "key": f"k{number}", "ref": f"R{number}"}
        made.append(Item(**values))
    Item.objects.bulk_create(made)
    type(boq).objects.filter(pk=boq.pk).update(items_count=boq.items_count + 5000)
    session = pages(alice).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"/boqs/{boq.pk}/")
    page.keyboard.press("End")
    page.wait_for_selector('tr[data-key="k5000"][aria-selected="true"]')
    page.evaluate("document.querySelector('#grid').scrollTop = 2500 * 26")
    page.wait_for_selector('tr[aria-rowindex="2501"]')
    assert page.locator("#grid tr[data-key]").count() <= 600
    page.goto(f"/boqs/{boq.pk}/?item=k3000")
    page.wait_for_selector('tr[data-key="k3000"][aria-selected="true"]')
    assert page.is_visible('tr[data-key="k3000"]')
