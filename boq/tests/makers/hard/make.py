"""A whole made workbook and its truth, from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from boq.engine.grid import Grid, Workbook
from boq.tests.makers.hard import around
from boq.tests.makers.hard.content import random_parts
from boq.tests.makers.hard.pen import Pen
from boq.tests.makers.hard.sheets import BillSheet
from boq.tests.makers.hard.style import Style, random_style
from boq.tests.makers.hard.truth import Truth
from boq.tests.makers.languages import NINE, Tongue


@dataclass
class Hard:
    """A made workbook, its truth, and how it is set."""

    seed: int
    grids: list[Grid]
    truth: Truth
    style: Style
    tongue: Tongue

    def workbook(self, format: str = "xlsx") -> Workbook:
        return Workbook(format, self.grids)


def make(seed: int) -> Hard:
    """The hard bill of a seed."""
    dice = random.Random(seed)
    tongue = dice.choice(NINE)
    style = random_style(dice, tongue.code, tongue.mark, tongue.group)
    truth = Truth()
    grids: list[Grid] = []
    sums: list[tuple[str, Decimal]] = []
    for number in range(style.bills):
        name = "BOQ" if style.bills == 1 else f"Bill {number + 1}"
        parts = random_parts(dice, tongue, style, number + 1)
        alone = style.bills == 1
        if style.has("side_by_side"):
            grid, stated = around.beside(dice, tongue, style, parts, number), None
            grid.name = name
        else:
            grid, stated = BillSheet(dice, tongue, style, number, parts).write(name, alone)
        truth.sheets[name] = [work for part in parts for work in part.works]
        grids.append(grid)
        sums.append((name, sum((part.worth for part in parts), Decimal(0))))
        truth.stated = stated if alone else None
    if style.bills > 1 and style.priced:
        summary, truth.stated = around.summary(dice, tongue, style, sums)
        grids.insert(0 if dice.random() < 0.4 else len(grids), summary)
    pen = Pen(dice, tongue, style)
    money = {place for name, place in pen.place.items() if name.startswith(("rate", "amount"))}
    if style.has("hidden_copy"):
        grids.append(around.copy_of(next(grid for grid in grids if grid.name in truth.sheets), money))
    if style.has("rates_sheet"):
        grids.append(around.rates(dice, tongue))
    if style.has("preambles_sheet"):
        grids.insert(0, around.preambles(pen))
    if style.has("cover"):
        grids.insert(0, around.cover(pen))
    return Hard(seed, grids, truth, style, tongue)
