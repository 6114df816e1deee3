"""The working screen: receipt on top, sections, items, inspector; all of it without scripts as well."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from boq.models import Boq
from boq.views.balance import balance_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(boq, pages, alice):
    def get(**query):
        return pages(alice).get(reverse("boq:detail", args=[boq.pk]), query).content.decode()

    return get


def text(page):
    figures = re.sub(r"</?span[^>]*>", "", page)  # a figure's fraction stands in a span of its own
    return re.sub(r"(?:<[^>]*>|\s)+", " ", figures)


def test_the_receipt_says_whether_it_adds_up(page, boq):
    shown = text(page())
    assert "It balances" in shown
    assert f"{boq.total:,.2f}" in shown
    assert f"{boq.stated_total:,.2f}" in shown
    assert 'data-tilt="level"' in page()


def test_the_unfolded_receipt_accounts_for_every_row(page, boq):
    shown = text(page())
    assert f"Rows in all {boq.receipt['rows_total']}" in shown
    for sheet in boq.receipt["sheets"]:
        assert sheet["name"] in shown


@pytest.mark.parametrize(
    ("stated", "ties_out", "tilt", "tone"),
    [
        ("1000", True, "level", ""),
        ("1050", True, "level", ""),
        ("1000.5", False, "left", "warning"),
        ("1200", False, "left", "error"),
        ("900", False, "right", "error"),
        ("1000", False, "", "warning"),
        (None, None, "", "quiet"),
    ],
)
def test_the_scales_tilt_to_the_heavier_side(stated, ties_out, tilt, tone):
    boq = Boq(total=Decimal(1000), stated_total=stated and Decimal(stated), ties_out=ties_out)
    balance = balance_of(boq)
    assert (balance.tilt, balance.tone) == (tilt, tone)
    assert balance.words


def test_sections_show_their_totals(page, boq):
    shown = text(page())
    for section in boq.sections.all():
        assert f"{section.total:,.2f}" in shown


def test_filters_live_in_the_address_and_work_without_scripts(page):
    shown = page(q="skirting")
    assert shown.count("<tr data-key=") == 1
    assert 'value="skirting"' in shown


def test_an_item_in_the_address_opens_in_the_inspector(page, boq):
    item = boq.items.get(position=11)
    shown = page(item=item.key)
    assert f'data-item="{item.key}"' in shown
    assert item.description in shown
    assert 'data-item="' not in page(item="nonsense")


def test_without_scripts_further_rows_are_links(page, monkeypatch):
    from boq.views import bill

    monkeypatch.setattr(bill, "WINDOW", 10)
    assert "start=10" in page()
    assert "start=0" in page(start="10")


def test_the_inspector_shows_the_cell_among_its_neighbours(boq, pages, alice):
    item = boq.items.get(position=11)
    url = reverse("boq:item", args=[boq.pk, item.key])
    part = pages(alice).get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f'<tr class="chosen"><th>{item.row}</th>' in part
    assert item.description[:60] in part
    assert "quantity × rate gives" in part
    assert "<html" in pages(alice).get(url).content.decode()


def test_the_receipt_file_is_what_the_api_gives(boq, pages, api, alice):
    by_page = pages(alice).get(reverse("boq:receipt", args=[boq.pk]))
    assert by_page.headers["Content-Type"] == "application/json"
    assert by_page.content == api(alice).get(f"/api/v1/boqs/{boq.pk}/receipt/").content


def test_a_large_tree_comes_in_parts(page, boq, pages, alice, monkeypatch):
    from boq.views import bill

    monkeypatch.setattr(bill, "WHOLE_TREE", 5)
    bills = boq.sections.filter(parent=-1)
    assert page().count("data-position=") == bills.count() < boq.sections.count()
    parent = bills.first()
    part = pages(alice).get(reverse("boq:sections", args=[boq.pk]), {"parent": parent.position}).content.decode()
    assert part.count("data-position=") == boq.sections.filter(parent=parent.position).count() > 0


def test_a_long_list_of_sections_goes_on_where_it_is_scrolled_to(page, boq, pages, alice, monkeypatch):
    from boq.views import bill

    monkeypatch.setattr(bill, "WHOLE_TREE", 3)
    positions = list(boq.sections.filter(parent=-1).order_by("position").values_list("position", flat=True))
    body = page()
    assert body.count("data-position=") == 3 < len(positions)
    more = f"parent=-1&amp;after={positions[2]}"
    assert more in body
    rest = (
        pages(alice).get(reverse("boq:sections", args=[boq.pk]), {"parent": -1, "after": positions[2]}).content.decode()
    )
    assert rest.count("data-position=") == len(positions) - 3
    assert "after=" not in rest


def test_the_page_takes_the_same_queries_however_long_the_bill(boq, pages, alice, django_assert_max_num_queries):
    client = pages(alice)
    client.get("/keys/")  # the first visit in five minutes notes where the session was seen
    with django_assert_max_num_queries(16):
        client.get(reverse("boq:detail", args=[boq.pk]))
