"""Asking by page: a ticket is its asker's own, carries what went wrong, and can be solved, reopened, rated."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.errors import Conflict, Invalid, TooManyAttempts
from accounts.models import AuditEntry, Membership
from mails.models import Mail
from support.models import Attachment, Status, Ticket
from support.services import answering, asking
from support.services.files import Given

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def mails() -> list[tuple[str, str]]:
    return [(one.template, one.address) for one in Mail.objects.order_by("created_at")]


def test_a_ticket_from_an_error_page_carries_the_request_and_the_files(alice, pages):
    client = pages(alice)
    wrong = client.get("/projects/00000000-0000-0000-0000-000000000000/").content.decode()
    link = wrong.split('href="/support/new/')[1].split('"')[0].replace("&amp;", "&")
    form = client.get(f"/support/new/{link}").content.decode()
    request_id = form.split('name="request_id" value="')[1].split('"')[0]
    assert len(request_id) > 8
    sent = {
        "subject": "Nothing there", "text": "It was there.", "priority": "high", "request_id": request_id, "error_code": "not_found",
        "files": [SimpleUploadedFile("screen.png", PNG), SimpleUploadedFile("../../log.txt", b"line")],
    }  # fmt: skip
    answer = client.post("/support/new/", sent)
    ticket = Ticket.objects.get()
    assert answer["Location"] == reverse("support:ticket", args=[ticket.pk])
    assert (ticket.requester, ticket.request_id, ticket.error_code, ticket.priority) == (
        alice,
        request_id,
        "not_found",
        "high",
    )
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["log.txt", "screen.png"]
    assert mails() == [("support_received", "alice@example.com"), ("support_asked", "team@mizan.test")]
    page = client.get(answer["Location"]).content.decode()
    assert "screen.png" in page
    assert request_id in page
    one = Attachment.objects.get(name="screen.png")
    got = client.get(reverse("support:attachment", args=[ticket.pk, one.pk]))
    assert b"".join(got.streaming_content) == PNG
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(action="ticket.opened", target_id=str(ticket.pk)).exists()


def test_nobody_else_of_the_organization_sees_it(ticket, bob, charlie, pages, alice):
    for person in (bob, charlie):
        assert pages(person).get(reverse("support:ticket", args=[ticket.pk])).status_code == 404
        assert ticket.subject not in pages(person).get("/support/").content.decode()
    assert ticket.subject in pages(alice).get("/support/").content.decode()


def test_somebody_without_an_organization_may_ask(charlie, pages):
    Membership.objects.filter(user=charlie).delete()
    answer = pages(charlie).post("/support/new/", {"subject": "Let me in", "text": "Please", "priority": "normal"})
    assert pages(charlie).get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ", "support.file_kind"),
        ("a.svg", b"<svg>", "support.file_kind"),
        ("a.png", b"<html><script>", "support.file_unlike"),
        ("a.txt", b"  <!DOCTYPE html>", "support.file_unlike"),
        ("a.csv", b"\x00\x01", "support.file_unlike"),
    ],
)
def test_what_a_browser_would_run_is_not_attached(alice, actor, pages, name, data, code):
    with pytest.raises(Invalid, match=code):
        asking.open_ticket(by=actor(alice), subject="s", text="t", files=[Given(name, data)])
    sent = {"subject": "s", "text": "t", "priority": "normal", "files": SimpleUploadedFile(name, data)}
    assert pages(alice).post("/support/new/", sent).status_code == 400
    assert not Ticket.objects.exists()


def test_a_ticket_is_solved_rated_and_reopened_by_whoever_asked(ticket, alice, pages):
    client, act = pages(alice), reverse("support:act", args=[ticket.pk])
    client.post(act, {"do": "rate", "score": "5"})
    ticket.refresh_from_db()
    assert ticket.score is None, "not before it is solved"
    client.post(act, {"do": "solve"})
    client.post(act, {"do": "rate", "score": "4", "words": "Quick"})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.score, ticket.score_words) == ("solved", 4, "Quick")
    assert "It is not solved" in client.get(reverse("support:ticket", args=[ticket.pk])).content.decode()
    client.post(act, {"do": "reopen"})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.solved_at) == ("open", None)
    assert client.post(act, {"do": "explode"}).status_code == 400


def test_a_closed_ticket_takes_no_more_words(ticket, alice, actor, by_staff):
    answering.change(by=by_staff, ticket=ticket, status=Status.CLOSED)
    with pytest.raises(Conflict, match=r"support\.closed"):
        asking.write(by=actor(alice), ticket=ticket, text="More")


def test_nobody_floods_support(alice, actor, monkeypatch):
    monkeypatch.setattr("support.services.common.count.__defaults__", (2,))
    for _ in range(2):
        asking.open_ticket(by=actor(alice), subject="s", text="t")
    with pytest.raises(TooManyAttempts):
        asking.open_ticket(by=actor(alice), subject="s", text="t")
    assert Ticket.objects.count() == 2
