"""Random bills in random layouts, as grids, together with the truth about them.

Everything follows from the seed. A bill is made first (works, quantities, prices, sections), then laid out: language, column order,
titles, headings in one or two rows, repeated headings, references, totals, notes, blank rows, further sheets.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from boq.engine.grid import Grid, Workbook
from boq.tests.makers.languages import TONGUES, Tongue
from boq.tests.makers.random_layouts import CENT, Layout, Work, random_layout, random_sections
from boq.tests.makers.random_rows import Pen, Row


@dataclass
class Truth:
    """What reading must find."""

    items: int = 0
    sheets: dict[str, int] = field(default_factory=dict)
    total: Decimal = Decimal(0)
    stated: Decimal | None = None
    descriptions: list[str] = field(default_factory=list)
    quantities: list[Decimal | None] = field(default_factory=list)


@dataclass
class Made:
    """A workbook, its truth and what it looks like (for messages of failing tests)."""

    workbook: Workbook
    truth: Truth
    layout: Layout
    tongue: Tongue


def make(seed: int) -> Made:
    """The random bill of a seed."""
    dice = random.Random(seed)
    tongue = dice.choice(TONGUES)
    layout = random_layout(dice)
    truth = Truth()
    count = dice.choice((1, 1, 1, 2, 3))
    grids, sums = [], []
    for number in range(count):
        name = "BOQ" if count == 1 else f"Bill {number + 1}"
        sections = random_sections(dice, tongue, layout)
        grid, worth, stated = _sheet(dice, tongue, layout, name, sections)
        works = [work for _, part in sections for work in part]
        truth.items += len(works)
        truth.sheets[name] = len(works)
        truth.total += worth
        truth.descriptions += [work.text for work in works]
        truth.quantities += [work.quantity for work in works]
        truth.stated = stated if count == 1 else None
        grids.append(grid)
        sums.append((name, stated if stated is not None else worth))
        if count == 1:
            grids += _companions(dice, tongue, layout, sections)
    if count > 1 and layout.priced:
        summary, total = _summary(dice, tongue, layout, sums)
        grids.insert(0 if dice.random() < 0.4 else len(grids), summary)
        truth.stated = total
    if dice.random() < 0.3:
        grids.insert(
            0, Grid("Cover", [[], ["Project: housing, block 7"], [], ["Client: the ministry"], ["Tender 12/2026"]])
        )
    return Made(Workbook("xlsx", grids), truth, layout, tongue)


TITLES = ("Project: school extension", "Client: city council", "Contract 12", "Bill of works")


def _sheet(
    dice: random.Random, tongue: Tongue, layout: Layout, name: str, sections: list[tuple[str, list[Work]]]
) -> tuple[Grid, Decimal, Decimal | None]:
    """One bill sheet, what its items are worth, and its last stated total."""
    pen = Pen(dice, tongue, layout)
    for _ in range(layout.titles):
        pen.rows.append([None] * layout.left + [dice.choice(TITLES)])
        if dice.random() < 0.3:
            pen.rows.append([])
    pen.heading()
    label_at = "description" if "ref" not in pen.place or dice.random() < 0.7 else "ref"
    worth = Decimal(0)
    for number, (title, works) in enumerate(sections, start=1):
        pen.blank()
        if layout.subtotals == "carried" and number > 1 and layout.priced:
            pen.total(tongue.brought, worth)
        worth += _section(pen, number, title, works)
        if layout.notes and dice.random() < 0.5:
            pen.row(description=tongue.note)
        if layout.subtotals == "section" and (layout.priced or dice.random() < 0.3):
            pen.total(tongue.subtotal, _worth(works) if layout.priced else None, label_at)
        elif layout.subtotals == "carried" and number < len(sections) and layout.priced:
            pen.total(tongue.carried, worth)
    stated = _close(pen, worth, label_at, alone=len(sections) == 1)
    if "top_total" in layout.twists and layout.titles:
        first = pen.rows[0]
        first.extend([None] * (pen.place["amount"] + 1 - len(first)))
        first[pen.place["amount"]] = float(worth)
        stated = worth if stated is None else stated
    if "sign" in layout.twists:
        blank: Row = [None] * pen.place["description"]
        pen.rows += [[], [*blank, "Prepared by: chief estimator"], [*blank, "Page 1 of 3"]]
    return Grid(name, pen.rows, bold=frozenset(pen.bold), merged=_merges(pen)), worth, stated


def _section(pen: Pen, number: int, title: str, works: list[Work]) -> Decimal:
    """A heading and its items; returns what they are worth."""
    layout, tongue = pen.layout, pen.tongue
    on_top = "heading_total" in layout.twists and layout.subtotals == "none"
    head = pen.row(
        ref=str(number) if layout.refs == "dotted" else None,
        description=title,
        amount=pen.number(_worth(works)) if on_top else None,
    )
    if layout.bold:
        pen.bold.add((head, pen.place["description"]))
    if "preamble" in layout.twists:
        pen.row(description=PREAMBLE)
    parent = -9
    for place, work in enumerate(works, start=1):
        pen.serial += 1
        numbers = {
            "dotted": f"{number}.{place}",
            "running": str(pen.serial),
            "restart": str(place),
            "letters": chr(64 + place),
        }
        ref = numbers.get(layout.refs, "")
        if "children" in layout.twists and place % 3 == 1 and place < len(works) - 1:
            pen.row(
                ref=ref,
                description=f"{tongue.works[0]} {tongue.things[0]}, as specified, in all sizes and at all levels:",
            )
            parent = place
        pen.item("" if "children" in layout.twists and place - parent < 3 else ref, work)
        pen.blank()
        if layout.repeat and pen.serial % layout.repeat == 0:
            pen.heading()
    return _worth(works)


PREAMBLE = "All works under this heading include materials, labour, plant, waste, testing and making good. " * 3


def _worth(works: list[Work]) -> Decimal:
    return sum((work.amount or Decimal(0) for work in works), Decimal(0))


def _merges(pen: Pen) -> tuple[tuple[int, int, int, int], ...]:
    wide = {pen.tongue.material, "Bidder B", "This Bill"}
    tops = [row for row, cells in enumerate(pen.rows) if any(isinstance(cell, str) and cell in wide for cell in cells)]
    starts = [
        place
        for name, place in pen.place.items()
        if name in ("rate material", "rate labour", "rate second", "quantity later")
    ]
    return tuple((row, column, row, column + 1) for row in tops for column in starts)


def _close(pen: Pen, worth: Decimal, label_at: str, alone: bool) -> Decimal | None:
    layout, tongue = pen.layout, pen.tongue
    if layout.total == "none" or not layout.priced:
        closed = layout.subtotals == "section" or (layout.subtotals == "none" and "heading_total" in layout.twists)
        return worth if alone and layout.priced and closed else None
    pen.blank()
    pen.total(tongue.grand if layout.total == "grand" else tongue.subtotal, worth, label_at)
    last = worth
    if "premium" in layout.twists:
        extra = (worth * Decimal("0.05")).quantize(CENT, ROUND_HALF_UP)
        pen.total("Add tender premium @ 5% above", extra)
        last = worth + extra
        pen.total("Grand Total", last)
    if "say" in layout.twists:
        pen.total("Say Rs. in lacs", (last / 100000).quantize(CENT))
    if not layout.vat or {"premium", "say"} & layout.twists:
        return last
    percent = int("".join(ch for ch in tongue.vat if ch.isdigit()))
    tax = (worth * percent / 100).quantize(CENT, ROUND_HALF_UP)
    pen.total(tongue.vat, tax, label_at)
    pen.total(tongue.with_vat, worth + tax, label_at)
    return worth + tax


def _companions(
    dice: random.Random, tongue: Tongue, layout: Layout, sections: list[tuple[str, list[Work]]]
) -> list[Grid]:
    """Sheets that look like the bill and are not."""
    found = []
    if "measure" in layout.twists:
        rows: list[Row] = [
            ["Measurement sheet"],
            ["S.No.", "Particulars", "Nos", "Length", "Breadth", "Height", "Quantity"],
        ]
        for number, work in enumerate((work for _, works in sections for work in works), start=1):
            rows.append([float(number), work.text])
            rows += [[None, f"Block {side}", 2.0, 4.5, 1.2, 0.3, 3.24] for side in "AB"]
        found.append(Grid("MES", rows))
    for twist, name in (("copy", "Compliance"), ("old", "BOQ old")):
        if twist in layout.twists:
            again = [
                (title, [Work(w.text, w.unit, w.quantity if twist == "copy" else Decimal(7), None) for w in works])
                for title, works in sections
            ]
            plain = Layout(**{**vars(layout), "priced": False, "twists": frozenset(), "parts": False})
            grid, _, _ = _sheet(dice, tongue, plain, name, again)
            grid.hidden = twist == "old"
            found.append(grid)
    return found


def _summary(
    dice: random.Random, tongue: Tongue, layout: Layout, sums: list[tuple[str, Decimal]]
) -> tuple[Grid, Decimal]:
    rows: list[Row] = [[tongue.summary], []]
    if dice.random() < 0.7:
        rows.append(["", tongue.heads["description"][0], tongue.heads["amount"][0]])
    rows += [[float(n), name, float(worth)] for n, (name, worth) in enumerate(sums, start=1)]
    total = sum((worth for _, worth in sums), Decimal(0))
    rows.append([None, tongue.grand, float(total)])
    return Grid(tongue.summary, rows), total
