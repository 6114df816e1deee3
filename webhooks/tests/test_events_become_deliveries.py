"""Each event of the outbox becomes one delivery for each webhook that asked for it, and none for any other."""

from __future__ import annotations

import json
import re
import threading
from datetime import timedelta

import pytest
import structlog
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Event, Organization
from accounts.services import emit
from config.rooms import all_code
from jobs.models import Kind, Status
from webhooks import outbox
from webhooks.docs import rewritten
from webhooks.kinds import BY_CODE, FIELDS, KINDS, NOT_TOLD
from webhooks.models import Delivery, Endpoint
from webhooks.services import create_endpoint
from webhooks.tests.checking import DOCUMENT

pytestmark = pytest.mark.django_db


def happen(firm, kind="project.created", **payload):
    emit(organization_id=firm.pk, kind=kind, **(payload or {"project": "6b7c"}))


def test_an_event_is_delivered_once_however_often_the_outbox_is_read(hook, firm):
    hook()
    happen(firm)
    assert [outbox.read(), outbox.read()] == [Event.objects.count(), 0]
    Event.objects.update(read_at=None)  # as if the mark had been lost
    outbox.read()
    assert Delivery.objects.filter(kind="project.created").count() == 1


def test_only_those_who_asked_are_told(hook, firm, charlie, actor):
    asked, all_of_them, other = hook(kinds=["project.created"]), hook(), hook(kinds=["member.left"])
    theirs, _ = create_endpoint(by=actor(charlie), name="Theirs", url="http://127.0.0.1:1/")
    happen(firm)
    outbox.read()
    told = set(Delivery.objects.filter(kind="project.created").values_list("endpoint_id", flat=True))
    assert told == {asked.pk, all_of_them.pk}
    assert not {other.pk, theirs.pk} & told


@pytest.mark.parametrize("state", ["off", "deleted", "later"])
def test_nothing_is_kept_for_one_that_is_off_or_gone_or_was_made_later(hook, firm, state):
    endpoint = hook()
    if state == "off":
        Endpoint.objects.update(enabled=False)
    elif state == "deleted":
        Organization.objects.filter(pk=firm.pk).update(deleted_at=timezone.now())
    else:
        Endpoint.objects.update(created_at=timezone.now() + timedelta(minutes=1))
    happen(firm)
    outbox.read()
    assert not endpoint.deliveries.exists()
    assert not Event.objects.filter(read_at=None).exists()


def test_a_message_holds_ids_and_the_request_and_nothing_that_was_not_declared(hook, firm):
    hook()
    with structlog.contextvars.bound_contextvars(request_id="req-1"):
        happen(firm, project="6b7c", name="Villa for Mr Secret", price="12,000.00")
    outbox.read()
    sent = Delivery.objects.get(kind="project.created")
    told = json.loads(sent.body)
    assert told == {
        "type": "project.created", "version": 1, "id": sent.message_id, "timestamp": told["timestamp"],
        "organization": str(firm.pk), "request_id": "req-1", "data": {"project": "6b7c"},
    }  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", told["timestamp"])
    assert sent.request_id == "req-1"


def test_an_odd_request_id_does_not_travel(hook, firm):
    hook()
    with structlog.contextvars.bound_contextvars(request_id="a\r\nX-Evil: 1"):
        happen(firm)
    outbox.read()
    assert Delivery.objects.get(kind="project.created").request_id == ""


def test_a_reading_is_told_with_the_request_that_asked_for_it(hook, upload, work, firm):
    from boq.samples.english import villa

    hook()
    with structlog.contextvars.bound_contextvars(request_id="req-upload"):
        sent, _ = upload(villa(), "villa.xlsx")
    ran = work()
    outbox.read()
    told = {one.kind: json.loads(one.body) for one in Delivery.objects.all()}
    assert set(told) >= {"upload.received", "import.succeeded"}
    assert told["import.succeeded"]["request_id"] == "req-upload"
    result = ran[0].result["boq"]
    assert told["import.succeeded"]["data"] == {
        "job": str(ran[0].pk), "project": str(sent.project_id), "upload": str(sent.pk), "boq": result
    }  # fmt: skip
    assert "villa" not in json.dumps(list(told.values()), ensure_ascii=False).lower()


def test_a_file_that_cannot_be_read_is_told_with_its_code(hook, upload, work):
    hook()
    upload(b"\x00\x01\x02 no bill", "bill.xlsx")
    work()
    outbox.read()
    told = json.loads(Delivery.objects.get(kind="import.failed").body)
    assert told["data"]["error"]
    assert told["data"]["upload"]


def test_every_kind_of_event_is_told_or_left_out_on_purpose():
    of_jobs = {f"{kind}.{status}" for kind in Kind for status in Status if status not in ("queued", "running")}
    nobodys = {one for one in of_jobs if one.startswith(("mail.", "gdpr_"))}  # of no organization
    written = set()
    for path in all_code():
        written |= set(re.findall(r'emit\((?:[^()]|\([^()]*\))*?kind="([a-z_.-]+)"', path.read_text("utf-8")))
    # two functions are told which: `_go` of accounts/services/members.py, `settle` of billing/services/requests.py
    by_name = {"member.left", "member.removed", "plan-request.accepted", "plan-request.refused"}
    assert set(BY_CODE) | set(NOT_TOLD) == (of_jobs - nobodys) | written | by_name
    assert not set(BY_CODE) & set(NOT_TOLD)


def test_every_field_is_described_and_the_document_is_up_to_date():
    assert {name for kind in KINDS for name in kind.fields} == set(FIELDS)
    written = DOCUMENT.read_text("utf-8")
    assert written == rewritten(written), "run: python manage.py write_webhook_docs"


@pytest.mark.django_db(transaction=True)
def test_two_readers_share_the_work_and_one_that_fails_leaves_it_whole(hook, firm, monkeypatch):
    hook(kinds=["project.created"])
    for _ in range(30):
        happen(firm)
    monkeypatch.setattr(outbox, "AT_ONCE", 4)

    def dies():
        try:
            with transaction.atomic():
                outbox._read_some()
                raise RuntimeError("killed")
        except RuntimeError:
            pass

    def read():
        try:
            dies()
            outbox.read()
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    for one in readers:
        one.join(30)
    outbox.read()
    assert Delivery.objects.count() == 30
    assert not Event.objects.filter(read_at=None).exists()
