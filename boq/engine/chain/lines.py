"""The chain as the receipt shows it: cells for places, labels cut short, and of very many totals those that say something."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine.model import StatedTotal, TotalLine, Verdict

MOST = 2_000  # totals that a receipt lists; of more, the plain ones that hold are left to the bill
LABEL, FORMULA, CELLS = 160, 300, 8


def lines_of(totals: Sequence[StatedTotal]) -> tuple[TotalLine, ...]:
    """The totals in their order, `parts` as positions in what is returned."""
    kept = list(range(len(totals)))
    if len(totals) > MOST:
        telling = [i for i, one in enumerate(totals) if one.parts or one.verdict is not Verdict.EQUAL]
        kept = telling[-MOST:]
    position = {index: place for place, index in enumerate(kept)}
    return tuple(_line(totals[index], position) for index in kept)


def _line(total: StatedTotal, position: dict[int, int]) -> TotalLine:
    return TotalLine(
        cell=total.source.cell,
        kind=total.kind,
        label=" ".join(total.label.split())[:LABEL],
        amount=total.amount,
        verdict=total.verdict,
        expected=total.expected,
        difference=total.difference,
        formula=total.formula[:FORMULA],
        parts=tuple(position[part] for part in total.parts if part in position),
        adds=total.adds,
        claims=tuple(place.cell for place in total.claims[:CELLS]),
        missing=tuple(place.cell for place in total.missing[:CELLS]),
        extra=tuple(place.cell for place in total.extra[:CELLS]),
        typed=total.typed,
        party=total.party,
    )
