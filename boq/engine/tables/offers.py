"""Offers one under another: the same works under the same heading again, with prices and a total of their own for each party."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.tables.headers import HeaderBlock
from boq.engine.tables.kinds import COLLECTION, COMPONENT, ITEM, NOTE, SUBTOTAL
from boq.engine.tables.lines import Line
from boq.engine.tables.view import View
from boq.engine.text import fold
from boq.engine.vocabulary.tender import PARTY_WORDS

LEAST_WORKS = 3
ABOVE = 3  # rows over a heading in which the party is named
LONGEST_NAME = 90
MESSRS = "m s "  # "M/s Delta Plumbing"


def part_offers(view: View, block: HeaderBlock, lines: list[Line]) -> dict[int, str]:
    """Row -> party for works that are listed once for each party, {} for all other tables.

    The first party's rows stay items, the others' become components and their totals notes.
    """
    if not block.repeats:
        return {}
    offers = _between_headings(block, lines)
    works = [[_work(line) for line in _items(offer)] for _, offer in offers]
    if len(offers) < 2 or len(works[0]) < LEAST_WORKS or any(other != works[0] for other in works[1:]):
        return {}
    names = [_name(view, heading) for heading, _ in offers]
    prices = {tuple((line.rate, line.amount) for line in _items(offer)) for _, offer in offers}
    if not all(names) or len(set(names)) < len(names) or len(prices) < len(offers):
        return {}
    for _, offer in offers[1:]:
        for line in offer:
            if line.kind in (SUBTOTAL, COLLECTION):
                line.kind, line.total, line.label = NOTE, None, ""
    parties = {line.row: name for name, (_, offer) in zip(names, offers, strict=True) for line in _items(offer)}
    for _, offer in offers[1:]:
        for line in _items(offer):
            line.kind = COMPONENT
    return parties


def _between_headings(block: HeaderBlock, lines: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """The rows of the heading and of its repetitions, each with the lines under it, where items are among them."""
    starts = [block.first, *sorted(block.repeats)]
    ends = [*starts[1:], lines[-1].row + 1 if lines else 0]
    parts = [
        (start, [line for line in lines if start < line.row < end]) for start, end in zip(starts, ends, strict=True)
    ]
    return [(start, part) for start, part in parts if _items(part)]


def _items(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.kind is ITEM]


def _work(line: Line) -> tuple[str, str, float | None]:
    return fold(line.text), fold(line.unit), line.quantity


def _name(view: View, heading: int) -> str:
    """The text alone in a row right over a heading that names a party, "" where there is none."""
    for row in range(heading - 1, max(-1, heading - 1 - ABOVE), -1):
        texts = [value for _, value in view.filled(row)]
        text = texts[0] if len(texts) == 1 else None
        if type(text) is str and len(text) <= LONGEST_NAME:
            told = fold(text)
            if told.startswith(MESSRS) or not PARTY_WORDS.isdisjoint(told.split()):
                return " ".join(text.split())
    return ""
