"""What a person says is tried before it is saved: counts, total, what changes, what is still in doubt."""

from __future__ import annotations

import pytest

from boq.models import Boq, Layout
from boq.tests.makers.doubtful import COLUMNS, doubtful
from jobs.models import Job, Status

pytestmark = pytest.mark.django_db
WORD = {"Offer": {"header_row": 3, "columns": COLUMNS}}


@pytest.fixture
def waiting(upload, work):
    sent, _ = upload(doubtful(), "march.xlsx")
    work()
    return f"/api/v1/uploads/{sent.pk}/mapping/try/"


def test_it_says_what_the_reading_would_come_to_and_saves_nothing(waiting, api, alice):
    trial = api(alice).post(waiting, {"sheets": WORD}).json()
    assert (trial["receipt"]["items"], trial["receipt"]["total"]) == (8, "25222")
    assert trial["changes"]["total"] == ["0", "25222"]
    assert ["heading", "not_bill", 1] in trial["changes"]["rows"]
    assert trial["questions"] == []
    assert trial["row_kinds"]["Offer"][2] == "H"
    assert not Boq.objects.exists()
    assert not Layout.objects.exists()
    assert Job.objects.get().status == Status.NEEDS_INPUT


def test_a_total_that_a_person_names_is_tried_against_the_items(waiting, api, alice):
    word = {"Offer": {**WORD["Offer"], "rows": [{"first": 16, "last": 16, "kind": "subtotal"}]}}
    receipt = api(alice).post(waiting, {"sheets": word}).json()["receipt"]
    assert (receipt["stated_total"], receipt["ties_out"]) == ("25222", True)


def test_without_a_word_it_is_the_reading_as_shown(waiting, api, alice):
    trial = api(alice).post(waiting, {}).json()
    assert trial["changes"] == {"rows": []}
    assert [question["code"] for question in trial["questions"]] == ["heading_missing"]


def test_nonsense_is_refused_with_what_is_wrong(waiting, api, alice):
    client = api(alice)
    for word, code in [
        ({"Nowhere": {}}, "mapping.unknown_sheet"),
        ({"Offer": {"marks": {"7": "."}}}, "mapping.bad_column"),
        ({"Offer": {"marks": {"A": ";"}}}, "mapping.bad_mark"),
        ({"Offer": {"rows": [{"first": 9, "last": 3, "kind": "note"}]}}, "mapping.bad_rows"),
        ({"Offer": {"rows": [{"first": 9, "kind": "unread"}]}}, "invalid_input"),
        ({"Offer": {"columns": {"rate": "E"}}}, "mapping.no_columns"),
    ]:
        reply = client.post(waiting, {"sheets": word})
        assert (reply.status_code, reply.json()["error"]["code"]) == (400, code)


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("charlie", 404)])
def test_only_those_who_may_decide_try(who, status, waiting, api, request):
    assert api(request.getfixturevalue(who)).post(waiting, {"sheets": WORD}).status_code == status


def test_too_many_trials_at_once_are_told_to_wait(waiting, api, alice, monkeypatch):
    from boq.services import bounded

    monkeypatch.setattr(bounded, "WAIT_SECONDS", 0.01)
    bounded.AT_ONCE.acquire()
    bounded.AT_ONCE.acquire()
    try:
        reply = api(alice).post(waiting, {"sheets": WORD})
    finally:
        bounded.AT_ONCE.release()
        bounded.AT_ONCE.release()
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "mapping.busy")
