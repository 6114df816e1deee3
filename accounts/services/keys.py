"""Making, turning over and revoking the API keys of an organization, and letting their bearers in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.access import Action, Actor, ActorKind, TenantQuerySet, require, require_here
from accounts.errors import Conflict, Forbidden, Invalid
from accounts.keys import digest_of, new_key, prefix_of, well_formed
from accounts.models import ApiKey, Organization
from accounts.scopes import Scope, actions_of
from accounts.services.actors import hidden_projects
from accounts.services.standing import held
from accounts.services.trail import record

MOST_KEYS = 50
LONGEST_OVERLAP = timedelta(days=7)
USE_IS_NOTED_EVERY = timedelta(minutes=1)


def keys_of(by: Actor) -> TenantQuerySet:
    """The organization's keys that were not revoked, newest first."""
    require_here(by, Action.MANAGE_KEYS)
    return (
        ApiKey.objects.visible_to(by).filter(revoked_at=None).select_related("created_by").order_by("-created_at", "pk")
    )


def key_of(by: Actor, pk: Any) -> ApiKey:
    """One key for somebody who may manage it. Raises NotFound, Forbidden."""
    key: ApiKey = ApiKey.objects.get_visible(by, pk=pk)
    require(by, Action.MANAGE_KEYS, key)
    return key


@transaction.atomic
def create_key(
    *, by: Actor, name: str, scopes: Collection[str], expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A new key and its plain text, which is shown this once. Raises Invalid for unknown scopes or a past date, Conflict at MOST_KEYS."""
    organization, by = held(by, require_here(by, Action.MANAGE_KEYS), Action.MANAGE_KEYS)
    if not name.strip():
        raise Invalid("key.no_name")
    if unknown := sorted(set(scopes) - set(Scope)):
        raise Invalid("key.unknown_scope", scopes=", ".join(unknown))
    if not scopes:
        raise Invalid("key.no_scope")
    if not actions_of(frozenset(scopes)) <= by.actions:
        raise Forbidden("forbidden", action=Action.MANAGE_KEYS.value, role=by.role)
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid("key.past_date")
    if _live(organization).count() >= MOST_KEYS:
        raise Conflict("key.too_many", most=MOST_KEYS)
    return _make(by, organization, name.strip()[:100], sorted(set(scopes)), expires_at, "key.created")


@transaction.atomic
def rotate_key(*, by: Actor, key: ApiKey, overlap: timedelta = timedelta(hours=24)) -> tuple[ApiKey, str]:
    """A new key in the place of `key`, which works on for `overlap` while programs are changed over. Raises Conflict when it has ended."""
    _organization, by = held(by, key.organization_id, Action.MANAGE_KEYS)
    key = ApiKey.objects.select_for_update(of=("self",)).select_related("organization").get(pk=key.pk)
    if not 0 <= overlap.total_seconds() <= LONGEST_OVERLAP.total_seconds():
        raise Invalid("key.bad_overlap", days=LONGEST_OVERLAP.days)
    now = timezone.now()
    if key.revoked_at or key.replaced_by_id or (key.expires_at and key.expires_at <= now):
        raise Conflict("key.ended")
    fresh, plain = _make(
        by, key.organization, key.name, key.scopes, _as_long_again(key, now), "key.rotated", old=str(key.pk)
    )
    key.replaced_by = fresh
    key.expires_at = min(key.expires_at or now + overlap, now + overlap)
    key.save(update_fields=["replaced_by", "expires_at"])
    return fresh, plain


@transaction.atomic
def revoke_key(*, by: Actor, key: ApiKey) -> None:
    """The key opens nothing from now on."""
    _organization, by = held(by, key.organization_id, Action.MANAGE_KEYS)
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record(by=by, action="key.revoked", target=key)


def actor_of_key(plain: str) -> Actor | None:
    """Who comes with this key; None for a mistyped, unknown, revoked or expired one. Its use is noted once a minute."""
    if not well_formed(plain):
        return None
    now = timezone.now()
    keys = ApiKey.objects.select_related("organization")
    key = keys.filter(digest=digest_of(plain), revoked_at=None).first()
    if key is None or (key.expires_at is not None and key.expires_at <= now):
        return None
    if key.last_used_at is None or key.last_used_at < now - USE_IS_NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    scopes = frozenset(key.scopes)
    actions = actions_of(scopes)
    return Actor(
        ActorKind.API_KEY,
        key.organization_id,
        role=ActorKind.API_KEY.value,
        actions=actions,
        key_id=key.pk,
        scopes=scopes,
        hidden_projects=hidden_projects(key.organization_id, None, actions),
        plan=key.organization.plan,
    )


def _live(organization: Organization) -> Any:
    """Keys that open something now."""
    open_ended = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return ApiKey.objects.filter(open_ended, organization=organization, revoked_at=None)


def _as_long_again(key: ApiKey, now: datetime) -> datetime | None:
    """A rotated key lives as long as its forerunner was given; without an end when that one had none."""
    return None if key.expires_at is None else now + (key.expires_at - key.created_at)


def _make(
    by: Actor,
    organization: Organization,
    name: str,
    scopes: list[str],
    expires_at: datetime | None,
    action: str,
    **facts: str,
) -> tuple[ApiKey, str]:
    plain = new_key()
    key = ApiKey.objects.create(
        organization=organization,
        name=name,
        prefix=prefix_of(plain),
        digest=digest_of(plain),
        scopes=scopes,
        expires_at=expires_at,
        created_by_id=by.user_id,
    )
    record(by=by, action=action, target=key, scopes=scopes, **facts)
    return key, plain
