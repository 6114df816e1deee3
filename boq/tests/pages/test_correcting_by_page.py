"""The decision page without scripts and with them: rows, decimal marks, trials, questions, layouts."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from boq.models import Boq, Layout
from boq.tests.makers.doubtful import COLUMNS, doubtful
from jobs.models import Status

pytestmark = pytest.mark.django_db
ROLES = {f"role-0-{letters}": role for role, letters in COLUMNS.items()}


@pytest.fixture
def address(upload, work):
    sent, _ = upload(doubtful(), "march.xlsx")
    work()
    return reverse("boq:mapping", args=[sent.pk])


def form(client, address, **changes):
    """What the browser would send for the page as it stands, with changes."""
    fields = {"keep": "on", "layout-name": "Acme"}
    for sheet in client.get(address).context["sheets"]:
        number = sheet["number"]
        fields |= {f"sheet-{number}": sheet["name"], f"width-{number}": sheet["width"]}
        fields |= {f"header-{number}": sheet["header_row"] or "", f"rows-{number}": sheet["runs_text"]}
        fields |= {f"role-{number}-{letters}": role for letters, role, _hidden in sheet["columns"]}
        if sheet["use"]:
            fields[f"use-{number}"] = "on"
    return {name: value for name, value in (fields | changes).items() if value is not None}


def test_the_file_is_drawn_as_its_program_shows_it(address, pages, alice):
    page = pages(alice).get(address).content.decode()
    title = re.search(r'<td colspan="6"[^>]*class="([^"]*)"[^>]*>Priced offer, March<', page)
    assert title is not None
    assert title[1].split() == ["b", "t-blue"]
    assert re.search(r'class="b t-teal"[^>]*>What is done<', page)
    assert re.search(r'<tr data-row="15" data-kind="note" class="hid"', page)
    assert 'data-letters="F"' in page
    assert ">item</td>" in page


def test_a_sheet_from_right_to_left_stays_so_in_any_language(upload, work, pages, alice):
    sent, _ = upload(doubtful(right_to_left=True))
    work()
    page = pages(alice).get(reverse("boq:mapping", args=[sent.pk])).content.decode()
    assert '<div class="sheet-scroll" dir="rtl"' in page
    assert '<html lang="en" dir="ltr">' in page


def test_a_question_leads_to_its_place(address, pages, alice):
    page = pages(alice).get(address).content.decode()
    assert 'href="?sheet=0&amp;row=1#sheet-0" data-sheet="0" data-row="1"' in page


def test_a_trial_by_the_script_answers_the_panel_and_the_rows(address, pages, alice):
    client = pages(alice)
    url = reverse("boq:try", args=[address.split("/")[2]])
    answer = client.post(url, form(client, address, **ROLES, **{"header-0": "3", "rows-0": "16-16:subtotal"}))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "So read, the file comes to" in page
    assert "It balances" in page
    assert "Nothing is in doubt any more" in page
    laid = json.loads(answer.context["page_data"])
    assert laid["kinds"]["0"][2] + laid["kinds"]["0"][15] == "Hs"
    assert not Boq.objects.exists()


def test_a_trial_that_makes_no_sense_says_so(address, pages, alice):
    client = pages(alice)
    url = reverse("boq:try", args=[address.split("/")[2]])
    answer = client.post(url, form(client, address, **(ROLES | {"role-0-B": "unit"})))
    assert answer.status_code == 422
    assert "is chosen for two columns" in answer.content.decode()


def test_without_scripts_a_word_on_rows_is_tried_and_kept_in_the_form(address, pages, alice):
    client = pages(alice)
    said = {"header-0": "3", "run-first-0": "16", "run-kind-0": "subtotal", "try": "1"}
    answer = client.post(address, form(client, address, **ROLES, **said))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "It balances" in page
    assert 'name="rows-0" value="16-16:subtotal"' in page
    assert '<tr data-row="16" data-kind="subtotal"' in page


def test_saying_that_a_row_holds_the_headers_sets_the_header_row(address, pages, alice):
    client = pages(alice)
    said = {"run-first-0": "3", "run-kind-0": "header", "try": "1"}
    answer = client.post(address, form(client, address, **ROLES, **said))
    assert answer.context["sheets"][0]["header_row"] == 3


def test_using_the_reading_makes_the_bill_and_leaves_other_sheets_to_mizan(address, pages, alice, work):
    client = pages(alice)
    answer = client.post(address, form(client, address, **ROLES, **{"header-0": "3", "rows-0": "16-16:subtotal"}))
    assert answer.status_code == 302
    work()
    bill = Boq.objects.get()
    assert (bill.items_count, bill.ties_out, set(bill.mapping["sheets"])) == (8, True, {"Offer"})
    assert Layout.objects.get().name == "Acme"


def test_the_decimal_mark_of_a_column_can_be_said(upload, work, pages, alice):
    rows = [
        "Was;Wie;Wieviel;Preis",
        *(f"Arbeit {name} ausführen;m3;1.{n}00;2.500" for n, name in enumerate("ABCDE", 1)),
    ]
    sent, _ = upload("\n".join(rows).encode(), "preise.csv")
    work()
    address = reverse("boq:mapping", args=[sent.pk])
    client = pages(alice)
    assert 'name="mark-0-C"' in client.get(address).content.decode()
    roles = {"role-0-A": "description", "role-0-B": "unit", "role-0-C": "quantity", "role-0-D": "rate", "header-0": "1"}
    roles["use-0"] = "on"
    totals = {}
    for mark in ".,":
        changes = roles | {"mark-0-C": mark, "mark-0-D": mark, "try": "1"}
        totals[mark] = client.post(address, form(client, address, **changes)).context["receipt"]["total"]
    assert (totals["."], totals[","]) == ("16.25", "16250000")


def test_pressing_the_button_without_a_change_takes_the_reading_as_shown(address, pages, alice, work):
    client = pages(alice)
    client.post(address, form(client, address))
    work()
    assert Boq.objects.get().items_count == 8


def test_rows_far_down_are_fetched_when_they_are_looked_at(upload, work, pages, alice):
    lines = ["Item;Description;Unit;Qty;Rate;Amount"]
    lines += [f"{n};Work number {n} as described;m2;{n};2;{2 * n}" for n in range(1, 1300)]
    sent, _ = upload("\n".join(lines).encode(), "long.csv")
    work()
    client = pages(alice)
    rows = client.get(
        reverse("boq:mapping-rows", args=[sent.pk]), {"sheet": 0, "row": 990, "width": 6}
    ).content.decode()
    assert 'data-row="990"' in rows
    assert 'data-row="1089"' in rows
    assert "Work number 1000 as described" in rows
    page = client.get(reverse("boq:mapping", args=[sent.pk]), {"sheet": 0, "row": 1200}).content.decode()
    assert 'data-row="1200"' in page
    for odd in ({"sheet": 9}, {"sheet": "x"}, {"row": "9" * 30}, {"width": "x"}, {"row": 99_999_999}):
        assert client.get(reverse("boq:mapping-rows", args=[sent.pk]), odd).status_code in (200, 404)


def test_a_bill_read_with_a_layout_says_so_and_can_be_read_without(address, pages, alice, upload, work):
    client = pages(alice)
    client.post(address, form(client, address, **ROLES, **{"header-0": "3"}))
    work()
    sent, job = upload(doubtful("April", first=2, factor=2), "april.xlsx")
    work()
    page = client.get(reverse("boq:mapping", args=[sent.pk])).content.decode()
    assert "Read with the layout" in page
    client.post(reverse("boq:read-again", args=[sent.pk]), {"plain": "1"})
    (job,) = work()
    assert job.status == Status.NEEDS_INPUT


def test_layouts_are_listed_renamed_switched_and_deleted_by_page(address, pages, alice, bob, charlie, work):
    client = pages(alice)
    client.post(address, form(client, address, **ROLES, **{"header-0": "3"}))
    layout = Layout.objects.get()
    listing, own = reverse("boq:layouts"), reverse("boq:layout", args=[layout.pk])
    assert "Acme" in client.get(listing).content.decode()
    assert "Acme" not in pages(charlie).get(listing).content.decode()
    assert "Switch off" not in pages(bob).get(listing).content.decode()
    assert pages(bob).post(own, {"enabled": "0"}).status_code == 403
    assert pages(charlie).post(own, {"delete": "1"}).status_code == 404
    client.post(own, {"name": "Acme Ltd"})
    client.post(own, {"enabled": "0"})
    layout.refresh_from_db()
    assert (layout.name, layout.enabled) == ("Acme Ltd", False)
    client.post(own, {"delete": "1"})
    assert not Layout.objects.exists()


def test_the_same_file_again_offers_the_bill_and_reading_again(boq, project, pages, alice, work):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from boq.samples.english import villa

    client = pages(alice)
    answer = client.post(reverse("boq:upload", args=[project.pk]), {"file": SimpleUploadedFile("v.xlsx", villa())})
    page = client.get(answer.url).content.decode()
    assert "This project has the same file already" in page
    assert reverse("boq:detail", args=[boq.pk]) in page
    client.post(reverse("boq:read-again", args=[boq.upload_id]))
    work()
    assert Boq.objects.count() == 2


def test_another_project_with_the_same_file_is_named(boq, pages, alice, actor, work):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from boq.samples.english import villa
    from projects.services import create_project

    other = create_project(by=actor(alice), name="Second villa")
    client = pages(alice)
    answer = client.post(reverse("boq:upload", args=[other.pk]), {"file": SimpleUploadedFile("v.xlsx", villa())})
    page = client.get(answer.url).content.decode()
    assert "The same file is also in" in page
    assert "Villa" in page


def test_a_sheet_can_be_said_to_add_up_the_others(boq, pages, alice):
    client = pages(alice)
    address = reverse("boq:mapping", args=[boq.upload_id])
    page = client.get(address)
    last = page.context["sheets"][-1]
    assert (last["use"], last["sums"]) == (False, True)
    fields = form(client, address) | {f"sums-{last['number']}": "on", "try": "1"}
    assert client.post(address, fields).context["changes"] == {"rows": []}
    del fields[f"sums-{last['number']}"]
    without = client.post(address, fields).context["receipt"]
    assert without["stated_total"] != boq.receipt["stated_total"]
