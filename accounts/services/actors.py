"""Who a person is in an organization."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import structlog
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.module_loading import import_string

from accounts.access import ROLE_ACTIONS, Action, Actor, ActorKind
from accounts.errors import NotFound
from accounts.models import Membership, User


def actor_for(user: User, organization_id: UUID | str | None = None) -> Actor:
    """The actor that `user` is in an organization: the one asked for, else the first joined. Raises NotFound when not a member."""
    memberships = Membership.objects.filter(user=user, user__is_active=True).order_by("created_at", "pk")
    if organization_id is not None:
        memberships = memberships.filter(organization_id=organization_id)
    membership = memberships.select_related("organization").first()
    if membership is None:
        raise NotFound("organization.not_found")
    actions = ROLE_ACTIONS[membership.role]
    return Actor(
        ActorKind.USER,
        membership.organization_id,
        user.pk,
        membership.role,
        actions,
        hidden_projects=hidden_projects(membership.organization_id, user.pk, actions),
        lacks_second_factor=membership.organization.require_second_factor and not has_second_factor(user),
        plan=membership.organization.plan,
    )


def name_in_logs(actor: Actor | None) -> None:
    """Every line of the log of this request says for which organization it is, and with which key."""
    if actor is not None:
        ids = {
            "organization_id": actor.organization_id,
            "key_id": actor.key_id,
            "impersonator_id": actor.impersonator_id,
        }
        structlog.contextvars.bind_contextvars(**{name: str(value) for name, value in ids.items() if value})


def hidden_projects(organization_id: UUID, user_id: UUID | None, actions: frozenset[Action]) -> frozenset[UUID]:
    """Projects that are narrowed to others; whoever may narrow projects sees them all.

    Projects live above this app, so the function that knows them is named in the settings, not imported.
    """
    if Action.NARROW_PROJECT in actions:
        return frozenset()
    hidden: frozenset[UUID] = import_string(settings.HIDDEN_PROJECTS)(organization_id, user_id)
    return hidden


def has_second_factor(user: User) -> bool:
    """True with an authenticator program or a passkey; recovery codes alone are none."""
    return user.pk in with_second_factor([user.pk])


def with_second_factor(users: Iterable[UUID]) -> set[UUID]:
    """Those of the users who have an authenticator program or a passkey."""
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found = Authenticator.objects.filter(user_id__in=list(users), type__in=factors)
    return set(found.values_list("user_id", flat=True))
