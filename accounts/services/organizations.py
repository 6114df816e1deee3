"""Founding organizations."""

from __future__ import annotations

from django.db import transaction

from accounts.access import ROLE_ACTIONS, Actor, ActorKind, Role
from accounts.models import Membership, Organization, User
from accounts.services.trail import record


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
