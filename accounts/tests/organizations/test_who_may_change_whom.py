"""Admins manage members, but owners are for owners; nobody raises themselves; an owner always stays."""

from __future__ import annotations

import pytest

from accounts.access import SYSTEM, Role
from accounts.errors import Conflict, Forbidden, NotFound
from accounts.models import AuditEntry, Invitation, Membership, TokenFamily
from accounts.services import create_organization, members
from accounts.services.standing import left_ownerless_by

pytestmark = pytest.mark.django_db


def member(firm, user):
    return Membership.objects.get(organization=firm, user=user)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ESTIMATOR, Role.VIEWER])
def test_an_admin_makes_a_member_anything_but_an_owner(role, ada, bob, firm, actor, role_of):
    Membership.objects.filter(user=bob).update(role=Role.ESTIMATOR if role == Role.VIEWER else Role.VIEWER)
    members.change_role(by=actor(ada), membership=member(firm, bob), role=role)
    assert role_of(bob) == role


def test_an_admin_makes_no_owner(ada, bob, firm, actor, role_of):
    with pytest.raises(Forbidden, match="owners_only"):
        members.change_role(by=actor(ada), membership=member(firm, bob), role=Role.OWNER)
    assert role_of(bob) == Role.VIEWER


def test_an_admin_neither_changes_nor_removes_an_owner(ada, alice, firm, actor, role_of, join):
    join("olga", Role.OWNER)
    with pytest.raises(Forbidden):
        members.change_role(by=actor(ada), membership=member(firm, alice), role=Role.VIEWER)
    with pytest.raises(Forbidden):
        members.remove_member(by=actor(ada), membership=member(firm, alice))
    assert role_of(alice) == Role.OWNER


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_nobody_raises_themselves(role, ada, eve, firm, actor, role_of):
    for who in (ada, eve):
        before = role_of(who)
        if before == role:
            continue
        with pytest.raises(Forbidden):
            members.change_role(by=actor(who), membership=member(firm, who), role=role)
        assert role_of(who) == before


@pytest.mark.parametrize("who", ["eve", "bob"])
def test_estimators_and_viewers_manage_nobody(who, request, ada, firm, actor, role_of):
    by = actor(request.getfixturevalue(who))
    with pytest.raises(Forbidden):
        members.change_role(by=by, membership=member(firm, ada), role=Role.VIEWER)
    with pytest.raises(Forbidden):
        members.remove_member(by=by, membership=member(firm, ada))
    assert role_of(ada) == Role.ADMIN


def test_an_outsider_does_not_learn_who_belongs(charlie, bob, firm, actor):
    with pytest.raises(NotFound):
        members.remove_member(by=actor(charlie), membership=member(firm, bob))
    with pytest.raises(NotFound):
        members.member(actor(charlie), bob.pk)


def test_the_last_owner_stays_an_owner_and_a_member(alice, ada, firm, actor, role_of):
    for change in (
        lambda: members.change_role(by=actor(alice), membership=member(firm, alice), role=Role.ADMIN),
        lambda: members.remove_member(by=actor(alice), membership=member(firm, alice)),
        lambda: members.leave(by=actor(alice)),
        lambda: members.remove_member(by=SYSTEM, membership=member(firm, alice)),
    ):
        with pytest.raises(Conflict, match="last_owner"):
            change()
    assert role_of(alice) == Role.OWNER


def test_an_owner_who_cannot_sign_in_does_not_count(alice, firm, actor, join):
    olga = join("olga", Role.OWNER)
    olga.is_active = False
    olga.save()
    with pytest.raises(Conflict, match="last_owner"):
        members.leave(by=actor(alice))


def test_one_of_two_owners_may_go(alice, firm, actor, join, role_of):
    join("olga", Role.OWNER)
    members.leave(by=actor(alice))
    assert role_of(alice) == ""


def test_who_was_demoted_meanwhile_has_no_power_left(ada, bob, eve, firm, actor, role_of):
    stale = actor(ada)  # as a slow request would still hold it
    Membership.objects.filter(user=ada).update(role=Role.VIEWER)
    with pytest.raises(Forbidden):
        members.change_role(by=stale, membership=member(firm, bob), role=Role.ADMIN)
    Membership.objects.filter(user=ada).delete()
    with pytest.raises(NotFound):
        members.remove_member(by=stale, membership=member(firm, eve))


def test_a_removed_member_loses_tokens_of_this_firm_alone(alice, bob, firm, actor, mails):
    from django.utils import timezone

    other = create_organization(owner=bob, name="Bob's own")
    for organization in (firm, other):
        TokenFamily.objects.create(user=bob, organization=organization, current_jti="x", expires_at=timezone.now())
    members.remove_member(by=actor(alice), membership=member(firm, bob))
    revoked = dict(TokenFamily.objects.values_list("organization_id", "revoked_for"))
    assert revoked == {firm.pk: "member_removed", other.pk: ""}
    assert mails("member_removed") == [{"to": "bob@example.com", "organization": firm.name}]


def test_a_change_of_role_is_told_and_kept(alice, bob, firm, actor, mails):
    members.change_role(by=actor(alice), membership=member(firm, bob), role=Role.ADMIN)
    entry = AuditEntry.objects.get(action="member.role_changed")
    assert entry.facts == {"user": str(bob.pk), "before": "viewer", "role": "admin"}
    assert [one["role"] for one in mails("role_changed")] == ["Admin"]


def test_the_mail_about_a_role_speaks_the_language_of_its_reader(alice, bob, firm, actor, mails):
    from django.utils import translation

    bob.language = "ar"
    bob.save()
    members.change_role(by=actor(alice), membership=member(firm, bob), role=Role.ADMIN)
    with translation.override("ar"):
        assert [one["role"] for one in mails("role_changed")] == [str(Role.ADMIN.label)]


def test_invitations_of_somebody_who_is_less_now_are_dead(alice, ada, firm, actor, invited):
    invited("one@example.com", Role.VIEWER, by=ada)
    members.change_role(by=actor(alice), membership=member(firm, ada), role=Role.ESTIMATOR)
    assert Invitation.objects.get().revoked_at is not None


def test_an_owner_made_admin_leaves_no_invitation_of_an_owner(alice, firm, actor, invited, join):
    olga = join("olga", Role.OWNER)
    invited("one@example.com", Role.OWNER, by=olga)
    invited("two@example.com", Role.VIEWER, by=olga)
    members.change_role(by=actor(alice), membership=member(firm, olga), role=Role.ADMIN)
    assert list(Invitation.objects.filter(revoked_at=None).values_list("email", flat=True)) == ["two@example.com"]


def test_firms_that_a_person_would_leave_without_an_owner_are_named(alice, bob, charlie, firm):
    assert left_ownerless_by(alice) == [firm]
    assert left_ownerless_by(charlie) == []  # alone in his own: nobody is left behind
    Membership.objects.filter(user=bob).update(role=Role.OWNER)
    assert left_ownerless_by(alice) == []
