"""An organization's own earlier decisions, from whoever keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from llm.hybrid.values import Past
from llm.values import Work

MOST = 20_000


class DatabaseHistory:
    """`read` gives earlier decisions for one standard, the newest first; those who hold the rows hand it in.

    It is asked once, when the first works come.
    """

    def __init__(self, read: Callable[[int], Iterable[Past]], most: int = MOST) -> None:
        self._read = read
        self._most = most
        self._kept: tuple[Past, ...] | None = None

    def past(self, works: Sequence[Work]) -> Sequence[Past]:
        """See `History.past`."""
        if self._kept is None:
            self._kept = tuple(self._read(self._most)) if works else ()
        return self._kept
