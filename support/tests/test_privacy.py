"""A person's tickets go with them, files and all; staff that goes leaves its answers without a name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from gdpr import retention
from gdpr.services.erasing import erase_rows, remove_files
from gdpr.services.people import person_of
from support.models import Attachment, Message, Status, Ticket
from support.services import answering, asking
from support.services.files import Given, forget_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(ticket, alice, actor, by_staff):
    """The path of what alice attached; staff has answered."""
    answering.answer(by=by_staff, ticket=ticket, text="Seen.")
    asking.write(by=actor(alice), ticket=ticket, text="Here", files=[Given("a.txt", b"mine")])
    return str(Attachment.objects.get().file.name)


def test_an_erased_persons_tickets_are_gone_with_their_files(stored, alice):
    person = person_of(alice)
    assert default_storage.exists(stored)
    remove_files(person)
    erase_rows(person)
    assert not default_storage.exists(stored)
    assert (Ticket.objects.count(), Message.objects.count(), Attachment.objects.count()) == (0, 0, 0)


def test_erased_staff_leaves_its_answers_nameless(stored, sam):
    erase_rows(person_of(sam))
    assert Message.objects.get(kind="staff").author is None
    assert Ticket.objects.get().assignee is None


def test_closed_tickets_are_removed_in_time(stored, ticket, by_staff, django_capture_on_commit_callbacks):
    answering.change(by=by_staff, ticket=ticket, status=Status.CLOSED)
    rule = next(one for one in retention.RULES if one.code == "tickets")
    before = timezone.now() - timedelta(days=rule.days)
    assert not rule.rows(before).exists()
    Ticket.objects.update(closed_at=before - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        rule.act(rule.rows(before))
    assert not Ticket.objects.exists()
    assert not default_storage.exists(stored)


def test_of_a_deleted_organization_only_what_people_asked_stays(
    ticket, alice, actor, firm, django_capture_on_commit_callbacks
):
    from accounts.access import Action, Actor, ActorKind
    from accounts.services.keys import create_key

    key, _plain = create_key(by=actor(alice), name="ERP", scopes=["support:write"])
    program = Actor(ActorKind.API_KEY, firm.pk, key_id=key.pk, actions=frozenset({Action.ASK_SUPPORT}))
    asking.open_ticket(by=program, subject="s", text="t", files=[Given("a.txt", b"theirs")])
    path = str(Attachment.objects.get().file.name)
    with django_capture_on_commit_callbacks(execute=True):
        forget_organization(firm.pk)
    assert not default_storage.exists(path)
    ticket.refresh_from_db()
    assert (Ticket.objects.get(), ticket.organization, ticket.requester) == (ticket, None, alice)
