"""A stranger's whole way in a real Chromium: sign up, drop a bill, see whether it adds up, move by keys, analyse, take it away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from boq.samples.english import villa
from boq.tests.browser.plugin import SECONDS, press, says
from boq.tests.browser.ways_in import let_in, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_the_villa(page: Any, folder: Path) -> None:
    sign_up(page)
    page.click("text=Make an empty project")
    page.fill("input[name=name]", "Villa on plot 17")
    page.click("text=Make the project")
    bill = folder / "villa.xlsx"
    bill.write_bytes(villa())
    choose(page, bill)
    page.wait_for_url("**/boqs/*/")


def choose(page: Any, file: Path) -> None:
    """Choose a file once the page's scripts listen, as slowly as a person does."""
    page.wait_for_url(re.compile(r"/projects/[0-9a-f-]{36}/"), wait_until="load")
    page.set_input_files("#file", file)


def rows_become(page: Any, number: int) -> None:
    from playwright.sync_api import expect

    expect(page.locator("#grid tr[data-key]")).to_have_count(number, timeout=SECONDS)


def test_from_signing_up_to_taking_the_bill_away(page, worker, tmp_path):
    open_the_villa(page, tmp_path)
    strip = page.inner_text("#receipt .strip")
    assert "It balances" in strip
    assert "297,616.41" in strip
    assert "283,444.20" in strip
    assert page.locator("#grid tbody tr[data-key]").count() == 34

    page.click("#receipt .strip")
    says(page, "#receipt .receipt-body", "Rows in all")
    page.keyboard.press("Escape")

    press(page, "text=Findings")
    assert "2,147.50" in page.inner_text("main")

    press(page, "text=Analysis")
    page.click("text=Analyse this bill")
    page.wait_for_selector("text=Where the money is")
    assert "offline analyst" in page.inner_text("main")

    press(page, "text=Exports")
    page.click("text=Workbook with live formulas")
    with page.expect_download() as download:
        page.click('a:text-is("Download")')
    book = CalamineWorkbook.from_path(download.value.path())
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert any("Raft foundation, 450 mm thick" in row for row in rows)


def test_somebody_new_drops_a_file_and_sees_its_receipt(page, worker, tmp_path):
    """No project first, no tour: one file, and whether it adds up. A sample does as well."""
    sign_up(page)
    bill = tmp_path / "Villa on plot 17.xlsx"
    bill.write_bytes(villa())
    page.set_input_files("#file", bill)
    page.wait_for_url("**/boqs/*/")
    assert "It balances" in page.inner_text("#receipt .strip")
    assert "Villa on plot 17" in page.inner_text(".bar")

    page.click(".hint-line button")
    page.wait_for_selector(".hint-line", state="detached")
    page.reload()
    assert page.locator(".hint-line").count() == 0


def test_a_file_that_cannot_be_read_says_why(page, worker, tmp_path):
    sign_up(page)
    page.click("text=Make an empty project")
    page.fill("input[name=name]", "Broken")
    page.click("text=Make the project")
    broken = tmp_path / "bill.xlsx"
    broken.write_bytes(b"PK\x03\x04 this was a workbook once")
    choose(page, broken)
    page.wait_for_selector("text=/damaged/i")


def test_the_keyboard_moves_searches_and_goes(page, worker, tmp_path):
    open_the_villa(page, tmp_path)
    for _ in range(12):
        page.keyboard.press("ArrowDown")
    page.wait_for_selector("#inspector .item-card >> text=quantity × rate gives")
    page.wait_for_url(re.compile("item="))
    assert page.get_attribute('tr[aria-selected="true"]', "aria-rowindex") == "12"

    page.keyboard.press("/")
    page.keyboard.type("skirting")
    rows_become(page, 1)
    page.wait_for_url(re.compile("q=skirting"))
    page.keyboard.press("Escape")
    page.go_back()
    rows_become(page, 34)

    page.keyboard.press("[")
    page.wait_for_selector("#tree", state="hidden")
    page.reload()
    page.wait_for_selector("#tree", state="hidden")
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url("**/findings/")
    page.keyboard.press("Control+k")
    page.keyboard.type("villa on")
    page.wait_for_selector("#palette-found >> text=Villa on plot 17")
    page.wait_for_selector("#palette input[aria-activedescendant^=go-project]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/*/")
    page.keyboard.press("?")
    page.wait_for_selector("dialog#keys[open]")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/settings/profile/")


def test_at_least_24_rows_are_seen_at_1440_by_900(page, worker, tmp_path):
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
    page.wait_for_selector("html[data-bs-theme=dark]")
    page.reload()
    assert page.get_attribute("html", "data-bs-theme") == "dark"


def test_what_cannot_be_taken_back_is_asked_by_a_dialog_of_our_own(page, live_server, boq, alice, pages):
    from boq.models import Layout

    Layout.objects.create(
        organization=boq.organization, name="Kept", fingerprint="0", sheets=[], made_at=boq.created_at
    )
    let_in(page.context, pages(alice), live_server.url)
    page.goto("/layouts/")
    page.click("text=Delete")
    says(page, "dialog#sure[open]", "Delete this layout?")
    page.click("dialog#sure >> text=Leave it")
    assert Layout.objects.exists()
    page.click("main >> text=Delete")
    page.click("dialog#sure [data-yes]")
    page.wait_for_selector('main >> text="Kept"', state="detached")
    assert not Layout.objects.exists()


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
    let_in(page.context, pages(alice), live_server.url)
    page.goto(f"/boqs/{boq.pk}/")
    page.keyboard.press("End")
    page.wait_for_selector('tr[data-key="k5000"][aria-selected="true"]')
    page.evaluate("document.querySelector('#grid').scrollTop = 2500 * 26")
    page.wait_for_selector('tr[aria-rowindex="2501"]')
    assert page.locator("#grid tr[data-key]").count() <= 600
    page.goto(f"/boqs/{boq.pk}/?item=k3000")
    page.wait_for_selector('tr[data-key="k3000"][aria-selected="true"]')
    assert page.is_visible('tr[data-key="k3000"]')
