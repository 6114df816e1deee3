"""What a total claims to add up: by its own formula first, else by the arithmetic that fits."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from boq.engine.chain.ledger import ZERO, Column, Ledger
from boq.engine.formulas.evaluate import Cells, evaluate
from boq.engine.formulas.linear import Term, linear
from boq.engine.formulas.syntax import Area, CannotError
from boq.engine.grid import Grid
from boq.engine.model import Rounding

DEEPEST = 6  # cells between a total and what it adds up that are neither
ONE = Decimal(1)


class Stretch(NamedTuple):
    """Amounts `first` to before `last` of a column, each added `times` times; `chosen` when a criterion picked them."""

    column: Column
    first: int
    last: int
    times: Decimal = ONE
    chosen: bool = False


class Lineage(NamedTuple):
    """What a total adds up: item amounts, and other totals by position with how often each. `loose` counts figures of neither kind."""

    stretches: tuple[Stretch, ...] = ()
    parts: tuple[tuple[int, Decimal], ...] = ()
    by_formula: bool = False
    loose: int = 0
    constant: Decimal = ZERO

    @property
    def known(self) -> bool:
        """True when it leads anywhere."""
        return bool(self.stretches or self.parts)

    @property
    def adds(self) -> int:
        """How many item amounts it adds up itself."""
        return sum(stretch.last - stretch.first for stretch in self.stretches)


class Formula(NamedTuple):
    """What a total's formula says. `value` None: it could not be worked out."""

    value: Decimal | None
    stale: bool
    lineage: Lineage | None


def read_formula(ledger: Ledger, cells: Cells, grid: Grid, index: int, rounding: Rounding) -> Formula:
    """The evidence of the formula of total number `index`."""
    total = ledger.totals[index]
    fits, value = False, None
    for hidden in (True, False):
        try:
            found = evaluate(cells, grid, total.formula, hidden=hidden)
        except CannotError:
            break
        if isinstance(found, Decimal):
            value = found if value is None else value
            fits = fits or close(found, total.amount, rounding)
        if fits or "SUBTOTAL" not in total.formula or not grid.hidden_rows:
            break
    if fits:
        value = total.amount
    return Formula(value, value is not None and not fits, lineage_of(ledger, cells, grid, total.formula, index))


def close(value: Decimal, stated: Decimal, rounding: Rounding) -> bool:
    """Equal within the bill's rounding and what binary numbers lose."""
    return rounding.agrees(value, stated) or abs(value - stated) <= abs(stated) * Decimal("1e-9")


def lineage_of(ledger: Ledger, cells: Cells, grid: Grid, formula: str, own: int, depth: int = 0) -> Lineage | None:
    """The formula as a sum of item amounts and totals (of none, where it adds up nothing); None when it is no sum."""
    try:
        form = linear(cells, grid, formula, ledger.is_money)
    except CannotError:
        return None
    stretches: list[Stretch] = []
    parts: list[tuple[int, Decimal]] = []
    loose, constant = 0, form.constant
    for term in form.terms:
        inside = _of_term(ledger, cells, term, own, depth)
        stretches += inside.stretches
        parts += inside.parts
        loose, constant = loose + inside.loose, constant + inside.constant
    return Lineage(tuple(stretches), tuple(parts), by_formula=True, loose=loose, constant=constant)


def _of_term(ledger: Ledger, cells: Cells, term: Term, own: int, depth: int) -> Lineage:
    area = term.area
    totals = [index for index in ledger.totals_in(area) if index != own]
    if not term.nested:
        totals = [index for index in totals if not is_subtotal(ledger.totals[index].formula)]
    amounts = ledger.amounts_in(area)
    if totals or amounts:
        stretches = tuple(Stretch(column, first, last, term.times, term.chosen) for column, first, last in amounts)
        return Lineage(stretches, tuple((index, term.times) for index in totals), by_formula=True)
    grid = cells.grid(area.sheet, next(iter(cells.grids.values())))
    formula = grid.formulas.get((area.top, area.left), "") if area.single and depth < DEEPEST else ""
    if formula:
        below = lineage_of(ledger, cells, grid, formula, own, depth + 1)
        if below is not None and below.known:
            return _scaled(below, term.times)
    return Lineage(loose=int(_holds_figures(cells, grid, area)))


def _holds_figures(cells: Cells, grid: Grid, area: Area) -> bool:
    """True when a number other than zero stands in the area, or it cannot be told."""
    try:
        clipped = cells.clip(area, grid)
        return any(
            isinstance(value := cells.value(grid, row, column), Decimal) and bool(value)
            for row in range(clipped.top, clipped.bottom + 1)
            for column in range(clipped.left, clipped.right + 1)
        )
    except CannotError:
        return True


def is_subtotal(formula: str) -> bool:
    """SUBTOTAL and AGGREGATE leave one another out."""
    return "SUBTOTAL(" in formula or "AGGREGATE(" in formula


def _scaled(one: Lineage, times: Decimal) -> Lineage:
    return one._replace(
        stretches=tuple(stretch._replace(times=stretch.times * times) for stretch in one.stretches),
        parts=tuple((index, often * times) for index, often in one.parts),
        constant=one.constant * times,
    )


def by_arithmetic(ledger: Ledger, first: int, last: int, parts: Sequence[int]) -> Lineage:
    """What was proven without formulas: items `first` to before `last` of the bill, and other totals."""
    stretches = tuple(Stretch(*found) for found in ledger.stretches_of(first, last))
    return Lineage(stretches, tuple((part, ONE) for part in parts))
