"""One id goes from the page to the job, to the provider and to the webhook, and every line of the log says whose it is."""

from __future__ import annotations

import uuid
from types import SimpleNamespace

import pytest
import structlog

from config import request_ids
from jobs.models import Job, Kind
from jobs.tasks import run
from llm.providers.openai_compatible import _authorization
from webhooks import sending
from webhooks.models import Delivery, Endpoint

REQUEST_ID = "0f3a9a52-61f1-4f0e-9d1c-7a6f0d8f2b11"


def said(caplog, event):
    return next(one.msg for one in caplog.records if isinstance(one.msg, dict) and one.msg["event"] == event)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["page", "api"])
def test_a_request_names_its_person_and_organization(way, pages, api, alice, firm, caplog):
    client, path = (pages(alice), "/projects/") if way == "page" else (api(alice), "/api/v1/projects/")
    caplog.clear()
    client.get(path)
    line = said(caplog, "request_finished")
    assert line["request_id"] == said(caplog, "request_started")["request_id"]
    assert line["user_id"] == str(alice.pk)
    assert line["organization_id"] == str(firm.pk)


@pytest.mark.django_db
def test_a_job_says_in_every_line_for_whom_and_for_what_it_works(alice, firm, caplog):
    job = Job.objects.create(
        organization=firm, kind=Kind.EXPORT, subject_id=uuid.uuid4(), requested_by=alice, request_id=REQUEST_ID
    )
    sent = []
    run(str(job.pk), lambda lease: sent.append(_authorization("key")))
    line = said(caplog, "job_left")
    assert (line["job_id"], line["request_id"]) == (str(job.pk), REQUEST_ID)
    assert (line["user_id"], line["organization_id"]) == (str(alice.pk), str(firm.pk))
    assert sent == [{"Authorization": "Bearer key", "X-Request-ID": REQUEST_ID}]


def test_an_id_of_odd_characters_stays_here():
    with structlog.contextvars.bound_contextvars(request_id="a\r\nX-Evil: 1"):
        assert request_ids.headers() == {}


def test_a_webhook_carries_the_id_of_what_led_to_it(monkeypatch):
    sent = {}

    def send(url, headers, body, rules):
        sent.update(headers, logged=request_ids.current())
        return SimpleNamespace(error="", status_code=204)

    monkeypatch.setattr(sending, "send", send)
    monkeypatch.setattr(sending, "keys_of", lambda endpoint: [])
    delivery = Delivery(endpoint=Endpoint(url="https://hooks.example.com/"), body="{}", request_id=REQUEST_ID)
    sending._try(sending.Held(delivery, uuid.uuid4(), delivery.created_at))
    assert (sent["x-request-id"], sent["logged"]) == (REQUEST_ID, REQUEST_ID)
