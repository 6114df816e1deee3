"""Sentences of the bill that stand for the rest: of the largest trades the work whose words are the most usual, quoted as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from llm.offline.text import tidied, words
from llm.values import Work

TRADES = 3
LENGTH = 140
CONSIDERED = 400  # works of a trade


def typical_texts(works: Sequence[Work], group_of: Mapping[str, str]) -> tuple[str, ...]:
    """One text for each of the largest trades by number of items."""
    by_trade: dict[str, list[int]] = defaultdict(list)
    for place, work in enumerate(works):
        group = group_of.get(work.keys[0])
        if group is not None and len(words(work.text)) >= 3:
            by_trade[group].append(place)
    sizes = {trade: sum(len(works[place].keys) for place in places) for trade, places in by_trade.items()}
    largest = sorted(by_trade, key=lambda trade: (-sizes[trade], trade))[:TRADES]
    return tuple(_shown(works[_most_usual(by_trade[trade][:CONSIDERED], works)]) for trade in largest)


def _most_usual(places: list[int], works: Sequence[Work]) -> int:
    said = {place: set(words(works[place].text)) for place in places}
    usual: dict[str, int] = defaultdict(int)
    for each in said.values():
        for word in each:
            usual[word] += 1
    return max(places, key=lambda place: (sum(usual[word] for word in said[place]) / len(said[place]), -place))


def _shown(work: Work) -> str:
    text = tidied(work.text)
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"
