"""The grid fetches windows of rows: small, filtered, counted, and with the same few queries whatever the size."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from boq.models import Finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(boq, pages, alice):
    client = pages(alice)
    url = reverse("boq:rows", args=[boq.pk])

    def fetch(**query):
        return client.get(url, query, headers={"HX-Request": "true"})

    return fetch


def keys(answer):
    return re.findall(r'<tr data-key="([^"]+)"', answer.content.decode())


def test_windows_join_without_gap_or_overlap(rows, boq):
    whole = keys(rows(start=0, size=200))
    assert whole == list(boq.items.order_by("position").values_list("key", flat=True))
    assert keys(rows(start=0, size=10)) + keys(rows(start=10, size=10)) == whole[:20]
    assert keys(rows(start=len(whole), size=10)) == []


def test_the_number_of_all_that_match_comes_along(rows, boq):
    assert rows(start=0, size=5).headers["X-Total-Count"] == str(boq.items_count)
    assert rows(kind="provisional_sum").headers["X-Total-Count"] == "1"


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [({"kind": "prime_cost"}, "kind", "prime_cost"), ({"q": "skirting"}, "description__icontains", "skirting")],
)
def test_filters_narrow(query, field, value, rows, boq):
    assert keys(rows(**query)) == list(boq.items.filter(**{field: value}).values_list("key", flat=True)) != []


def test_a_section_takes_its_whole_subtree(rows, boq):
    section = boq.sections.filter(parent=-1).order_by("position")[1]
    found = rows(section=section.position, size=200)
    assert len(keys(found)) == section.items_count
    assert found.headers["X-Total-Count"] == str(section.items_count)


def test_findings_can_be_asked_for_by_kind(rows, boq):
    found = set(Finding.objects.filter(boq=boq).exclude(item_key="").values_list("item_key", flat=True))
    assert set(keys(rows(finding="any", size=200))) == found != set()
    mismatch = Finding.objects.get(boq=boq, code="arithmetic.amount-mismatch")
    assert keys(rows(finding=mismatch.code)) == [mismatch.item_key]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"section": "x"}, 400),
        ({"section": "1" * 40}, 400),
        ({"q": "a\x00b"}, 400),
        ({"q": "x" * 501}, 400),
        ({"kind": "nothing"}, 200),
        ({"start": "-5", "size": "1e9"}, 200),
        ({"start": "99999999999999999999"}, 200),
        ({"start": "٣"}, 200),
    ],
)
def test_odd_addresses_never_break_it(query, status, rows):
    assert rows(**query).status_code == status


def test_a_window_is_never_larger_than_two_hundred(rows, boq, actor, alice):
    from boq.views import bill

    assert bill.whole_number("100000", 100, 1, bill.LARGEST_WINDOW) == 200


def test_the_number_of_queries_does_not_grow_with_the_window(rows, django_assert_max_num_queries):
    rows(start=0, size=1)  # the first visit in five minutes notes where the session was seen
    for size in (1, 30):
        with django_assert_max_num_queries(9):
            rows(start=2, size=size)


def test_section_titles_stand_where_a_section_begins(rows, boq):
    answer = rows(start=0, size=200).content.decode()
    first = re.findall(r'<tr[^>]*data-section="([^"]*)"[^>]*class="first', answer)
    assert len(first) == boq.items.values("section").distinct().count()


def test_text_from_the_file_is_escaped(rows, boq):
    boq.items.filter(position=0).update(description="<script>alert(1)</script>", unit="<i>", ref="<b>")
    page = rows(start=0, size=1).content.decode()
    assert "&lt;script&gt;" in page
    assert not re.search(r"<script|<i>|<b>", page)
