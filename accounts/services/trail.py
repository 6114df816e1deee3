"""Writing the audit trail and the outbox, inside the caller's transaction."""

from __future__ import annotations

import hashlib
from contextvars import ContextVar
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.access import Actor, ActorKind
from accounts.models import AuditEntry, AuditOrigin, Event, User


class Origin(msgspec.Struct, frozen=True):
    """Where a request came from."""

    address: str = ""
    user_agent: str = ""


origin_of_request: ContextVar[Origin] = ContextVar("origin_of_request")


def record(*, by: Actor, action: str, target: Any, note: str = "", **facts: Any) -> None:
    """Write one audit entry inside the caller's transaction. `facts` are ids, codes and counts, never names or addresses of people.

    `note` is a reason in somebody's own words: it stands with what can be erased.
    """
    AuditEntry.objects.create(
        organization_id=getattr(target, "organization_id", by.organization_id),
        actor_kind=by.kind.value,
        actor_id=by.id,
        impersonator_id=by.impersonator_id,
        origin_id=_origin(by, note),
        action=action,
        target_type=type(target).__name__.lower(),
        target_id=str(target.pk),
        facts=facts,
        request_id=_request_id(),
    )


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]


def _origin(by: Actor, note: str) -> UUID | None:
    """The erasable row that says who and whence; None for the system, which is nobody."""
    if by.kind is ActorKind.SYSTEM:
        return None
    came = origin_of_request.get(Origin())
    person = User.objects.filter(pk=by.user_id).values("name", "email").first() if by.user_id else None
    facts = {
        "actor_kind": by.kind.value,
        "actor_id": by.id,
        "name": person["name"] if person else "",
        "email": person["email"] if person else "",
        "address": came.address or None,
        "user_agent": came.user_agent[:200],
        "note": note[:500],
    }
    digest = hashlib.sha256(msgspec.json.encode(facts)).hexdigest()
    origin, _ = AuditOrigin.objects.get_or_create(digest=digest, defaults=facts)
    return origin.pk


def emit(*, organization_id: UUID, kind: str, **payload: Any) -> None:
    """Append an event to the outbox inside the caller's transaction, and tell its readers once that is through. Ids and codes alone."""
    Event.objects.create(organization_id=organization_id, kind=kind, payload=payload, request_id=_request_id())
    for reader in settings.WHEN_SOMETHING_HAPPENED:
        transaction.on_commit(partial(import_string(reader), organization_id), robust=True)
