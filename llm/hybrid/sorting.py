"""The hybrid path as the analysts use it: rows for what is decided, and which works are left to ask about."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from llm.hybrid.decide import decide
from llm.hybrid.values import Decision, History, NoHistory, Undecided
from llm.offline.embeddings import Beat, Embedder
from llm.standards.base import Standard
from llm.values import Classified, Work


class Sorter:
    """Sorts the works of a bill. `history` gives the earlier decisions for a standard; without `embedder` words decide alone."""

    def __init__(
        self,
        history: Callable[[Standard], History] = lambda _standard: NoHistory(),
        embedder: Embedder | None = None,
        beat: Beat = lambda: None,
    ) -> None:
        self._history = history
        self.embedder = embedder
        self._beat = beat

    def sort(self, works: tuple[Work, ...], standard: Standard) -> tuple[Decision | Undecided, ...]:
        """See `decide`."""
        return decide(works, standard, self._history(standard), embedder=self.embedder, beat=self._beat)


def rows(works: Iterable[Work], decisions: Iterable[Decision | Undecided]) -> tuple[Classified, ...]:
    """A row for each item. What is undecided gets its best guess, as sure as it is."""
    found: list[Classified] = []
    for work, decision in zip(works, decisions, strict=True):
        best = decision.best if isinstance(decision, Undecided) else decision
        found += [Classified(key, best.group, best.confidence, best.step) for key in work.keys]
    return tuple(found)
