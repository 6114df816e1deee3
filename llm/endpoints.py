"""The models that an organization may use now, in the order of trying: its own providers, and the one of the operator's environment."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import msgspec
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Organization
from accounts.processing import kept_from_models
from config.outgoing.addresses import BadAddress, parsed
from llm import shared
from llm.keyring import KeptKey, Ring
from llm.models.providers import LlmKey, LlmProvider
from llm.presets import preset
from llm.providers.openai_compatible import OneKey, OpenAICompatible
from llm.values import Prices

ENVIRONMENT = "env"
RECORDED, NOT_RECORDED = "recorded", "not_recorded"


class Endpoint(msgspec.Struct, frozen=True):
    """One model at one address, as an organization may use it now, in the order of trying.

    Its breaker, limits and resting keys are shared by all workers under `id` ("env" for the operator's). `terms` is "recorded" or
    "not_recorded". One value serves one run: `run` tells the run that tries a rested provider from those that wait for what comes of it.
    """

    id: str
    name: str
    host: str
    model: str
    prices: Prices
    max_parallel: int
    timeout_seconds: float
    terms: str
    base_url: str = ""
    keys: tuple[KeptKey, ...] = ()
    requests_per_minute: int = 0
    tokens_per_minute: int = 0
    run: str = msgspec.field(default_factory=lambda: uuid4().hex)

    def connect(self) -> OpenAICompatible:
        """A client; the caller closes it. A key that is refused, out of credit or rate limited rests, and the next is used."""
        operators = self.id == ENVIRONMENT
        fresh = partial(present_keys, self.id)
        keys = (
            Ring(self.keys, shared, note_use, fresh) if self.keys else OneKey(settings.LLM.api_key if operators else "")
        )
        return OpenAICompatible(
            base_url=self.base_url,
            model=self.model,
            timeout_seconds=self.timeout_seconds,
            keys=keys,
            pinned=not operators,  # the operator's own address is the operator's word
            allow_private=settings.LLM.allow_private,
        )

    def wait_seconds(self, tokens: int) -> float:
        """0 when a call of so many tokens may go now, which is booked at once; else the seconds after which to ask again."""
        return shared.wait_seconds(
            self.id, requests=self.requests_per_minute, tokens=self.tokens_per_minute, asked=tokens, call=uuid4().hex
        )

    @property
    def resting(self) -> bool:
        """True after five failures of the wire in a row, for a minute; then one run tries it while the others still rest."""
        return shared.is_resting(self.id, self.run, trial_seconds=self.timeout_seconds * 2 + 30)

    def succeeded(self) -> None:
        """An answer came."""
        shared.succeeded(self.id)

    def failed(self) -> None:
        """The wire failed: no connection, no answer in time, an error of the server."""
        shared.failed(self.id)


def endpoints_for(
    organization_id: UUID, *, asked_by: UUID | None = None, kept_back: bool = False
) -> tuple[Endpoint, ...]:
    """Usable endpoints in order; () when the organization opted out or has none: the offline analyst works then.

    So it does for a person (`asked_by`) who opted out or had the processing of their data restricted, and for a file that is `kept_back`.
    """
    if kept_back or kept_from_models(asked_by):
        return ()
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or organization.llm_opt_out:
        return ()
    rows = LlmProvider.objects.filter(organization_id=organization_id, enabled=True).order_by("position", "pk")
    own = [endpoint_of(row, row.keys.all()) for row in rows.prefetch_related("keys") if usable(row, row.keys.all())]
    environment = [environment_endpoint()] if settings.LLM.configured and organization.llm_use_environment else []
    return tuple(environment + own if settings.LLM.place == "first" else own + environment)


def usable(provider: LlmProvider, keys: Iterable[LlmKey]) -> bool:
    """True for a provider that is on, with its terms recorded and a key where one is wanted."""
    has_key = not preset(provider.preset).key_wanted or any(key.active for key in keys)
    return provider.enabled and provider.has_terms and has_key


def endpoint_of(provider: LlmProvider, keys: Iterable[LlmKey]) -> Endpoint:
    """The endpoint of a provider's row, whether it is on or not."""
    return Endpoint(
        id=str(provider.pk),
        name=provider.name,
        host=host_of(provider.base_url),
        model=provider.model,
        prices=Prices(
            input_per_million=provider.input_price,
            output_per_million=provider.output_price,
            currency=provider.currency,
            cached_input_per_million=provider.cached_input_price,
        ),
        max_parallel=provider.max_parallel,
        timeout_seconds=provider.timeout_seconds,
        terms=RECORDED if provider.has_terms else NOT_RECORDED,
        base_url=provider.base_url,
        keys=tuple(KeptKey(str(key.pk), key.secret) for key in keys if key.active),
        requests_per_minute=provider.requests_per_minute or 0,
        tokens_per_minute=provider.tokens_per_minute or 0,
    )


def environment_endpoint() -> Endpoint:
    """The operator's model, shared by all organizations of this server."""
    llm = settings.LLM
    return Endpoint(
        id=ENVIRONMENT,
        name=host_of(llm.base_url),
        host=host_of(llm.base_url),
        model=llm.model,
        prices=Prices(
            input_per_million=llm.input_price_per_million,
            output_per_million=llm.output_price_per_million,
            currency=llm.currency,
            cached_input_per_million=llm.cached_input_price_per_million,
        ),
        max_parallel=llm.max_parallel,
        timeout_seconds=llm.timeout_seconds,
        terms=NOT_RECORDED,
        base_url=llm.base_url,
    )


def host_of(url: str) -> str:
    """The host of an address, with its port where that is not the usual one."""
    try:
        scheme, host, port = parsed(url)
    except BadAddress:  # the operator's own may be of a form that is refused elsewhere
        return urlsplit(url).netloc.rpartition("@")[2]
    shown = f"[{host}]" if ":" in host else host
    return shown if port == {"http": 80, "https": 443}[scheme] else f"{shown}:{port}"


def present_keys(provider_id: str) -> tuple[KeptKey, ...]:
    """The active keys of a provider as they are now. A thread that had no connection to the database before has none after."""
    had_one = connection.connection is not None
    try:
        rows = LlmKey.objects.filter(provider_id=UUID(provider_id), active=True, provider__enabled=True)
        return tuple(KeptKey(str(row.pk), row.secret) for row in rows)
    finally:
        if not had_one:
            connection.close()


def note_use(keys: set[str]) -> None:
    """Write down that keys were used just now."""
    LlmKey.objects.filter(pk__in=keys).update(last_used_at=timezone.now())
