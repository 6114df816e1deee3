"""The chain of files that declare their totals: each section's total adds up those of its parts, the last one those of the bills."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from boq.engine.model import Item, Section, StatedTotal, TotalKind

LAST = (TotalKind.GRAND, TotalKind.NET)
BESIDE = frozenset({TotalKind.TAX, TotalKind.DISCOUNT, TotalKind.ADDITION, TotalKind.CONTINGENCY})


def link_sections(
    totals: Sequence[StatedTotal], sections: Sequence[Section], items: Sequence[Item]
) -> tuple[StatedTotal, ...]:
    """The totals with their parts and the number of items that they add up themselves; a total that has parts keeps them."""
    if any(total.parts for total in totals):
        return tuple(totals)
    at = {total.section: index for index, total in enumerate(totals) if total.section >= 0 and total.kind not in BESIDE}
    parts: dict[int, list[int]] = {}
    adds: dict[int, int] = {}
    for section, index in at.items():
        parts.setdefault(_above(section, sections, at, own=False), []).append(index)
    for item in items:
        above = _above(item.section, sections, at, own=True)
        adds[above] = adds.get(above, 0) + 1
    whole = [index for index, total in enumerate(totals) if total.section < 0 and total.kind in LAST]
    linked = []
    for index, total in enumerate(totals):
        place = total.section if at.get(total.section) == index else -2
        if whole and index == whole[0]:
            place = -1
        elif index in whole:  # the sum with tax, say: the sum before it, and what stands between
            before = whole[whole.index(index) - 1]
            between = [i for i in range(before + 1, index) if totals[i].section < 0 and totals[i].kind in BESIDE]
            linked.append(msgspec.structs.replace(total, parts=(before, *between)))
            continue
        linked.append(
            msgspec.structs.replace(total, parts=tuple(parts.get(place, ())), adds=adds.get(place, 0))
            if place > -2
            else total
        )
    return tuple(linked)


def _above(section: int, sections: Sequence[Section], at: dict[int, int], own: bool) -> int:
    """The nearest section with a total: `section` itself where `own`, else above it; -1 when there is none."""
    index = section if own or section < 0 else sections[section].parent
    for _ in range(len(sections) + 1):
        if index < 0 or index in at:
            return max(index, -1)
        index = sections[index].parent
    return -1
