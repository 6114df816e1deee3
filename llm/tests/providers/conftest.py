"""A provider of alice's firm, at the playing provider's address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

TERMS = {
    "terms_place": "Germany",
    "terms_retention": "days",
    "terms_days": 30,
    "terms_training": "no",
    "terms_url": "https://example.com/t",
}


@pytest.fixture(autouse=True)
def _no_operators_model(settings: Any) -> None:
    """Whatever the environment of the tests holds."""
    settings.LLM = replace(settings.LLM, base_url="", model="", api_key="", place="last", allow_private=True)


@pytest.fixture
def operators_model(settings: Any, played: Any) -> Callable[..., None]:
    """A model in the operator's environment."""

    def set_up(**more: Any) -> None:
        settings.LLM = replace(
            settings.LLM, **{"base_url": played.base_url, "model": "operators", "api_key": "sk-operator", **more}
        )

    return set_up


@pytest.fixture
def add(alice: Any, actor: Any, played: Any) -> Callable[..., Any]:
    """A provider of alice's firm: named, with terms and switched on unless told otherwise."""
    from llm.services import providers

    def made(
        name: str = "Own", *, terms: bool = True, keys: tuple[str, ...] = (), on: bool = True, **values: Any
    ) -> Any:
        by = actor(alice)
        given = {"name": name, "preset": "other", "base_url": played.base_url, "model": "played", **values}
        row = providers.add_provider(by=by, **given)
        for key in keys:
            providers.add_key(by=by, provider=row, secret=key)
        if terms:
            row = providers.record_terms(by=by, provider=row, **TERMS)
        if terms and on:
            row = providers.switch_provider(by=by, provider=row, enabled=True)
        return row

    return made


@pytest.fixture
def terms() -> dict[str, Any]:
    """Terms as the service takes them."""
    return dict(TERMS)
