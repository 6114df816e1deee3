"""Members of an organization: who they are, their roles, removing them, leaving."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from accounts.access import ROLE_ACTIONS, Action, Actor, Role, require
from accounts.errors import Forbidden, NotFound
from accounts.models import Invitation, Membership, Organization, TokenFamily
from accounts.post import post
from accounts.services.standing import held, keep_an_owner, require_power_over
from accounts.services.trail import emit, record
from accounts.services.withdrawing import withdraw

RANKS = (Role.OWNER, Role.ADMIN, Role.ESTIMATOR, Role.VIEWER)


def members_of(by: Actor) -> QuerySet[Membership]:
    """Everybody in the actor's organization with their person, owners first; every member may know them."""
    return by_rank(Membership.objects.visible_to(by))


def member_to_manage(by: Actor, user_id: UUID) -> Membership:
    """One member, for those who manage members: the role comes before the form. NotFound for an outsider, Forbidden for the others."""
    found = member(by, user_id)
    require(by, Action.MANAGE_MEMBERS, found)
    return found


def by_rank(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """With their person, owners first."""
    rank = Case(*(When(role=role, then=Value(place)) for place, role in enumerate(RANKS)))
    return rows.select_related("user").order_by(rank, "user__email")


def member(by: Actor, user_id: UUID) -> Membership:
    """One member of the actor's organization, or NotFound."""
    found: Membership = Membership.objects.select_related("user", "organization").get_visible(by, user_id=user_id)
    return found


@transaction.atomic
def change_role(*, by: Actor, membership: Membership, role: str) -> Membership:
    """Make a member something else. Only owners make, change and unmake owners; nobody raises themselves; an owner stays."""
    organization, by = held(by, membership.organization_id, Action.MANAGE_MEMBERS)
    membership = _again(membership)
    if membership.role == role:
        return membership
    require_power_over(by, membership.role, role)
    if membership.user_id == by.user_id and RANKS.index(Role(role)) < RANKS.index(Role(membership.role)):
        raise Forbidden("members.not_oneself")
    if membership.role == Role.OWNER:
        keep_an_owner(organization, membership.user_id)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    _withdraw_invitations(by, organization, membership.user_id, role, "member.role_changed")
    record(
        by=by, action="member.role_changed", target=membership, user=str(membership.user_id), before=before, role=role
    )
    emit(organization_id=organization.pk, kind="member.role_changed", user=str(membership.user_id), role=role)
    words = role_words(role, membership.user.language)
    post(to=membership.user, template="role_changed", organization=organization.name, role=words)
    return membership


def role_words(role: str, language: str) -> str:
    """The role's name for a mail: in the reader's language, else in that of the request."""
    with translation.override(language or translation.get_language()):
        return str(Role(role).label)


@transaction.atomic
def remove_member(*, by: Actor, membership: Membership) -> None:
    """Take a member out: their tokens for the organization die, and what was opened to them by name is closed."""
    organization, by = held(by, membership.organization_id, Action.MANAGE_MEMBERS)
    membership = _again(membership)
    require_power_over(by, membership.role)
    if membership.user_id == by.user_id:
        _go(by, organization, membership, "member.left")
        return
    _go(by, organization, membership, "member.removed")
    post(to=membership.user, template="member_removed", organization=organization.name)


@transaction.atomic
def leave(*, by: Actor) -> None:
    """Leave the organization that one acts in. The last owner cannot: hand it over or delete it."""
    if by.organization_id is None or by.user_id is None:
        raise NotFound("organization.not_found")
    organization, by = held(by, by.organization_id)
    membership = Membership.objects.get(organization=organization, user_id=str(by.user_id))
    _go(by, organization, membership, "member.left")


def _go(by: Actor, organization: Organization, membership: Membership, action: str) -> None:
    user_id = membership.user_id
    if membership.role == Role.OWNER:
        keep_an_owner(organization, user_id)
    record(by=by, action=action, target=membership, user=str(user_id), role=membership.role)
    emit(organization_id=organization.pk, kind=action, user=str(user_id))
    membership.delete()
    revoke_families(user_id=user_id, organization=organization, why=action.replace(".", "_"))
    _withdraw_invitations(by, organization, user_id, "", action)
    for hook in settings.WHEN_A_MEMBER_GOES:
        import_string(hook)(organization.pk, user_id)


def revoke_families(*, user_id: UUID, organization: Organization, why: str) -> None:
    """End the signed-in programs of a person in one organization."""
    living = TokenFamily.objects.filter(user_id=user_id, organization=organization, revoked_at=None)
    living.update(revoked_at=timezone.now(), revoked_for=why[:32])


def _withdraw_invitations(by: Actor, organization: Organization, user_id: UUID, role: str, why: str) -> None:
    """Invitations that somebody wrote while they were more than they are now do not outlive that."""
    actions = ROLE_ACTIONS.get(role, frozenset())
    mine = Invitation.objects.filter(organization=organization, invited_by_id=user_id)
    if Action.MANAGE_MEMBERS in actions:
        mine = mine.filter(role=Role.OWNER) if Action.TRANSFER_OWNERSHIP not in actions else mine.none()
    withdraw(by=by, invitations=mine, why=why)


def _again(membership: Membership) -> Membership:
    """The row as it is under the lock, or NotFound when it went meanwhile."""
    found: Membership | None = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if found is None:
        raise NotFound("not_found")
    return found
