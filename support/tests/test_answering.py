"""Staff works in the admin: the queue with figures, answers, notes, ready answers, assignment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from mails.models import Mail
from support.models import CannedReply, Message, Status, Ticket
from support.replies import reply_address
from support.services import answering, asking
from support.services.figures import figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(ticket):
    return reverse("admin:support_ticket_thread", args=[ticket.pk])


def test_an_answer_is_mailed_with_an_address_that_leads_back(ticket, sam, alice, pages, thread, work):
    client = pages(sam)
    text = "Look at row 7.\n\nhttps://mizan.test/docs says why."
    assert client.post(thread, {"do": "answer", "text": text}).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee, ticket.first_response_at is None) == ("waiting", sam, False)
    page = pages(alice).get(reverse("support:ticket", args=[ticket.pk])).content.decode()
    assert "Look at row 7." in page
    assert "Sam" not in page, "staff answers as support"
    work()
    sent = next(one for one in mail.outbox if one.subject.startswith("Answer to"))
    assert sent.to == ["alice@example.com"]
    assert sent.reply_to == [reply_address("p", ticket.pk)]
    assert "Look at row 7.\n\nhttps://mizan.test/docs says why." in sent.body


def test_a_note_is_read_by_staff_alone_and_is_no_answer(ticket, sam, alice, pages, thread):
    before = Mail.objects.count()
    pages(sam).post(thread, {"do": "note", "text": "She is right, see the log."})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.first_response_at, Mail.objects.count()) == ("new", None, before)
    assert "see the log" in pages(sam).get(thread).content.decode()
    assert "see the log" not in pages(alice).get(reverse("support:ticket", args=[ticket.pk])).content.decode()


def test_a_ready_answer_is_put_in_to_be_changed(ticket, sam, pages, thread):
    one = CannedReply.objects.create(title="Columns", language="en", text="Open the page of columns.")
    CannedReply.objects.create(title="Old", language="en", text="x", enabled=False)
    page = pages(sam).get(thread, {"canned": one.pk}).content.decode()
    assert "Open the page of columns.</textarea>" in page
    assert "Old (en)" not in page


def test_state_priority_and_person_are_set(ticket, sam, alice, pages, thread):
    change = {"do": "change", "assignee": str(sam.pk), "priority": "urgent", "status": "open"}
    assert pages(sam).post(thread, change).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.priority, ticket.status) == (sam, "urgent", "open")
    assert pages(sam).post(thread, {**change, "assignee": str(alice.pk)}).status_code == 200, "she answers no tickets"
    ticket.refresh_from_db()
    assert ticket.assignee == sam


def test_only_staff_with_the_permission_comes_in(ticket, sam, alice, actor, pages, thread):
    sam.user_permissions.clear()
    assert pages(sam).get(thread).status_code == 403
    assert pages(alice).get(thread).status_code == 302
    from accounts.errors import Forbidden

    with pytest.raises(Forbidden):
        answering.answer(by=actor(alice), ticket=ticket, text="I answer myself")


def test_the_queue_shows_times_and_satisfaction(ticket, sam, alice, actor, by_staff, pages):
    Ticket.objects.update(created_at=timezone.now() - timedelta(hours=3))
    answering.answer(by=by_staff, ticket=ticket, text="Done.", status=Status.SOLVED)
    asking.rate(by=actor(alice), ticket=ticket, score=5)
    found = figures()
    assert (found.new, found.open, found.score, found.scores) == (0, 0, 5.0, 1)
    assert found.first_answer is not None
    assert timedelta(hours=2.9) < found.first_answer < timedelta(hours=3.1)
    page = pages(sam).get(reverse("admin:support_ticket_changelist")).content.decode()
    assert "3\xa0hours" in page
    assert ticket.subject in page


def test_another_message_opens_the_ticket_again_and_goes_to_whoever_has_it(ticket, alice, actor, by_staff):
    answering.answer(by=by_staff, ticket=ticket, text="Done.", status=Status.SOLVED)
    asking.write(by=actor(alice), ticket=ticket, text="No, it is not.")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.solved_at) == ("open", None)
    assert Mail.objects.order_by("-created_at").first().address == "sam@mizan.test"


def test_what_stays_solved_is_closed(ticket, by_staff):
    answering.answer(by=by_staff, ticket=ticket, text="Done.", status=Status.SOLVED)
    assert answering.close_solved() == 0
    Ticket.objects.update(solved_at=timezone.now() - answering.STAYS_SOLVED - timedelta(hours=1))
    assert answering.close_solved() == 1
    ticket.refresh_from_db()
    assert ticket.status == "closed"
    assert Message.objects.count() == 2
