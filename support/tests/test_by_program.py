"""Tickets through the API: a person's own, and those of an organization's keys."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.services.keys import create_key
from mails.models import Mail
from support.models import Ticket

pytestmark = pytest.mark.django_db
TICKETS = "/api/v1/support/tickets/"


def program(by, *scopes):
    client = APIClient()
    _key, plain = create_key(by=by, name="ERP", scopes=scopes)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
    return client


def test_a_person_asks_with_files_writes_and_rates(alice, bob, api):
    sent = {"subject": "Slow", "text": "Very", "files": [SimpleUploadedFile("a.log", b"slow")]}
    made = api(alice).post(TICKETS, sent, format="multipart")
    assert made.status_code == 201, made.json()
    one = f"{TICKETS}{made.json()['id']}/"
    file = made.json()["messages"][0]["attachments"][0]
    assert b"".join(api(alice).get(f"{one}files/{file['id']}/").streaming_content) == b"slow"
    assert api(alice).post(f"{one}messages/", {"text": "Still"}, format="json").status_code == 201
    assert api(alice).put(f"{one}rating/", {"score": 5}, format="json").status_code == 409
    assert api(alice).patch(one, {"status": "solved"}, format="json").json()["status"] == "solved"
    assert api(alice).put(f"{one}rating/", {"score": 5}, format="json").json()["score"] == 5
    assert api(bob).get(one).status_code == 404
    assert api(bob).get(TICKETS).json()["count"] == 0


def test_the_same_post_again_opens_one_ticket(alice, api):
    body = {"subject": "Slow", "text": "Very"}
    for _ in range(2):
        assert api(alice).post(TICKETS, body, format="json", headers={"Idempotency-Key": "k1"}).status_code == 201
    assert Ticket.objects.count() == 1


def test_a_key_sees_tickets_of_keys_and_whoever_made_it_is_told(alice, bob, actor, api, ticket):
    writer, reader = program(actor(alice), "support:write"), program(actor(alice), "support:read")
    made = writer.post(TICKETS, {"subject": "From the ERP", "text": "t"}, format="json").json()
    assert [row["id"] for row in reader.get(TICKETS).json()["results"]] == [made["id"]]
    assert reader.post(TICKETS, {"subject": "s", "text": "t"}, format="json").status_code == 403
    assert reader.get(f"{TICKETS}{ticket.pk}/").status_code == 404, "a person's ticket is no program's business"
    assert {row["id"] for row in api(alice).get(TICKETS).json()["results"]} == {made["id"], str(ticket.pk)}
    assert api(bob).get(f"{TICKETS}{made['id']}/").status_code == 404
    assert Mail.objects.filter(template="support_received", address="alice@example.com").count() == 2


def test_what_makes_no_sense_is_named(alice, api):
    for body in ({"subject": "", "text": "t"}, {"subject": "s", "text": " "}, {"subject": "s", "text": "x" * 20_001}):
        assert api(alice).post(TICKETS, body, format="json").status_code == 400
    bad = {"subject": "s", "text": "t", "files": [SimpleUploadedFile("a.exe", b"MZ")]}
    assert api(alice).post(TICKETS, bad, format="multipart").json()["error"]["code"] == "support.file_kind"
