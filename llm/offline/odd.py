"""Works that do not belong to their heading: of another trade than nearly all around them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from llm.standards.cost_groups import OTHER
from llm.values import Claim, Classified, Work

CODE = "analysis.odd-in-section"
FEWEST = 8  # works under a heading that make a rule
RULE = 0.75  # share of them that must be of one trade
SURE = 0.75  # how sure the trade of the odd one must be
MOST = 100


def claims(works: Sequence[Work], rows: Sequence[Classified]) -> tuple[Claim, ...]:
    """Odd works in the order of the bill. `rows` are trades found from the item's own words (`mizan-trades`)."""
    trades = {row.key: row for row in rows}
    by_heading: dict[str, list[int]] = defaultdict(list)
    for place, work in enumerate(works):
        if work.section:
            by_heading[work.section].append(place)
    found = [claim for places in by_heading.values() for claim in _odd(places, works, trades)]
    return tuple(found[:MOST])


def _odd(places: list[int], works: Sequence[Work], trades: Mapping[str, Classified]) -> list[Claim]:
    told = {place: trades[works[place].keys[0]] for place in places if works[place].keys[0] in trades}
    counts = Counter(row.group for row in told.values() if row.group != OTHER)
    if len(places) < FEWEST or not counts:
        return []
    rule, count = counts.most_common(1)[0]
    if count < RULE * len(places):
        return []
    return [
        Claim(CODE, works[place].keys, {"group": row.group, "rule": rule, "count": count})
        for place, row in told.items()
        if row.group not in (rule, OTHER) and row.confidence >= SURE
    ]
