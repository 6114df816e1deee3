"""The hybrid path as the analysts use it: rows for what is decided, and which works are left to ask about."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from llm.hybrid.deciding import decide
from llm.hybrid.values import Decision, History, NoHistory, Undecided
from llm.offline.compare import compared
from llm.offline.embeddings import Beat, Embedder
from llm.offline.extract import typical_texts
from llm.standards.base import Standard
from llm.values import Claim, Classified, Work


class Sorter:
    """Sorts the works of a bill. `history` gives the earlier decisions for a standard; without `embedder` words decide alone."""

    def __init__(
        self,
        history: Callable[[Standard], History] = lambda _standard: NoHistory(),
        embedder: Embedder | None = None,
        beat: Beat = lambda: None,
    ) -> None:
        self._history = history
        self._embedder = embedder
        self._beat = beat

    def sort(self, works: tuple[Work, ...], standard: Standard) -> tuple[Decision | Undecided, ...]:
        """See `decide`."""
        return decide(works, standard, self._history(standard), embedder=self._embedder, beat=self._beat)

    def compared(self, works: tuple[Work, ...]) -> tuple[Claim, ...]:
        """What a look at the whole bill shows: see `llm.offline.compare`."""
        return compared(works, self._embedder, self._beat)

    def typical(
        self, works: tuple[Work, ...], decisions: tuple[Decision | Undecided, ...], standard: Standard
    ) -> tuple[str, ...]:
        """Texts that stand for the largest groups of the bill."""
        group_of = {
            work.keys[0]: decision.group
            for work, decision in zip(works, decisions, strict=True)
            if isinstance(decision, Decision) and decision.group != standard.unknown
        }
        return typical_texts(works, group_of)


def rows(works: Iterable[Work], decisions: Iterable[Decision | Undecided]) -> tuple[Classified, ...]:
    """A row for each item. What is undecided gets its best guess, as sure as it is."""
    found: list[Classified] = []
    for work, decision in zip(works, decisions, strict=True):
        best = decision.best if isinstance(decision, Undecided) else decision
        found += [Classified(key, best.group, best.confidence, best.step) for key in work.keys]
    return tuple(found)
