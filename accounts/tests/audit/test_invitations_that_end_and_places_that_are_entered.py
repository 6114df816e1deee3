"""An invitation that ends because something else happened has an entry of its own, and so has the organization somebody switches to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.access import Actor, ActorKind, Role
from accounts.models import AuditEntry, Invitation, Membership
from accounts.services import create_organization, invitations, members, organizations, ownership, staff
from accounts.tokens import mint, renew
from conftest import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(firm):
    user = person("ada@example.com", "Ada")
    Membership.objects.create(organization=firm, user=user, role=Role.ADMIN)
    return user


@pytest.fixture
def asked(ada, firm, actor):
    """Somebody whom ada invites."""
    return invitations.invite(by=actor(ada), organization=firm, email="new@example.com", role=Role.VIEWER, link=str)


def lapsed():
    rows = AuditEntry.objects.filter(action="invitation.lapsed")
    return [(one.target_id, one.organization_id, one.facts["why"]) for one in rows]


def deactivated(alice, ada, firm, actor):
    root = person("root@operator.example", "Root")
    by = Actor(ActorKind.USER, None, root.pk, staff.STAFF)
    staff.set_active(by=by, user=ada, active=False, reason="Ticket 12")


def of(firm, user):
    return Membership.objects.get(organization=firm, user=user)


HAPPENS = {
    "member.role_changed": lambda alice, ada, firm, actor: members.change_role(
        by=actor(alice), membership=of(firm, ada), role=Role.VIEWER
    ),
    "member.removed": lambda alice, ada, firm, actor: members.remove_member(by=actor(alice), membership=of(firm, ada)),
    "member.left": lambda alice, ada, firm, actor: members.leave(by=actor(ada)),
    "user.deactivated": deactivated,
    "organization.deleted": lambda alice, ada, firm, actor: ownership.delete_organization(
        by=actor(alice), organization_id=firm.pk, name=firm.name
    ),
}


@pytest.mark.parametrize("why", HAPPENS)
def test_an_invitation_that_ends_with_something_else(why, asked, alice, ada, firm, actor):
    HAPPENS[why](alice, ada, firm, actor)
    assert lapsed() == [(str(asked.pk), firm.pk, why)]
    assert not Invitation.objects.filter(pk=asked.pk, revoked_at=None).exists()


def test_one_that_was_answered_has_none(asked, alice, ada, firm, actor):
    Invitation.objects.filter(pk=asked.pk).update(accepted_at=asked.created_at)
    members.leave(by=actor(ada))
    assert lapsed() == []


def entered():
    rows = AuditEntry.objects.filter(action="organization.entered")
    return [(one.organization_id, one.actor_id) for one in rows]


def test_switching_on_a_page_is_recorded_where_one_goes(pages, bob, firm):
    other = create_organization(owner=bob, name="Bob's own")
    browser = pages(bob)
    browser.post(reverse("accounts:switch"), {"organization": str(other.pk)})
    browser.post(reverse("accounts:switch"), {"organization": str(other.pk)})
    assert entered() == [(other.pk, bob.pk)]


def test_switching_a_program_is_recorded_too(bob, actor):
    other = create_organization(owner=bob, name="Bob's own")
    given = mint(bob, actor(bob))
    given = renew(given["refresh"], organization_id=other.pk)
    renew(given["refresh"])
    assert entered() == [(other.pk, bob.pk)]


def test_founding_is_an_entry_of_its_own(charlie):
    made = organizations.create_organization(owner=charlie, name="Second")
    assert (entered(), AuditEntry.objects.filter(organization_id=made.pk).count()) == ([], 1)
