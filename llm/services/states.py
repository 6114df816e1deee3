"""How the providers of an organization stand: ready, off, or why not."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from django.conf import settings
from django.utils import timezone

from accounts.access import Actor
from accounts.models import Organization
from llm import shared
from llm.endpoints import ENVIRONMENT, host_of, usable
from llm.models import LlmKey, LlmProvider
from llm.presets import preset
from llm.services.providers import organization_of

TERMS_MISSING, KEY_MISSING, OFF, RESTING, READY = "terms_missing", "key_missing", "off", "resting", "ready"


class KeyState(msgspec.Struct, frozen=True):
    """A key and its rest: `why` is the code of what it met, "" when it can be used."""

    key: LlmKey
    why: str
    until: datetime | None


class ProviderState(msgspec.Struct, frozen=True):
    """A provider and how it stands: one of the words above."""

    provider: LlmProvider
    state: str
    host: str
    keys: tuple[KeyState, ...]


class EnvironmentState(msgspec.Struct, frozen=True):
    """The operator's model: None where there is none."""

    host: str
    model: str
    place: str
    used: bool
    resting: bool


def states(by: Actor) -> list[ProviderState]:
    """All providers in their order. For those who manage."""
    organization = organization_of(by)
    rows = LlmProvider.objects.filter(organization=organization).order_by("position", "pk")
    return [state_of(row) for row in rows.select_related("terms_recorded_by").prefetch_related("keys")]


def state_of(provider: LlmProvider) -> ProviderState:
    """How one provider stands."""
    keys = tuple(_key_state(key) for key in provider.keys.all())
    return ProviderState(provider, _word(provider, keys), host_of(provider.base_url), keys)


def _word(provider: LlmProvider, keys: tuple[KeyState, ...]) -> str:
    active = [one for one in keys if one.key.active]
    if not provider.has_terms:
        return TERMS_MISSING
    if preset(provider.preset).key_wanted and not active:
        return KEY_MISSING
    if not usable(provider, [one.key for one in keys]):
        return OFF
    asleep = bool(active) and all(one.why for one in active)
    return RESTING if asleep or shared.rests_after_failures(str(provider.pk)) else READY


def _key_state(key: LlmKey) -> KeyState:
    why, seconds = shared.key_rest(str(key.pk))
    return KeyState(key, why, timezone.now() + timedelta(seconds=seconds) if why else None)


def environment_state(organization: Organization) -> EnvironmentState | None:
    """The operator's model and whether this organization uses it."""
    if not settings.LLM.configured:
        return None
    return EnvironmentState(
        host=host_of(settings.LLM.base_url),
        model=settings.LLM.model,
        place=settings.LLM.place,
        used=organization.llm_use_environment,
        resting=shared.rests_after_failures(ENVIRONMENT),
    )
