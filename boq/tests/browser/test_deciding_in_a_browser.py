"""The decision in a real Chromium: columns, rows by mouse and by keys, the reading following at once, layouts, phone, right to left."""

from __future__ import annotations

import re
from typing import Any

import pytest

from boq.models import Boq, Layout
from boq.tests.browser.plugin import says
from boq.tests.browser.ways_in import let_in
from boq.tests.makers.doubtful import doubtful

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ITEMS = "#reading tr:first-child .fig"


@pytest.fixture
def opened(page: Any, live_server: Any, upload: Any, work: Any, alice: Any, pages: Any) -> Any:
    """The page of a doubtful offer, signed in as alice."""
    sent, _ = upload(doubtful(), "march.xlsx")
    work()
    let_in(page.context, pages(alice), live_server.url)
    page.goto(f"/uploads/{sent.pk}/mapping/")
    return page


def read_as(page: Any, words: Any, where: str = "#reading") -> None:
    """Wait until the panel says so, and nothing is being tried any more."""
    says(page, where, words)
    page.wait_for_selector("#decide:not(.asking)")


def test_every_correction_is_tried_at_once_and_used_when_it_is_right(opened, work):
    page = opened
    assert page.is_visible("text=Read as shown")
    assert page.is_hidden("text=Use this reading")
    page.select_option("[name=role-0-E]", "rate")
    read_as(page, "25,222.00")
    page.click('tr[data-row="3"] [data-pick]')
    page.select_option("[name=run-kind-0]", "header")
    read_as(page, "Nothing is in doubt any more")
    assert page.input_value("[name=header-0]") == "3"
    page.click('tr[data-row="16"] [data-pick]')
    page.select_option("[name=run-kind-0]", "subtotal")
    read_as(page, "It balances")
    assert page.inner_text('tr[data-row="16"] .kind') == "total"
    assert not Boq.objects.exists()
    page.click("text=Use this reading")
    page.wait_for_url("**/jobs/*/")
    work()
    assert (Boq.objects.get().items_count, Boq.objects.get().ties_out) == (8, True)
    assert Layout.objects.get().name == "march"


def test_rows_are_picked_and_named_by_keys_and_taken_back(opened):
    page = opened
    page.focus('tr[data-row="1"] [data-pick]')
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    assert [page.input_value(f"[name=run-{end}-0]") for end in ("first", "last")] == ["5", "7"]
    page.select_option("[name=run-kind-0]", "note")
    read_as(page, re.compile(r"(?<!\d)5\s*$"), ITEMS)
    assert page.input_value("[name=rows-0]") == "5-7:note"
    page.click("[data-said] button")
    read_as(page, re.compile(r"(?<!\d)8\s*$"), ITEMS)
    assert page.input_value("[name=rows-0]") == ""


def test_a_question_jumps_to_its_place(opened):
    opened.click(".questions a[data-row]")
    opened.wait_for_selector("tr.picked[data-row]")


def test_nothing_runs_out_of_a_phones_window(opened):
    page = opened
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    box = page.locator("[data-accept]").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844


def test_a_sheet_from_right_to_left_has_its_first_column_on_the_right(page, live_server, upload, work, alice, pages):
    from boq.samples.arabic import school

    sent, _ = upload(school(), "school.xlsx")
    work()
    let_in(page.context, pages(alice), live_server.url)
    page.goto(f"/uploads/{sent.pk}/mapping/")
    first, last = (page.locator(f'th[data-letters="{letters}"]').bounding_box() for letters in "AF")
    assert first is not None
    assert last is not None
    assert first["x"] > last["x"]
    assert page.is_disabled("text=Use this reading")
