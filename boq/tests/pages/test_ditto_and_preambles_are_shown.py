"""What a ditto stands for, and the texts that rule an item, are shown apart from the item's own words: page, API, exports."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse

from boq.models import Boq
from boq.pipelines.loading import load_boq
from boq.tests.makers.workbooks import xlsx_rows

pytestmark = pytest.mark.django_db

RULE = "Supply and place the following concrete, rates shall include curing:"
ROWS = [
    ["Item", "Description", "Unit", "Quantity", "Rate", "Amount"],
    [None, "CONCRETE WORK"],
    [None, RULE],
    ["A", "Concrete C25 in footings", "m3", 10.0, 50.0, 500.0],
    ["B", "Ditto, in columns", "m3", 5.0, 60.0, 300.0],
    ["C", "Concrete C30 in slabs", "m3", 4.0, 60.0, 240.0],
    [None, "Total", None, None, None, 1040.0],
]


@pytest.fixture
def bill(upload, work):
    _, job = upload(xlsx_rows(ROWS), "concrete.xlsx")
    work()
    job.refresh_from_db()
    assert job.status == "succeeded", (job.status, job.error_code, job.result)
    return Boq.objects.get(pk=job.result["boq"])


def test_the_page_of_an_item_shows_both(bill, pages, alice):
    item = bill.items.get(ref="B")
    part = pages(alice).get(reverse("boq:item", args=[bill.pk, item.key])).content.decode()
    assert "Ditto, in columns" in part
    assert "Concrete C25 in footings; in columns" in part
    assert "row 4" in part
    assert RULE in part


def test_the_api_gives_both_apart_from_the_description(bill, api, alice):
    found = api(alice).get(f"/api/v1/boqs/{bill.pk}/items/").json()["results"]
    assert [(one["description"], one["resolved"], one["resolved_row"]) for one in found][1] == (
        "Ditto, in columns", "Concrete C25 in footings; in columns", 4,
    )  # fmt: skip
    assert {(one["preamble"], one["preamble_row"]) for one in found} == {(RULE, 3)}


def test_a_search_finds_what_a_ditto_stands_for(bill, api, alice):
    body = api(alice).get(f"/api/v1/boqs/{bill.pk}/items/?search=footings; in columns").json()
    assert [one["ref"] for one in body["results"]] == ["B"]


def test_saved_rows_come_back_as_they_were_read(bill):
    items = load_boq(bill).items
    assert [(item.words, item.preamble, item.preamble_row) for item in items] == [
        ("Concrete C25 in footings", RULE, 3), ("Concrete C25 in footings; in columns", RULE, 3), ("Concrete C30 in slabs", RULE, 3),
    ]  # fmt: skip


def test_exports_carry_both(bill):
    from boq.engine.reports.csv import CsvWriter
    from boq.pipelines.loading import load_receipt

    out = io.BytesIO()
    CsvWriter().write(out, load_boq(bill), (), load_receipt(bill), {})
    text = out.getvalue().decode("utf-8-sig")
    assert "Concrete C25 in footings; in columns" in text
    assert text.count(f'"{RULE}",Bill!') == 3
