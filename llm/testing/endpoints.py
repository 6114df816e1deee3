"""An endpoint for tests: one client, no cache, no limits but those that are given."""

from __future__ import annotations

from llm.providers.base import Talker
from llm.testing.ledger import PRICES
from llm.values import Prices


class PlainEndpoint:
    """A connected client as an endpoint. `pause` is what a call has to wait, `resting` what other workers found out."""

    def __init__(
        self,
        client: Talker,
        *,
        id: str = "env",
        prices: Prices = PRICES,
        max_parallel: int = 2,
        timeout_seconds: float = 5,
        resting: bool = False,
    ) -> None:
        self.id, self.name, self.host, self.model = id, client.name, client.name, client.model
        self.prices, self.max_parallel, self.timeout_seconds, self.resting = (
            prices,
            max_parallel,
            timeout_seconds,
            resting,
        )
        self._client = client
        self.failures = 0

    def connect(self) -> Talker:
        return self._client

    def wait_seconds(self, tokens: int) -> float:
        return 0.0

    def succeeded(self) -> None:
        self.failures = 0

    def failed(self) -> None:
        self.failures += 1
