"""Fixtures of the playing provider, to be imported by a `conftest.py`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from llm.providers.openai_compatible import OpenAICompatible
from llm.testing.process import PlayedProvider


@pytest.fixture(scope="session")
def provider_process() -> Iterator[PlayedProvider]:
    """The provider's process, one for all tests of a session."""
    with PlayedProvider() as played:
        yield played


@pytest.fixture
def played(provider_process: PlayedProvider) -> PlayedProvider:
    """The provider, honest and with its counts at zero."""
    provider_process.play()
    return provider_process


@pytest.fixture
def provider(played: PlayedProvider) -> Iterator[OpenAICompatible]:
    """Mizan's side of the wire, impatient."""
    ours = OpenAICompatible(base_url=played.base_url, api_key="sk-test", model="played", timeout_seconds=5)
    yield ours
    ours.close()


@pytest.fixture
def second_provider_process() -> Iterator[tuple[PlayedProvider, OpenAICompatible]]:
    """A second provider in a process of its own, and Mizan's side of its wire."""
    with PlayedProvider() as played:
        ours = OpenAICompatible(base_url=played.base_url, api_key="sk-other", model="other", timeout_seconds=5)
        yield played, ours
        ours.close()


@pytest.fixture
def second_provider(second_provider_process: tuple[PlayedProvider, OpenAICompatible]) -> OpenAICompatible:
    """The wire of a second provider that is always honest."""
    return second_provider_process[1]
