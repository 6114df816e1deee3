"""Sheets that are no bill: covers, preambles, rate lists, spare copies, summaries."""

from __future__ import annotations

import random
from decimal import Decimal

from boq.engine.grid import Grid
from boq.tests.makers.hard.closing import write_closing
from boq.tests.makers.hard.pen import Pen, Row
from boq.tests.makers.hard.style import Style
from boq.tests.makers.hard.truth import Part
from boq.tests.makers.languages import Tongue


def cover(pen: Pen) -> Grid:
    """A title page."""
    rows: list[Row] = [[]]
    for line in pen.speech.cover:
        rows += [[None, line], []]
    return Grid("Cover", rows)


def preambles(pen: Pen) -> Grid:
    """Pages of prose."""
    rows: list[Row] = [["Preambles"], []]
    for number in range(12):
        rows.append([f"{number // 2 + 1}.{number % 2 + 1}", pen.speech.rules[number % 2]])
    return Grid("Preambles", rows)


def rates(dice: random.Random, tongue: Tongue) -> Grid:
    """A list of basic rates: no quantities, no amounts."""
    heads = tongue.heads
    rows: list[Row] = [["Basic rates"], [], ["Code", heads["description"][0], heads["unit"][0], heads["rate"][0]]]
    for number in range(dice.randint(4, 12)):
        name = f"{tongue.things[number % len(tongue.things)]} {number}"
        rows.append([f"R{number + 1}", name, dice.choice(tongue.units), dice.randint(100, 90000) / 100])
    return Grid("Basic rates", rows)


def copy_of(grid: Grid, amount_columns: set[int]) -> Grid:
    """The sheet once more without its prices, hidden."""
    rows = [[None if column in amount_columns else value for column, value in enumerate(row)] for row in grid.rows]
    return Grid(f"{grid.name} old", rows, hidden=True)


def summary(dice: random.Random, tongue: Tongue, style: Style, sums: list[tuple[str, Decimal]]) -> tuple[Grid, Decimal]:
    """The list of bills with their totals and what is added; and the last total."""
    plain = Style(
        **{
            **vars(style),
            "order": ["ref", "description", "amount"],
            "left": 0,
            "twists": style.twists & {"contingency", "discount"},
        }
    )
    pen = Pen(dice, tongue, plain)
    pen.rows += [[tongue.summary], []]
    pen.row(ref=pen.heads["ref"], description=pen.heads["description"], amount=pen.heads["amount"])
    for number, (name, worth) in enumerate(sums, start=1):
        pen.row(ref=str(number), description=name, amount=pen.figure(worth, money=True))
    last = write_closing(pen, sum((worth for _, worth in sums), Decimal(0)))
    return pen.grid(tongue.summary), last


def beside(dice: random.Random, tongue: Tongue, style: Style, parts: list[Part], number: int) -> Grid:
    """Two tables beside each other on one sheet, a column between them."""
    from boq.tests.makers.hard.sheets import BillSheet

    half = (len(parts) + 1) // 2
    grids = []
    plain = Style(
        **{**vars(style), "titles": 0, "total": "none", "subtotals": False, "twists": style.twists - {"tail"}}
    )
    for part in (parts[:half], parts[half:]):
        if part:
            grids.append(BillSheet(dice, tongue, plain, number, part).write("x", alone=True)[0])
    width = max(len(row) for row in grids[0].rows) + 1
    rows: list[Row] = []
    for index in range(max(len(grid.rows) for grid in grids)):
        left, *others = [grid.rows[index] if index < len(grid.rows) else [] for grid in grids]
        rows.append([*left, *[None] * (width - len(left)), *(others[0] if others else [])])
    bold = set(grids[0].bold) | {(row, column + width) for grid in grids[1:] for row, column in grid.bold}
    filled = set(grids[0].filled) | {(row, column + width) for grid in grids[1:] for row, column in grid.filled}
    merged = (*grids[0].merged, *((a, b + width, c, d + width) for grid in grids[1:] for a, b, c, d in grid.merged))
    return Grid("Bill", rows, bold=frozenset(bold), filled=frozenset(filled), merged=merged)
