"""The providers of an organization: named, ordered, switched, given terms and keys. Owners and admins only; every change is audited."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.access import Action, Actor, require
from accounts.encryption import Secret
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Organization
from accounts.services import record
from config.outgoing.addresses import BadAddress, checked, origin_of
from llm import shared
from llm.models import LlmKey, LlmProvider
from llm.presets import BY_CODE, preset

SETTINGS = (
    "name", "preset", "base_url", "model", "input_price", "output_price", "cached_input_price", "currency", "timeout_seconds",
    "max_parallel", "requests_per_minute", "tokens_per_minute",
)  # fmt: skip
NO_TERMS: dict[str, Any] = {
    "terms_place": "", "terms_retention": "", "terms_days": None, "terms_training": "", "terms_url": "",
}  # fmt: skip
TERMS = tuple(NO_TERMS)
MOST_PROVIDERS = 20
MOST_KEYS = 20
KEY_LENGTH = 1_000


def organization_of(by: Actor) -> Organization:
    """The organization that `by` manages. Raises Forbidden for a member who does not."""
    organization = Organization.objects.filter(pk=by.organization_id).first() if by.organization_id else None
    if organization is None:
        raise NotFound("not_found")
    require(by, Action.MANAGE_ORGANIZATION, organization)
    return organization


def provider_of(by: Actor, pk: Any) -> LlmProvider:
    """The visible provider. Raises NotFound for an outsider, Forbidden for a member who may not manage."""
    provider: LlmProvider = LlmProvider.objects.get_visible(by, pk=pk)
    require(by, Action.MANAGE_ORGANIZATION, provider)
    return provider


def key_of(provider: LlmProvider, by: Actor, pk: Any) -> LlmKey:
    """A key of that provider. Raises NotFound."""
    key: LlmKey = LlmKey.objects.get_visible(by, pk=pk, provider=provider)
    return key


@transaction.atomic
def add_provider(*, by: Actor, **values: Any) -> LlmProvider:
    """A new provider at the end of the order. It is off: its terms come next. `values` are of SETTINGS."""
    organization = organization_of(by)
    _lock(organization)
    standing = LlmProvider.objects.filter(organization=organization)
    if standing.count() >= MOST_PROVIDERS:
        raise Conflict("provider.too_many", limit=MOST_PROVIDERS)
    last = standing.aggregate(last=Max("position"))["last"]
    provider = LlmProvider(organization=organization, position=0 if last is None else last + 1)
    _take(provider, values, SETTINGS)
    provider.save(force_insert=True)
    record(by=by, action="llm-provider.added", target=provider, preset=provider.preset)
    return provider


def _server(provider: LlmProvider) -> str:
    """The server that keys and terms belong to; "" for a kept address that is none, as older rules or a hand in the database leave it."""
    try:
        return origin_of(provider.base_url)
    except BadAddress:
        return ""


@transaction.atomic
def change_provider(*, by: Actor, provider: LlmProvider, **values: Any) -> LlmProvider:
    """Change what is given of SETTINGS.

    Keys and terms belong to the server they were given for: at another address the keys are forgotten, and the provider is off until
    its terms are recorded anew. So nobody gets at a key by sending it elsewhere.
    """
    require(by, Action.MANAGE_ORGANIZATION, provider)
    provider = _locked(provider)
    before = {name: getattr(provider, name) for name in SETTINGS}
    origin = _server(provider)
    _take(provider, values, SETTINGS)
    changed = [name for name in SETTINGS if getattr(provider, name) != before[name]]
    moved = _server(provider) != origin
    if moved:
        provider.keys.all().delete()
        _forget_terms(provider)
    provider.save()
    if changed:
        record(by=by, action="llm-provider.changed", target=provider, fields=changed, moved=moved)
        shared.succeeded(str(provider.pk))
    return provider


@transaction.atomic
def record_terms(*, by: Actor, provider: LlmProvider, **values: Any) -> LlmProvider:
    """Write down where texts go and what becomes of them. `values` are of TERMS."""
    require(by, Action.MANAGE_ORGANIZATION, provider)
    provider = _locked(provider)
    _take(provider, NO_TERMS | values, TERMS)
    if provider.terms_retention != LlmProvider.Retention.DAYS:
        provider.terms_days = None
    elif provider.terms_days is None:
        raise Invalid("provider.days_missing")
    if not (provider.terms_place and provider.terms_retention and provider.terms_training):
        raise Invalid("provider.terms_incomplete")
    provider.terms_recorded_by_id, provider.terms_recorded_at = by.user_id, timezone.now()
    provider.save()
    said = {name.removeprefix("terms_"): getattr(provider, name) for name in TERMS}
    record(by=by, action="llm-provider.terms-recorded", target=provider, **said)
    return provider


@transaction.atomic
def switch_provider(*, by: Actor, provider: LlmProvider, enabled: bool) -> LlmProvider:
    """Use it, or no more. Raises Conflict while its terms, or a key that it wants, are missing."""
    require(by, Action.MANAGE_ORGANIZATION, provider)
    provider = _locked(provider)
    if enabled and not provider.has_terms:
        raise Conflict("provider.terms_missing", name=provider.name)
    if enabled and preset(provider.preset).key_wanted and not provider.keys.filter(active=True).exists():
        raise Conflict("provider.key_missing", name=provider.name)
    provider.enabled = enabled
    provider.save(update_fields=["enabled", "updated_at"])
    record(by=by, action="llm-provider.switched", target=provider, enabled=enabled)
    shared.succeeded(str(provider.pk))
    return provider


@transaction.atomic
def move_provider(*, by: Actor, provider: LlmProvider, up: bool) -> None:
    """One place earlier (`up`) or later in the order of trying; at the end of the row nothing happens."""
    require(by, Action.MANAGE_ORGANIZATION, provider)
    _lock(provider.organization)
    order = list(LlmProvider.objects.filter(organization_id=provider.organization_id).order_by("position", "pk"))
    place = next((index for index, one in enumerate(order) if one.pk == provider.pk), None)
    if place is None or not 0 <= (other := place - 1 if up else place + 1) < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order):
        one.position = position
    LlmProvider.objects.bulk_update(order, ["position"])
    record(by=by, action="llm-provider.moved", target=provider, position=other)


@transaction.atomic
def delete_provider(*, by: Actor, provider: LlmProvider) -> None:
    """Forget it with its keys. What it was paid stays in the ledger."""
    require(by, Action.MANAGE_ORGANIZATION, provider)
    record(by=by, action="llm-provider.deleted", target=provider, name=provider.name)
    provider.delete()


@transaction.atomic
def add_key(*, by: Actor, provider: LlmProvider, secret: str, label: str = "") -> LlmKey:
    """Keep one more key, encrypted. Raises Invalid for what can be no key."""
    require(by, Action.MANAGE_ORGANIZATION, provider)
    secret = secret.strip()
    if not secret or len(secret) > KEY_LENGTH or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise Invalid("provider.bad_key", limit=KEY_LENGTH)
    provider = _locked(provider)
    count = provider.keys.count()
    if count >= MOST_KEYS:
        raise Conflict("provider.too_many_keys", limit=MOST_KEYS)
    key = LlmKey.objects.create(
        organization_id=provider.organization_id,
        provider=provider,
        label=" ".join(label.split())[:80] or f"{count + 1}",
        secret=Secret.of(secret),
        created_by_id=by.user_id,
    )
    record(by=by, action="llm-key.added", target=key, provider=str(provider.pk))
    return key


@transaction.atomic
def switch_key(*, by: Actor, key: LlmKey, active: bool) -> LlmKey:
    """Use the key, or no more. Switched on it does not rest any longer."""
    require(by, Action.MANAGE_ORGANIZATION, key)
    if not LlmKey.objects.filter(pk=key.pk).update(active=active):
        raise NotFound("not_found")  # deleted meanwhile
    key.active = active
    record(by=by, action="llm-key.switched", target=key, active=active)
    if active:
        shared.wake_key(str(key.pk))
    return key


@transaction.atomic
def delete_key(*, by: Actor, key: LlmKey) -> None:
    """Forget a key."""
    require(by, Action.MANAGE_ORGANIZATION, key)
    record(by=by, action="llm-key.deleted", target=key, provider=str(key.provider_id))
    key.delete()


@transaction.atomic
def set_opt_out(*, by: Actor, opted_out: bool) -> Organization:
    """Send nothing to any provider from now on, or allow it again. The audit trail keeps who and when."""
    organization = organization_of(by)
    organization.llm_opt_out = opted_out
    organization.save(update_fields=["llm_opt_out"])
    record(by=by, action="llm.opted-out" if opted_out else "llm.opted-in", target=organization)
    return organization


@transaction.atomic
def set_use_environment(*, by: Actor, use: bool) -> Organization:
    """Use the model that the operator has set up for this server, or only one's own."""
    organization = organization_of(by)
    organization.llm_use_environment = use
    organization.save(update_fields=["llm_use_environment"])
    record(by=by, action="llm.environment-switched", target=organization, use=use)
    return organization


def _lock(organization: Organization) -> None:
    """Positions are given out by one at a time."""
    Organization.objects.select_for_update().get(pk=organization.pk)


def _locked(provider: LlmProvider) -> LlmProvider:
    """The provider as it stands, changed by one at a time. Raises NotFound when somebody has removed it meanwhile."""
    row: LlmProvider | None = LlmProvider.objects.select_for_update().filter(pk=provider.pk).first()
    if row is None:
        raise NotFound("not_found")
    return row


def _take(provider: LlmProvider, values: dict[str, Any], allowed: tuple[str, ...]) -> None:
    """Put `values` on the provider. Raises Invalid with the fields that are wrong."""
    unknown = set(values) - set(allowed)
    if unknown:
        raise Invalid("invalid_input", fields=dict.fromkeys(sorted(unknown), "unknown"))
    for name, value in values.items():
        setattr(provider, name, " ".join(value.split()) if isinstance(value, str) else value)
    if provider.preset not in BY_CODE:
        provider.preset = "other"
    try:
        provider.clean_fields(exclude={field.name for field in provider._meta.fields} - set(allowed))
    except ValidationError as error:
        raise Invalid("invalid_input", fields=error.message_dict) from error
    if "base_url" in values:
        provider.base_url = provider.base_url.rstrip("/")
        try:
            checked(provider.base_url, allow_private=settings.LLM.allow_private)
        except BadAddress as error:
            raise Invalid(f"provider.{error.code}") from error


def _forget_terms(provider: LlmProvider) -> None:
    for name, nothing in NO_TERMS.items():
        setattr(provider, name, nothing)
    provider.terms_recorded_by, provider.terms_recorded_at, provider.enabled = None, None, False
