"""Every download of a priced document is in the trail."""

import pytest

from accounts.access import Action, Actor, ActorKind
from accounts.models import AuditEntry
from boq.models import Export
from boq.services.receipts import take_signed
from boq.services.reports import request_export

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(boq, bob, actor, work):
    request_export(by=actor(bob), boq=boq, format="xlsx")
    work()
    return Export.objects.get(boq=boq)


@pytest.mark.parametrize(
    ("door", "path"), [("pages", "/exports/{}/download/"), ("api", "/api/v1/exports/{}/download/")]
)
def test_an_export(door, path, export, bob, request):
    assert request.getfixturevalue(door)(bob).get(path.format(export.pk)).status_code == 200
    entry = AuditEntry.objects.get(action="export.downloaded")
    assert (entry.actor_id, entry.target_id) == (bob.pk, str(export.pk))


@pytest.mark.parametrize(
    ("door", "path"), [("pages", "/boqs/{}/receipt/signed.json"), ("api", "/api/v1/boqs/{}/receipt/signed/")]
)
def test_a_signed_receipt(door, path, boq, bob, request):
    assert request.getfixturevalue(door)(bob).get(path.format(boq.pk)).status_code == 200
    entry = AuditEntry.objects.get(action="receipt.downloaded")
    assert (entry.actor_id, entry.target_id) == (bob.pk, str(boq.pk))


def test_guests_of_a_public_bill_leave_no_trace(boq):
    """Anybody may take its receipt as often as they like, and nobody's address is kept for it."""
    guest = Actor(ActorKind.GUEST, organization_id=boq.organization_id, actions=frozenset({Action.VIEW}))
    assert take_signed(by=guest, boq=boq)
    assert not AuditEntry.objects.filter(action="receipt.downloaded").exists()


def test_what_a_stranger_asked_for_is_not_told_as_downloaded(export, boq, pages, charlie):
    for path in (f"/exports/{export.pk}/download/", f"/boqs/{boq.pk}/receipt/signed.json"):
        assert pages(charlie).get(path).status_code == 404
    assert not AuditEntry.objects.filter(action__endswith=".downloaded").exists()
