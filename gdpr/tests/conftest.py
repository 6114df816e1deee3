"""What tests of data protection share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gdpr.services import erasures
from gdpr.services.people import oneself


@pytest.fixture(autouse=True)
def _own_ledger(settings: Any, tmp_path: Path) -> None:
    """Each test has a ledger of erasures of its own."""
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"


@pytest.fixture
def links() -> list[str]:
    """The tokens of the links that were mailed."""
    return []


@pytest.fixture
def ask(links: list[str]) -> Callable[..., Any]:
    """Ask that a person be erased; the token of the link goes to `links`."""

    def link_to(token: str) -> str:
        links.append(token)
        return f"https://mizan.example/privacy/erasure/{token}/"

    def request(user: Any, **successors: Any) -> Any:
        chosen = {str(key): str(value) for key, value in successors.get("successors", {}).items()}
        return erasures.request_erasure(by=oneself(user), link_to=link_to, successors=chosen)

    return request


@pytest.fixture
def erased(ask: Callable[..., Any], work: Callable[[], list[Any]], settings: Any) -> Callable[..., Any]:
    """Erase a person now: the grace is none, the jobs run; returns the request in the end it came to."""

    def now(user: Any, **successors: Any) -> Any:
        settings.PRIVACY = dataclasses.replace(settings.PRIVACY, erasure_days=0)
        request = ask(user, **successors)
        assert erasures.queue_due() == 1
        work()
        request.refresh_from_db()
        return request

    return now
