"""A file that Mizan is unsure about stops, shows itself, and goes on with a person's word."""

from __future__ import annotations

import pytest

from boq.models import Boq

pytestmark = pytest.mark.django_db

DOUBTFUL = "\n".join(["A17;88.1;3;zz", "B2;12.0;9;yy", "C5;7.5;2;xx", "D1;3.25;4;ww"]).encode()
PLAIN = b"Foo;Bar;Baz;Qux\nExcavate trench;m3;10;4.5\nBackfill trench;m3;8;3\nConcrete bed;m3;2;95\n"


@pytest.fixture
def waiting(upload, work):
    sent, job = upload(PLAIN, "plain.csv")
    work()
    job.refresh_from_db()
    return sent, job


def test_it_stops_with_the_address_of_the_decision(waiting, api, alice):
    sent, job = waiting
    body = api(alice).get(f"/api/v1/jobs/{job.pk}/").json()
    assert body["status"] == "needs_input"
    assert body["result"]["confirm"] == f"/api/v1/uploads/{sent.pk}/mapping/"
    assert not Boq.objects.exists()


def test_the_preview_shows_the_file_the_reading_and_the_questions(waiting, api, alice, charlie):
    _, job = waiting
    preview = api(alice).get(job.result["confirm"]).json()
    assert preview["sheets"][0]["rows"][1] == ["Excavate trench", "m3", "10", "4.5"]
    assert preview["questions"]
    assert api(charlie).get(job.result["confirm"]).status_code == 404


def test_a_persons_columns_win_and_the_same_job_goes_on(waiting, api, alice, bob, work):
    _, job = waiting
    client = api(alice)
    sheet = client.get(job.result["confirm"]).json()["sheets"][0]["name"]
    word = {
        "sheets": {sheet: {"header_row": 1, "columns": {"description": "A", "unit": "B", "quantity": "C", "rate": "D"}}}
    }
    assert api(bob).post(job.result["confirm"], word).status_code == 403
    reply = client.post(job.result["confirm"], word)
    assert reply.json()["job"]["id"] == str(job.pk)
    work()
    job.refresh_from_db()
    bill = Boq.objects.get(pk=job.result["boq"])
    assert (bill.items_count, str(bill.total.normalize())) == (3, "259")
    assert bill.mapping["sheets"][sheet]["columns"]["rate"] == "D"


def test_nonsense_is_refused_with_what_is_wrong(waiting, api, alice):
    _, job = waiting
    client = api(alice)
    sheet = client.get(job.result["confirm"]).json()["sheets"][0]["name"]
    for word, code in [
        ({}, "mapping.incomplete"),
        ({"sheets": {"Nowhere": {}}}, "mapping.unknown_sheet"),
        ({"sheets": {sheet: {"columns": {"price": "A"}}}}, "mapping.unknown_role"),
        ({"sheets": {sheet: {"columns": {"rate": "7"}}}}, "mapping.bad_column"),
        ({"sheets": {sheet: {"columns": {"rate": "C"}}}}, "mapping.no_columns"),
    ]:
        reply = client.post(job.result["confirm"], word)
        assert (reply.status_code, reply.json()["error"]["code"]) == (400, code)


def test_a_bill_can_be_read_again_with_other_columns(boq, api, alice, work):
    client = api(alice)
    url = f"/api/v1/uploads/{boq.upload_id}/mapping/"
    names = [sheet["name"] for sheet in client.get(url).json()["sheets"]]
    reply = client.post(url, {"sheets": {name: {"use": name == names[1]} for name in names}})
    assert reply.status_code == 202
    work()
    assert Boq.objects.count() == 2
    assert Boq.objects.order_by("-created_at").first().items_count == 8
