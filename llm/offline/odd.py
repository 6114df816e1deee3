"""Works that do not belong to their heading: of another trade than nearly all around them, and unlike them in meaning."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from llm.standards.cost_groups import OTHER
from llm.values import Claim, Classified, Work

if TYPE_CHECKING:
    from llm.offline.embeddings import Vectors

CODE = "analysis.odd-in-section"
FEWEST = 8  # works under a heading that make a rule
RULE = 0.75  # share of them that must be of one trade
SURE = 0.75  # how sure the trade of the odd one must be
FAR = 2.5  # how many usual distances from the middle, where vectors are at hand
MOST = 100


def claims(works: Sequence[Work], rows: Sequence[Classified], vectors: Vectors | None = None) -> tuple[Claim, ...]:
    """Odd works in the order of the bill. `rows` are trades found from the item's own words (`mizan-trades`)."""
    trades = {row.key: row for row in rows}
    by_heading: dict[str, list[int]] = defaultdict(list)
    for place, work in enumerate(works):
        if work.section:
            by_heading[work.section].append(place)
    found = [place for places in by_heading.values() for place in _odd(places, works, trades, vectors)]
    return tuple(found[:MOST])


def _odd(
    places: list[int], works: Sequence[Work], trades: Mapping[str, Classified], vectors: Vectors | None
) -> list[Claim]:
    told = {place: trades[works[place].keys[0]] for place in places if works[place].keys[0] in trades}
    counts = Counter(row.group for row in told.values() if row.group != OTHER)
    if len(places) < FEWEST or not counts:
        return []
    rule, count = counts.most_common(1)[0]
    if count < RULE * len(places):
        return []
    far = _far(places, vectors)
    return [
        Claim(CODE, works[place].keys, {"group": row.group, "rule": rule, "count": count})
        for place, row in told.items()
        if row.group not in (rule, OTHER) and row.confidence >= SURE and (far is None or place in far)
    ]


def _far(places: list[int], vectors: Vectors | None) -> set[int] | None:
    """Places whose vectors are far from the middle of the others; None when there are no vectors."""
    if vectors is None:
        return None
    rows = vectors[places]
    middle = rows.mean(axis=0)
    near = [float(row @ middle) for row in rows]
    usual = statistics.median(near)
    spread = statistics.median(abs(value - usual) for value in near) or 1e-6
    return {place for place, value in zip(places, near, strict=True) if (usual - value) / spread > FAR}
