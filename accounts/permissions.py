"""The API's default permission: somebody in an organization, and for a key the scope. What they may do further, services decide."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.access import Actor, ActorKind
from accounts.errors import Forbidden
from accounts.scopes import Scope


class HasActor(BasePermission):
    """A view says which scopes open it to keys: `key_reads` for safe methods, `key_writes` for the others; any one of them is enough.

    A view that says nothing is closed to keys. A user whose organization wants a second factor comes in once there is one.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        actor: Actor | None = getattr(request._request, "actor", None)
        if actor is None or not (request.user and request.user.is_authenticated):
            return False
        if actor.lacks_second_factor and not getattr(view, "without_second_factor", False):
            raise Forbidden("second_factor.required")
        if actor.kind is ActorKind.API_KEY:
            _require_scope(actor, view, request.method or "")
        return True


def _require_scope(actor: Actor, view: Any, method: str) -> None:
    wanted: tuple[Scope, ...] = getattr(view, "key_reads" if method in SAFE_METHODS else "key_writes", ())
    if not wanted:
        raise Forbidden("key.not_here")
    if not actor.scopes & set(wanted):
        raise Forbidden("key.scope_missing", scopes=", ".join(wanted))
