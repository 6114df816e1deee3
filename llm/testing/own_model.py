"""A firm whose own language model is the playing provider: added, its terms recorded, switched on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from llm.testing.process import PlayedProvider

if TYPE_CHECKING:
    from accounts.access import Actor


def give_own_model(*, by: Actor, played: PlayedProvider, settings: Any) -> None:
    """Let `by`'s organization ask the playing provider and no other. `settings` are pytest's: they go back after the test."""
    from llm import shared
    from llm.services import providers

    settings.LLM = replace(settings.LLM, base_url="", model="", allow_private=True)
    row = providers.add_provider(
        by=by, name="Own", preset="other", base_url=played.base_url, model="played", currency="USD",
        input_price="0.2", output_price="0.8",
    )  # fmt: skip
    providers.record_terms(
        by=by,
        provider=row,
        terms_place="Germany",
        terms_retention="none",
        terms_days=None,
        terms_training="no",
        terms_url="",
    )
    row.refresh_from_db()
    providers.switch_provider(by=by, provider=row, enabled=True)
    shared.succeeded(str(row.pk))  # whatever a test before this one left of its breaker
