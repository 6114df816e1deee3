"""A receiver on this machine, webhooks that lead to it, and the worker's round by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from config.tests.servers import Asked, Reply, Server, serving
from webhooks import outbox, sending
from webhooks.models import Endpoint
from webhooks.services import create_endpoint


@pytest.fixture
def answers() -> list[Reply]:
    """What the receiver answers, one after the other; the last is repeated."""
    return [Reply(204, b"")]


@pytest.fixture
def receiver(answers: list[Reply]) -> Iterator[Server]:
    def answer(asked: Asked) -> Reply:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    with serving(answer) as server:
        yield server


@pytest.fixture
def hook(alice: Any, actor: Any, receiver: Server) -> Callable[..., Endpoint]:
    """Makes a webhook of alice's firm at the receiver; `plain` is its secret."""

    def make(**more: Any) -> Endpoint:
        values = {"name": "ERP", "url": f"{receiver.url}/hook", **more}
        endpoint, plain = create_endpoint(by=actor(alice), **values)
        endpoint.plain = plain  # type: ignore[attr-defined]
        return endpoint

    return make


@pytest.fixture
def round_of_work() -> Callable[[], int]:
    """Read the outbox and send what is due, as a worker would; how many tries there were."""

    def run() -> int:
        outbox.read()
        return sending.send_due(0.2)

    return run
