"""Formulas whose values the file does not hold: the simple ones are calculated, the others are said and never read as zero."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from boq.engine.grid import CellValue, Grid
from boq.engine.model import SourceRef, Warning
from boq.engine.readers.formulas import column_index

DEEPEST = 60
LARGEST_RANGE = 200_000

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?P<sheet>(?:'(?:[^']|'')+'|[\w.]+)!)?(?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7})"
    r"(?::(?P<end>\$?[A-Za-z]{1,3}\$?\d{1,7}))?(?![\w(])|(?P<name>[A-Za-zА-я.]+)\s*\(|(?P<sign>[-+*/(),;%^]))"
)
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")


class _CannotError(Exception):
    """The formula is not one of the simple ones."""


@dataclass(slots=True)
class Calculated:
    """How many formulas without a value were calculated, and which were not."""

    done: int = 0
    left: list[SourceRef] = field(default_factory=list)


def calculate(grids: Sequence[Grid]) -> Calculated:
    """Fill in the values of uncalculated formulas that use + - × ÷, SUM, PRODUCT, ROUND and SUBTOTAL, in place."""
    found = Calculated()
    if not any(grid.uncalculated for grid in grids):
        return found
    sheets = {grid.name: grid for grid in grids}
    memo: dict[tuple[str, int, int], float] = {}
    for grid in grids:
        for row, column in sorted(grid.uncalculated):
            try:
                value = _value(sheets, grid, row, column, memo, 0)
            except (_CannotError, ZeroDivisionError, OverflowError):
                found.left.append(SourceRef(grid.name, row + 1, column + 1))
                continue
            cells = grid.rows[row]
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = value
            found.done += 1
    return found


def _value(
    sheets: dict[str, Grid], grid: Grid, row: int, column: int, memo: dict[tuple[str, int, int], float], depth: int
) -> float:
    key = (grid.name, row, column)
    if key in memo:
        return memo[key]
    if depth > DEEPEST:
        raise _CannotError
    formula = grid.formulas.get((row, column), "")
    if formula and (row, column) in grid.uncalculated:
        memo[key] = _Parser(sheets, grid, formula.lstrip("="), memo, depth + 1).all()
        return memo[key]
    return _number(grid.rows[row][column] if row < len(grid.rows) and column < len(grid.rows[row]) else None)


def _number(value: CellValue) -> float:
    if value is None or value == "":
        return 0.0
    if isinstance(value, bool) or not isinstance(value, float | int):
        raise _CannotError
    return float(value)


class _Parser:
    """A small recursive reader of one formula."""

    def __init__(
        self, sheets: dict[str, Grid], grid: Grid, text: str, memo: dict[tuple[str, int, int], float], depth: int
    ) -> None:
        self.sheets, self.grid, self.memo, self.depth = sheets, grid, memo, depth
        self.tokens: list[re.Match[str]] = []
        place = 0
        while place < len(text.rstrip()):
            match = _TOKEN.match(text, place)
            if match is None:
                raise _CannotError
            self.tokens.append(match)
            place = match.end()
        self.place = 0

    def all(self) -> float:
        """The value of the whole formula."""
        value = self.sum()
        if self.place != len(self.tokens):
            raise _CannotError
        return value

    def sign(self, signs: str) -> str:
        """Take the next sign if it is one of `signs`."""
        if self.place < len(self.tokens) and (found := self.tokens[self.place]["sign"]) and found in signs:
            self.place += 1
            return found
        return ""

    def sum(self) -> float:
        """Terms added up."""
        value = self.product()
        while sign := self.sign("+-"):
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def product(self) -> float:
        """Factors."""
        value = self.factor()
        while sign := self.sign("*/"):
            value = value * self.factor() if sign == "*" else value / self.factor()
        return value

    def factor(self) -> float:
        """A signed value, with percent signs after it."""
        if sign := self.sign("+-"):
            return self.factor() if sign == "+" else -self.factor()
        value = self.atom()
        while self.sign("%"):
            value /= 100
        return value

    def atom(self) -> float:
        """A number, a cell, a function, or brackets."""
        if self.place >= len(self.tokens):
            raise _CannotError
        token = self.tokens[self.place]
        self.place += 1
        if token["number"]:
            return float(token["number"])
        if token["cell"] and not token["end"]:
            return self.cells(token)[0]
        if token["name"]:
            return self.call(token["name"].upper())
        if token["sign"] == "(":
            value = self.sum()
            if not self.sign(")"):
                raise _CannotError
            return value
        raise _CannotError

    def cells(self, token: re.Match[str]) -> list[float]:
        """The numbers of a cell or range; texts in a range count for nothing."""
        grid = self.sheets.get(token["sheet"][:-1].strip("'").replace("''", "'")) if token["sheet"] else self.grid
        if grid is None:
            raise _CannotError
        first = _place(token["cell"])
        last = _place(token["end"]) if token["end"] else first
        if (last[0] - first[0] + 1) * (last[1] - first[1] + 1) > LARGEST_RANGE:
            raise _CannotError
        numbers = []
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                try:
                    numbers.append(_value(self.sheets, grid, row, column, self.memo, self.depth))
                except _CannotError:
                    if not token["end"] or (row, column) in grid.uncalculated:
                        raise
        return numbers

    def call(self, name: str) -> float:
        """A function over the arguments up to its closing bracket."""
        arguments: list[list[float]] = []
        while not self.sign(")"):
            token = self.tokens[self.place] if self.place < len(self.tokens) else None
            if token is None:
                raise _CannotError
            if token["end"]:
                self.place += 1
                arguments.append(self.cells(token))
            else:
                arguments.append([self.sum()])
            self.sign(",;")
        flat = [number for numbers in arguments for number in numbers]
        if name in ("SUM", "СУММ"):
            return sum(flat)
        if name == "SUBTOTAL" and arguments and arguments[0][0] in (9, 109):
            return sum(flat[1:])
        if name in ("PRODUCT", "ПРОИЗВЕД"):
            value = 1.0
            for number in flat:
                value *= number
            return value
        if name in ("ROUND", "ОКРУГЛ") and len(flat) in (1, 2):
            digits = int(flat[1]) if len(flat) == 2 else 0
            return _half_up(flat[0], digits)
        raise _CannotError


def _half_up(value: float, digits: int) -> float:
    """Spreadsheet rounding: halves go away from zero."""
    scale = 10.0**digits
    shifted = abs(value) * scale
    whole = float(int(shifted + 0.5 + 1e-9))
    return (whole if value >= 0 else -whole) / scale


def _place(reference: str) -> tuple[int, int]:
    match = _CELL.fullmatch(reference)
    if match is None:
        raise _CannotError
    return int(match[2]) - 1, column_index(match[1])


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
