"""How a person stands in an organization at this moment.

It is looked at anew under the organization's lock, so that no two changes pass each other.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet

from accounts.access import ROLE_ACTIONS, Action, Actor, ActorKind, Role, require
from accounts.errors import Conflict, Forbidden, NotFound
from accounts.models import Membership, Organization, User


def held(by: Actor, organization_id: UUID, action: Action | None = None) -> tuple[Organization, Actor]:
    """The organization, locked until the transaction ends, and `by` as they stand in it now. Call it first in a transaction.

    With `action`, also asks whether they may. Raises NotFound for an outsider, for one who was removed meanwhile, and for an
    organization that was deleted.
    """
    organization = Organization.objects.select_for_update().filter(pk=organization_id, deleted_at=None).first()
    if organization is None:
        raise NotFound("not_found")
    if by.kind is ActorKind.USER and by.user_id is not None:
        role = Membership.objects.filter(organization=organization, user_id=by.user_id).values_list("role", flat=True)
        found = role.first()
        if found is None:
            raise NotFound("not_found")
        actions = ROLE_ACTIONS[found]
        if by.impersonator_id is not None:  # what staff never does in another's name stays out of it
            actions &= by.actions
        by = replace(by, role=found, actions=actions)
    if action is not None:
        require(by, action, organization)
    return organization, by


def person_of(by: Actor) -> User | None:
    """The person who acts, if it is one and they are active."""
    return User.objects.filter(pk=by.user_id, is_active=True).first() if by.user_id else None


def require_power_over(by: Actor, *roles: str) -> None:
    """Raise Forbidden unless `by` may make, change and remove members of these roles: owners are for owners."""
    if Role.OWNER in roles and not by.may(Action.TRANSFER_OWNERSHIP):
        raise Forbidden("members.owners_only", role=by.role)


def touches_owners(by: Actor, *roles: str) -> bool:
    """True where owners are made, changed or removed, which asks for a fresh sign-in. Raises Forbidden for who is no owner."""
    require_power_over(by, *roles)
    return Role.OWNER in roles


def active_owners(organization: Organization) -> QuerySet[Membership]:
    """The owners who can sign in."""
    found: QuerySet[Membership] = Membership.objects.filter(
        organization=organization, role=Role.OWNER, user__is_active=True
    )
    return found


def keep_an_owner(organization: Organization, going: UUID) -> None:
    """Raise Conflict when without the person `going` nobody would own the organization."""
    if not active_owners(organization).exclude(user_id=going).exists():
        raise Conflict("organization.last_owner")


def left_ownerless_by(user: User) -> list[Organization]:
    """Organizations in which others would be left without an owner if `user` went: they have to be handed over first."""
    owned = Organization.objects.filter(deleted_at=None, memberships__user=user, memberships__role=Role.OWNER).order_by(
        "created_at", "pk"
    )
    return [
        one
        for one in owned
        if not active_owners(one).exclude(user_id=user.pk).exists()
        and one.memberships.exclude(user_id=user.pk).exists()
    ]
