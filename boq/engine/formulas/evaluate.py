"""A formula's value over the cells of a workbook, in exact decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, DecimalException

from boq.engine.formulas.functions import BY_NUMBER, FUNCTIONS, Argument
from boq.engine.formulas.syntax import (
    Area,
    Call,
    CannotError,
    Error,
    Missing,
    Name,
    Node,
    Number,
    Pair,
    Signed,
    Text,
    Truth,
    parse,
    spine,
)
from boq.engine.formulas.values import (
    CONTEXT,
    ZERO,
    Block,
    Fault,
    Value,
    cell_value,
    compare,
    holds,
    number,
    text,
    truth,
)
from boq.engine.grid import Grid

LARGEST_AREA = 200_000
MOST_CELLS = 20_000_000  # cells that all formulas of one file may look at together
MOST_NAMES = 8  # names that stand for names


class Cells:
    """The cells of a workbook as formulas find them. `names` are its defined names. Not for use by several threads."""

    def __init__(
        self, grids: Sequence[Grid], names: Mapping[str, str] | None = None, most_cells: int = MOST_CELLS
    ) -> None:
        self.grids = {grid.name.casefold(): grid for grid in grids}
        self.names = {name.casefold(): formula for name, formula in (names or {}).items()}
        self.most_cells = most_cells
        self.looked_at = 0

    def grid(self, sheet: str, home: Grid) -> Grid:
        """The sheet that a reference names. Raises CannotError when there is none."""
        if not sheet:
            return home
        found = self.grids.get(sheet.casefold())
        if found is None:
            raise CannotError
        return found

    def value(self, grid: Grid, row: int, column: int) -> Value:
        """One cell."""
        cells = grid.rows[row] if row < len(grid.rows) else ()
        value = cells[column] if column < len(cells) else None
        return None if value == "" and (row, column) not in grid.formulas else cell_value(value)

    def clip(self, area: Area, grid: Grid) -> Area:
        """The part of the area that the sheet has. Raises CannotError when it is too large to be looked at."""
        bottom = min(area.bottom, len(grid.rows) - 1)
        right = area.right
        if right - area.left > 64:
            right = min(right, max((len(grid.rows[row]) for row in range(area.top, bottom + 1)), default=0) - 1)
        clipped = Area(area.sheet, area.top, area.left, max(bottom, area.top), max(right, area.left))
        size = (clipped.bottom - clipped.top + 1) * (clipped.right - clipped.left + 1)
        self.looked_at += size
        if size > LARGEST_AREA or self.looked_at > self.most_cells:
            raise CannotError
        return clipped


def evaluate(cells: Cells, home: Grid, formula: str, *, hidden: bool = True) -> Value:
    """The value of a formula that stands on `home`. Raises CannotError for what is not worked out here.

    `hidden` False leaves hidden rows out of SUBTOTAL, as programs do with rows that a filter hides.
    """
    try:
        found = Evaluator(cells, home, hidden).value(parse(formula))
    except (DecimalException, RecursionError, TypeError) as error:  # TypeError: a number of arguments no function takes
        raise CannotError from error
    return _single(found)


def _single(argument: Argument) -> Value:
    if not isinstance(argument, Block):
        return argument
    if len(argument.rows) == 1 and len(argument.rows[0]) == 1:
        return argument.rows[0][0]
    raise CannotError


class Evaluator:
    """Works a tree out over cells."""

    def __init__(self, cells: Cells, home: Grid, hidden: bool) -> None:
        self.cells, self.home, self.hidden = cells, home, hidden
        self.names = 0

    def value(self, node: Node) -> Argument:
        """The value of a part of the tree."""
        if isinstance(node, Number | Text | Truth):
            return node.value
        if isinstance(node, Area):
            return self.block(node)
        if isinstance(node, Pair):
            return self.pair(node)
        if isinstance(node, Signed):
            value = self.value(node.value)
            return self.spread("-", ZERO, value) if node.sign == "-" else self.spread("%", value, None)
        if isinstance(node, Call):
            return self.call(node)
        if isinstance(node, Name):
            return self.name(node.name)
        if isinstance(node, Missing):
            return None
        return Fault(node.code) if isinstance(node, Error) else None

    def name(self, name: str) -> Argument:
        """What a defined name stands for."""
        formula = self.cells.names.get(name.casefold())
        self.names += 1
        if formula is None or self.names > MOST_NAMES:
            raise CannotError
        return self.value(parse(formula))

    def block(self, area: Area, left_out: frozenset[int] = frozenset(), nested: bool = True) -> Argument:
        """The cells of an area; one cell is a plain value. `nested` False leaves out cells that are subtotals themselves."""
        grid = self.cells.grid(area.sheet, self.home)
        if area.single and nested:
            return self.cells.value(grid, area.top, area.left)
        clipped = self.cells.clip(area, grid)
        rows: list[tuple[Value, ...]] = []
        for row in range(clipped.top, clipped.bottom + 1):
            if row in left_out:
                continue
            columns = range(clipped.left, clipped.right + 1)
            rows.append(
                tuple(
                    self.cells.value(grid, row, column) if nested or not _is_subtotal(grid, row, column) else None
                    for column in columns
                )
            )
        return Block(tuple(rows))

    def pair(self, node: Pair) -> Argument:
        """Two values with an operator, cell by cell where one is a range. A long sum leans left: it is walked, not descended."""
        first, rest = spine(node)
        value = self.value(first)
        for sign, right in rest:
            value = self.spread(sign, value, self.value(right))
        return value

    def spread(self, sign: str, left: Argument, right: Argument) -> Argument:
        """Apply an operator to values or to each cell of ranges."""
        if not isinstance(left, Block) and not isinstance(right, Block):
            return _apply(sign, left, right)
        height = max(len(side.rows) for side in (left, right) if isinstance(side, Block))
        width = max(len(side.rows[0]) for side in (left, right) if isinstance(side, Block) and side.rows)
        return Block(
            tuple(tuple(_apply(sign, _at(left, y, x), _at(right, y, x)) for x in range(width)) for y in range(height))
        )

    def call(self, node: Call) -> Argument:
        """A function. IF and IFERROR look only at what they need."""
        name, arguments = node.function, node.arguments
        if name in ("IF", "ЕСЛИ", "WENN", "SI", "SE", "EĞER"):
            return self.choice(arguments)
        if name in ("IFERROR", "IFNA", "ЕСЛИОШИБКА", "WENNFEHLER", "SIERREUR", "SIERROR", "SEERRO"):
            if len(arguments) != 2:
                raise CannotError
            first = self.value(arguments[0])
            return self.value(arguments[1]) if isinstance(first, Fault) else first
        if name in ("SUBTOTAL", "AGGREGATE", "ПРОМЕЖУТОЧНЫЕ.ИТОГИ"):
            return self.subtotal(name, arguments)
        run = FUNCTIONS.get(name)
        if run is None:
            raise CannotError
        return run(*(self.range_or_value(argument) for argument in arguments))

    def range_or_value(self, node: Node) -> Argument:
        """A single cell stays a range of one: texts in it count for nothing in a sum."""
        found = self.value(node)
        return Block(((found,),)) if isinstance(node, Area) and not isinstance(found, Block) else found

    def choice(self, arguments: tuple[Node, ...]) -> Argument:
        """IF."""
        if not 2 <= len(arguments) <= 3:
            raise CannotError
        test = truth(_single(self.value(arguments[0])))
        if isinstance(test, Fault):
            return test
        if test:
            return self.value(arguments[1])
        return self.value(arguments[2]) if len(arguments) == 3 else False

    def subtotal(self, name: str, arguments: tuple[Node, ...]) -> Value:
        """SUBTOTAL and AGGREGATE leave out cells that are subtotals themselves."""
        if len(arguments) < 2:
            raise CannotError
        which = number(_single(self.value(arguments[0])))
        if isinstance(which, Fault):
            return which
        code, rest = int(which), arguments[1:]
        errors = hidden = False
        if name == "AGGREGATE":
            option = number(_single(self.value(rest[0])))
            rest = rest[1:]
            if isinstance(option, Fault):
                return option
            hidden, errors = int(option) in (1, 3, 5, 7), int(option) in (2, 3, 6, 7)
        run = BY_NUMBER.get(code - 100 if code > 100 else code)
        if run is None:
            raise CannotError
        left_out = code > 100 or hidden or not self.hidden
        blocks = []
        for node in rest:
            if not isinstance(node, Area):
                raise CannotError
            rows = self.cells.grid(node.sheet, self.home).hidden_rows if left_out else frozenset()
            block = self.block(node, rows, nested=False)
            blocks.append(_without_faults(block) if errors and isinstance(block, Block) else block)
        return run(*blocks)


def _without_faults(block: Block) -> Block:
    return Block(tuple(tuple(None if isinstance(value, Fault) else value for value in row) for row in block.rows))


def _is_subtotal(grid: Grid, row: int, column: int) -> bool:
    formula = grid.formulas.get((row, column), "")
    return "SUBTOTAL(" in formula or "AGGREGATE(" in formula


def _at(side: Argument, y: int, x: int) -> Value:
    if not isinstance(side, Block):
        return side
    row = side.rows[y if len(side.rows) > 1 else 0] if y < len(side.rows) or len(side.rows) == 1 else ()
    place = x if len(row) > 1 else 0
    return row[place] if place < len(row) else Fault("#N/A")


def _apply(sign: str, left: Value, right: Value) -> Value:
    """One operator on plain values."""
    if sign == "&":
        one, other = text(left), text(right)
        if isinstance(one, Fault):
            return one
        return other if isinstance(other, Fault) else one + other
    if sign in ("=", "<>", "<", "<=", ">", ">="):
        return holds(sign, compare(left, right))
    first = number(left)
    second = number(right)
    if isinstance(first, Fault):
        return first
    if isinstance(second, Fault):
        return second
    return _calculate(sign, first, second)


def _calculate(sign: str, left: Decimal, right: Decimal) -> Value:
    if sign == "+":
        return CONTEXT.add(left, right)
    if sign == "-":
        return CONTEXT.subtract(left, right)
    if sign == "*":
        return CONTEXT.multiply(left, right)
    if sign == "%":
        return CONTEXT.divide(left, Decimal(100))
    if sign == "/":
        return CONTEXT.divide(left, right) if right else Fault("#DIV/0!")
    if sign == "^":
        if left < ZERO and right != right.to_integral_value():
            return Fault("#NUM!")
        return CONTEXT.power(left, right) if left or right > ZERO else Fault("#NUM!")
    raise CannotError
