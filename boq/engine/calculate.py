"""Formulas whose values the file does not hold: the simple ones are calculated, the others are said and never read as zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from boq.engine.formulas.evaluate import Cells, evaluate
from boq.engine.formulas.syntax import Area, CannotError, Name, Node, areas, parse
from boq.engine.formulas.values import Fault, Value
from boq.engine.grid import CellValue, Grid
from boq.engine.model import SourceRef, Warning

MOST_NEEDS = 2_000_000  # steps from a formula to one that it needs, over the whole file
Place = tuple[str, int, int]  # sheet, row, column


@dataclass(slots=True)
class Calculated:
    """How many formulas without a value were calculated, and which were not."""

    done: int = 0
    left: list[SourceRef] = field(default_factory=list)


def calculate(grids: Sequence[Grid], names: Mapping[str, str] | None = None) -> Calculated:
    """Fill in, in place, the values of formulas without one, as far as `boq.engine.formulas` works them out.

    Formulas that need one another in a circle, and those that rest on a formula that cannot be worked out, stay empty.
    """
    found = Calculated()
    if any(grid.uncalculated for grid in grids):
        _Calculation(grids, names or {}, found).run()
    return found


class _Calculation:
    """Works formulas out, what they need first. No recursion over cells: a running sum may be as long as the sheet."""

    def __init__(self, grids: Sequence[Grid], names: Mapping[str, str], found: Calculated) -> None:
        self.grids = {grid.name: grid for grid in grids}
        for grid in grids:  # rows at the end that hold nothing but open formulas were taken for empty
            height = max((row for row, _ in grid.uncalculated), default=-1) + 1
            grid.rows.extend([] for _ in range(height - len(grid.rows)))
        self.cells = _Careful(grids, names)
        self.found = found
        self.needed = 0

    def run(self) -> None:
        """All formulas, row by row; only then is said which stay empty."""
        left = []
        for grid in self.grids.values():
            for row, column in sorted(grid.uncalculated):
                if not self.settle((grid.name, row, column)):
                    left.append(SourceRef(grid.name, row + 1, column + 1))
        self.found.left = left

    def settle(self, goal: Place) -> bool:
        """Work out one cell and all that it needs; False when that cannot be done.

        What has been asked for its needs and has no state yet stands in a circle with what needs it.
        """
        state, waiting = self.cells.state, [goal]
        while waiting:
            place = waiting[-1]
            needed = [] if place in state else [one for one in self.needs(place) if one not in self.cells.asked]
            if needed:
                waiting += needed
                continue
            waiting.pop()
            if place not in state:
                state[place] = self.work_out(place)
        return state[goal]

    def needs(self, place: Place) -> list[Place]:
        """The formulas that must be worked out before this one. Asked once: what is still open then stands in a circle."""
        if place in self.cells.asked:
            return []
        self.cells.asked.add(place)
        home = self.grids[place[0]]
        try:
            wanted = areas(self.named(parse(home.formulas.get(place[1:], ""))))
            return [one for area in wanted for one in self.open_in(area, home)]
        except CannotError:
            return []

    def named(self, node: Node) -> Node:
        """A formula that is a name alone needs what the name stands for."""
        if isinstance(node, Name) and node.name.casefold() in self.cells.names:
            return parse(self.cells.names[node.name.casefold()])
        return node

    def open_in(self, area: Area, home: Grid) -> list[Place]:
        """Cells of the area that have no value yet."""
        grid = self.cells.grid(area.sheet, home)
        if not grid.uncalculated:
            return []
        clipped = self.cells.clip(area, grid)
        found = [
            place
            for row in range(clipped.top, clipped.bottom + 1)
            for column in range(clipped.left, clipped.right + 1)
            if (row, column) in grid.uncalculated and (place := (grid.name, row, column)) not in self.cells.state
        ]
        self.needed += len(found)
        if self.needed > MOST_NEEDS:
            raise CannotError
        return found

    def work_out(self, place: Place) -> bool:
        """Put the value into its cell."""
        sheet, row, column = place
        grid = self.grids[sheet]
        try:
            value = evaluate(self.cells, grid, grid.formulas.get((row, column), ""))
        except CannotError:
            return False
        cells = grid.rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = _stored(value)
        if isinstance(value, Fault):
            grid.errors |= {(row, column)}
        self.found.done += 1
        return True


class _Careful(Cells):
    """Cells of which some still wait for their value: a formula must not take these for nothing."""

    def __init__(self, grids: Sequence[Grid], names: Mapping[str, str]) -> None:
        super().__init__(grids, names)
        self.state: dict[Place, bool] = {}
        self.asked: set[Place] = set()

    def value(self, grid: Grid, row: int, column: int) -> Value:
        if (row, column) in grid.uncalculated and not self.state.get((grid.name, row, column), False):
            raise CannotError
        return super().value(grid, row, column)


def _stored(value: Value) -> CellValue:
    """A value as a grid holds it."""
    if isinstance(value, Fault):
        return value.code
    return float(value) if isinstance(value, Decimal) else value


def grid_warnings(grids: Sequence[Grid], calculated: Calculated) -> list[Warning]:
    """What a person should know about cells: calculated or uncalculated formulas, errors, hidden sheets."""
    found: list[Warning] = []
    if calculated.done:
        found.append(Warning("formulas_calculated", "", {"count": calculated.done}))
    if calculated.left:
        found.append(Warning("formulas_uncalculated", calculated.left[0].cell, {"count": len(calculated.left)}))
    for grid in grids:
        if grid.errors:
            row, column = min(grid.errors)
            found.append(
                Warning(
                    "error_cells",
                    SourceRef(grid.name, row + 1, column + 1).cell,
                    {"sheet": grid.name, "count": len(grid.errors)},
                )
            )
    return found
