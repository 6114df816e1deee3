"""A file that Mizan is unsure about is decided on over a drawing of it, with scripts or without."""

from __future__ import annotations

import pytest
from django.urls import reverse

from boq.models import Boq

pytestmark = pytest.mark.django_db
PLAIN = b"Foo;Bar;Baz;Qux\nExcavate trench;m3;10;4.5\nBackfill trench;m3;8;3\nConcrete bed;m3;2;95\n"
GIVEN = {"role-0-A": "description", "role-0-B": "unit", "role-0-C": "quantity", "role-0-D": "rate"}


@pytest.fixture
def waiting(upload, work):
    sent, job = upload(PLAIN, "plain.csv")
    work()
    job.refresh_from_db()
    assert job.status == "needs_input"
    return sent, job


@pytest.fixture
def address(waiting):
    return reverse("boq:mapping", args=[waiting[0].pk])


def form(client, address, **changes):
    """What the browser would send for the page as it stands, with changes."""
    sheet = client.get(address).context["sheets"][0]
    fields = {"sheet-0": sheet["name"], "width-0": sheet["width"], "use-0": "on", "header-0": sheet["header_row"] or ""}
    fields |= {f"role-0-{letters}": role for letters, role, _hidden in sheet["columns"]}
    return {name: value for name, value in (fields | changes).items() if value is not None}


def test_it_draws_the_file_and_says_what_it_doubts(address, pages, alice):
    page = pages(alice).get(address).content.decode()
    assert "Excavate trench" in page
    assert "Read as shown" in page
    assert 'name="role-0-D"' in page
    assert 'name="header-0" value="' in page
    assert 'class="questions"' in page
    assert "data-pick>2<" in page


def test_columns_given_by_a_person_make_the_bill(address, waiting, pages, alice, work):
    client = pages(alice)
    answer = client.post(address, form(client, address, **GIVEN, **{"header-0": "1"}))
    assert answer.url == reverse("boq:job", args=[waiting[1].pk])
    work()
    bill = Boq.objects.get()
    assert (bill.items_count, str(bill.total.normalize())) == (3, "259")


def test_the_job_page_leads_to_the_decision(address, waiting, pages, alice):
    answer = pages(alice).get(reverse("boq:job", args=[waiting[1].pk]), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == address


def test_one_kind_given_twice_is_refused_and_the_choices_are_kept(address, pages, alice):
    client = pages(alice)
    answer = client.post(address, form(client, address, **(GIVEN | {"role-0-D": "quantity"})))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "is chosen for two columns" in page
    assert page.count('<option value="quantity" selected>') == 2


def test_too_little_is_refused_in_words(address, pages, alice):
    client = pages(alice)
    only = dict.fromkeys(GIVEN, "") | {"role-0-A": "description"}
    answer = client.post(address, form(client, address, **only))
    assert answer.status_code == 400
    assert "data-error-message" in answer.content.decode()


def test_a_sheet_may_be_left_out(address, pages, alice, work):
    client = pages(alice)
    client.post(address, form(client, address, **{"use-0": None}))
    work()
    assert Boq.objects.count() == 0 or Boq.objects.get().items_count == 0


@pytest.mark.parametrize(
    "odd", [{"header-0": "x"}, {"header-0": "9" * 30}, {"width-0": "1e9"}, {"sheet-0": "other"}, {"role-0-A": "<b>"}]
)
def test_odd_forms_are_refused_and_never_break_it(odd, address, pages, alice):
    client = pages(alice)
    assert client.post(address, form(client, address, **(GIVEN | odd))).status_code in (302, 400)


def test_a_bill_that_was_read_can_be_read_otherwise(boq, pages, alice, work):
    client = pages(alice)
    address = reverse("boq:mapping", args=[boq.upload_id])
    page = client.get(address)
    assert page.context["sheets"][0]["columns"][1][:2] == ("B", "description")
    assert "Read as shown" not in page.content.decode()
    sheets = page.context["sheets"]
    fields = {}
    for sheet in sheets:
        number = sheet["number"]
        fields |= {
            f"sheet-{number}": sheet["name"],
            f"width-{number}": sheet["width"],
            f"header-{number}": sheet["header_row"],
        }
        fields |= {f"role-{number}-{letters}": role for letters, role, _hidden in sheet["columns"]}
        if number == 1:
            fields[f"use-{number}"] = "on"
    client.post(address, {name: value for name, value in fields.items() if value is not None})
    work()
    assert Boq.objects.count() == 2
    assert Boq.objects.latest("created_at").items_count == boq.receipt["sheets"][1]["items"]


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404)])
def test_others_do_not_decide(who, status, address, pages, request):
    client = pages(request.getfixturevalue(who))
    assert client.get(address).status_code == status
    assert client.post(address, {"accept": "1"}).status_code == status
    assert not Boq.objects.exists()
