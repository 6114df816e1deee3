"""What every template needs to know of the person's workspace."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest

from accounts.access import Action, ActorKind
from accounts.models import Organization


def workspace(request: HttpRequest) -> dict[str, Any]:
    """`actor`, `organization`, `may` (action name with dots as underscores -> bool), lazily."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None}
    if actor.kind is ActorKind.GUEST:  # has no workspace, and may do nothing but read
        return {"actor": None, "demo": True}

    @cache  # once a page, however often its template says the name
    def organization() -> Organization | None:
        return Organization.objects.filter(pk=actor.organization_id).first()

    @cache
    def organizations() -> list[Organization]:
        return list(Organization.objects.filter(memberships__user_id=actor.user_id).order_by("name"))

    return {
        "actor": actor,
        "organization": organization,
        "organizations": organizations,
        "may": {action.value.replace(".", "_"): actor.may(action) for action in Action},
    }
