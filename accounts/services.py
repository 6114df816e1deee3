"""Organizations, who acts, the audit trail and the outbox."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from accounts.access import ROLE_ACTIONS, Actor, ActorKind, Role
from accounts.errors import NotFound
from accounts.models import AuditEntry, Event, Membership, Organization, User


def actor_for(user: User, organization_id: UUID | str | None = None) -> Actor:
    """The actor that `user` is in an organization: the one asked for, else the first joined. Raises NotFound when not a member."""
    memberships = Membership.objects.filter(user=user, user__is_active=True).order_by("created_at", "pk")
    if organization_id is not None:
        memberships = memberships.filter(organization_id=organization_id)
    membership = memberships.first()
    if membership is None:
        raise NotFound("organization.not_found")
    role = membership.role
    return Actor(ActorKind.USER, membership.organization_id, user.pk, role, ROLE_ACTIONS[role])


@transaction.atomic
def create_organization(*, owner: User, name: str) -> Organization:
    """A new organization owned by `owner`."""
    organization = Organization.objects.create(name=name)
    Membership.objects.create(organization=organization, user=owner, role=Role.OWNER)
    record(
        by=Actor(ActorKind.USER, organization.pk, owner.pk, Role.OWNER, ROLE_ACTIONS[Role.OWNER]),
        action="organization.created",
        target=organization,
    )
    return organization


@transaction.atomic
def found_home(*, user: User, name: str = "") -> Organization:
    """The organization a new user starts with."""
    label = name.strip() or user.name.strip() or user.email.partition("@")[0]
    return create_organization(owner=user, name=label[:200])


def record(*, by: Actor, action: str, target: Any, **facts: Any) -> None:
    """Write one audit entry inside the caller's transaction."""
    AuditEntry.objects.create(
        organization_id=getattr(target, "organization_id", by.organization_id),
        actor_kind=by.kind.value,
        actor_id=by.user_id,
        action=action,
        target_type=type(target).__name__.lower(),
        target_id=str(target.pk),
        facts=facts,
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
    )


def emit(*, organization_id: UUID, kind: str, **payload: Any) -> None:
    """Append an event to the outbox inside the caller's transaction."""
    Event.objects.create(organization_id=organization_id, kind=kind, payload=payload)
