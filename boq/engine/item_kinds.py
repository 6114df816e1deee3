"""What is asked of the bidder by an item: measured work, a sum of some kind, dayworks. By its words, the title over it, its unit."""

from __future__ import annotations

import re
from functools import lru_cache

from boq.engine.model import ItemKind
from boq.engine.tables.lines import Line
from boq.engine.text import fold
from boq.engine.units import Unit
from boq.engine.vocabulary.kinds import INSIDE, OPENING

LONGEST_TITLE = 8  # words; longer headings only mention a kind
MEASURED, LUMP_SUM, DAYWORK = ItemKind.MEASURED, ItemKind.LUMP_SUM, ItemKind.DAYWORK
KIND_OF_UNIT = {
    "ps": ItemKind.PROVISIONAL_SUM,
    "pc": ItemKind.PRIME_COST,
    "%": ItemKind.PERCENTAGE,
    "sum": ItemKind.LUMP_SUM,
}


def _pattern(table: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    groups = (
        f"(?P<{kind}>" + "|".join(re.escape(fold(phrase)) for phrase in phrases) + ")"
        for kind, phrases in table.items()
    )
    return re.compile(r"\b(?:" + "|".join(groups) + r")\b")


FIRST_WORDS = frozenset(
    fold(phrase).split()[0] for table in (INSIDE, OPENING) for found in table.values() for phrase in found
)
_INSIDE, _OPENING = _pattern(INSIDE), _pattern(OPENING)
_SOLID = {  # Thai has no spaces between words
    opening: [(fold(p), kind) for kind, phrases in table.items() for p in phrases if "\u0e00" <= p[0] <= "\u0e7f"]
    for opening, table in ((True, OPENING), (False, INSIDE))
}


def kind_of(folded: str, unit: Unit) -> ItemKind:
    """What is asked, by words first, then by the unit."""
    if not FIRST_WORDS.isdisjoint(folded.split()):
        match = _OPENING.match(folded) or _INSIDE.search(folded, 0, 240)
        if match is not None and match.lastgroup:
            return ItemKind(match.lastgroup)
    if folded and "\u0e00" <= folded[0] <= "\u0e7f":
        solid = next((kind for phrase, kind in _SOLID[True] if folded.startswith(phrase)), "") or next(
            (kind for phrase, kind in _SOLID[False] if phrase in folded[:240]), ""
        )
        if solid:
            return ItemKind(solid)
    return KIND_OF_UNIT.get(unit.code, MEASURED)


def kind_of_line(line: Line, folded: str, unit: Unit, under: str = "", plain: bool = False) -> ItemKind:
    """The kind of an item in its place. Under "Dayworks" all is dayworks, under "Provisional sums" each lump sum is one.

    `plain`: its words are known to name no kind.
    """
    kind = KIND_OF_UNIT.get(unit.code, MEASURED) if plain else kind_of(folded, unit)
    if kind is MEASURED and not line.unit and line.quantity is None and line.rate is None and line.amount:
        kind = LUMP_SUM  # an amount and nothing else is one sum for the whole
    if under and (kind is LUMP_SUM or (under == DAYWORK and kind is MEASURED)):
        return ItemKind(under)
    return kind


@lru_cache(maxsize=1 << 12)
def kind_in_title(title: str) -> str:
    """The kind that a heading or the name of a sheet gives the items under it: "Dayworks", "Provisional sums"; "" for others."""
    folded = fold(title[:200])
    if len(folded.split()) > LONGEST_TITLE:
        return ""
    match = _INSIDE.search(folded)
    if match is not None and match.lastgroup:
        return match.lastgroup
    return next((kind for phrase, kind in _SOLID[False] if phrase in folded), "")
