"""A formula seen as a sum: which cells it adds up, and how often each. What is no sum of cells is refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import NamedTuple

from boq.engine.formulas.evaluate import Cells, Evaluator
from boq.engine.formulas.syntax import Area, Call, CannotError, Name, Node, Number, Pair, Signed, areas, parse
from boq.engine.formulas.values import CONTEXT, ZERO, Block, criterion
from boq.engine.grid import Grid

SUMS = frozenset({"SUM", "СУММ", "SOMA", "SUMA", "SOMME", "SUMME", "SOMMA", "TOPLA"})
ROUNDINGS = frozenset(
    {
        "ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC", "INT", "CEILING", "FLOOR", "MROUND", "ОКРУГЛ", "RUNDEN", "ARRONDI",
        "REDONDEAR", "ARRED", "IFERROR", "IFNA", "ЕСЛИОШИБКА",
    }
)  # fmt: skip
SUBTOTALS = frozenset({"SUBTOTAL", "AGGREGATE", "ПРОМЕЖУТОЧНЫЕ.ИТОГИ"})
MOST_TERMS = 20_000


class Term(NamedTuple):
    """An area of a sheet and how often it is added. `nested` False: cells that are subtotals themselves are left out.

    `chosen`: the cells were picked by a criterion, not by standing beside one another.
    """

    area: Area
    times: Decimal
    nested: bool = True
    chosen: bool = False


class Linear(NamedTuple):
    """A sum of areas, and of constants that the formula itself holds."""

    terms: tuple[Term, ...]
    constant: Decimal = ZERO


def linear(cells: Cells, home: Grid, formula: str, is_money: Callable[[Area], bool]) -> Linear:
    """The formula as a sum. Of two factors the one with money in it (`is_money`) is added, the other says how often.

    Raises CannotError where the formula is nothing of the kind.
    """
    try:
        return _Reader(cells, home, is_money).read(parse(formula))
    except (DecimalException, RecursionError) as error:
        raise CannotError from error


class _Reader:
    def __init__(self, cells: Cells, home: Grid, is_money: Callable[[Area], bool]) -> None:
        self.cells, self.home, self.is_money = cells, home, is_money
        self.evaluator = Evaluator(cells, home, hidden=True)
        self.depth = 0

    def read(self, node: Node) -> Linear:
        """One part of the tree."""
        self.depth += 1
        if self.depth > MOST_TERMS:
            raise CannotError
        if isinstance(node, Number):
            return Linear((), node.value)
        if isinstance(node, Area):
            return Linear((Term(self.at_home(node), Decimal(1)),))
        if isinstance(node, Signed):
            return _scaled(self.read(node.value), Decimal(-1) if node.sign == "-" else Decimal("0.01"))
        if isinstance(node, Name):
            formula = self.cells.names.get(node.name.casefold())
            if formula is None:
                raise CannotError
            return self.read(parse(formula))
        if isinstance(node, Pair):
            return self.pair(node)
        if isinstance(node, Call):
            return self.call(node)
        raise CannotError

    def at_home(self, area: Area) -> Area:
        """The area with the name of its sheet, as the sheet writes it."""
        return area._replace(sheet=self.cells.grid(area.sheet, self.home).name)

    def pair(self, node: Pair) -> Linear:
        """Sums add, factors scale."""
        if node.sign in ("+", "-"):
            return self.sum(node)
        if node.sign == "*":
            money = [self.has_money(side) for side in (node.left, node.right)]
            if all(money):
                raise CannotError
            value, factor = (node.right, node.left) if money[1] else (node.left, node.right)
            return _scaled(self.read(value), self.figure(factor))
        if node.sign == "/" and not self.has_money(node.right):
            by = self.figure(node.right)
            if by:
                return _scaled(self.read(node.left), CONTEXT.divide(Decimal(1), by))
        raise CannotError

    def sum(self, node: Pair) -> Linear:
        """A sum leans left: it is walked, however long it is."""
        parts: list[Linear] = []
        left: Node = node
        while isinstance(left, Pair) and left.sign in ("+", "-"):
            right = self.read(left.right)
            parts.append(right if left.sign == "+" else _scaled(right, Decimal(-1)))
            left = left.left
        return _joined([self.read(left), *reversed(parts)])

    def has_money(self, node: Node) -> bool:
        """True when a part of the tree refers to amounts."""
        return any(self.is_money(self.at_home(area)) for area in areas(node))

    def figure(self, node: Node) -> Decimal:
        """The value of a factor."""
        found = self.evaluator.value(node)
        if isinstance(found, Block) or not isinstance(found, Decimal):
            raise CannotError
        return found

    def call(self, node: Call) -> Linear:
        """Functions that are sums, or leave a sum as it is but for its rounding."""
        name, arguments = node.function, node.arguments
        if name in SUMS or (name == "SUMPRODUCT" and len(arguments) == 1 and isinstance(arguments[0], Area)):
            return _joined([self.read(one) for one in arguments])
        if name in SUBTOTALS:
            return self.subtotal(arguments)
        if name in ROUNDINGS and arguments:
            return self.read(arguments[0])
        if name in ("IF", "ЕСЛИ") and 2 <= len(arguments) <= 3:
            test = self.evaluator.value(arguments[0])
            if isinstance(test, bool):
                return self.read(arguments[1]) if test else self.read(arguments[2])
        if name in ("SUMIF", "СУММЕСЛИ") and 2 <= len(arguments) <= 3:
            return self.chosen(arguments[-1] if len(arguments) == 3 else arguments[0], arguments[:2])
        if name == "SUMIFS" and len(arguments) % 2:
            return self.chosen(arguments[0], arguments[1:])
        raise CannotError

    def subtotal(self, arguments: tuple[Node, ...]) -> Linear:
        """A sum of areas without the subtotals in them."""
        plain = [one for one in arguments if isinstance(one, Area)]
        first = arguments[0] if arguments else None
        if not plain or not isinstance(first, Number) or int(first.value) not in (9, 109):
            raise CannotError
        return Linear(tuple(Term(self.at_home(area), Decimal(1), nested=False) for area in plain))

    def chosen(self, values: Node, tests: tuple[Node, ...]) -> Linear:
        """The cells that SUMIF or SUMIFS picks, one by one."""
        if not isinstance(values, Area):
            raise CannotError
        wanted = []
        for place in range(0, len(tests), 2):
            area, goal = tests[place], self.evaluator.value(tests[place + 1])
            block = self.evaluator.range_or_value(area)
            if not isinstance(area, Area) or not isinstance(block, Block) or isinstance(goal, Block):
                raise CannotError
            wanted.append((block, criterion(goal)))
        home, terms = self.at_home(values), []
        for y in range(len(wanted[0][0].rows)):
            for x in range(len(wanted[0][0].rows[y])):
                if all(y < len(b.rows) and x < len(b.rows[y]) and test(b.rows[y][x]) for b, test in wanted):
                    row, column = home.top + y, home.left + x
                    terms.append(Term(Area(home.sheet, row, column, row, column), Decimal(1), chosen=True))
        if len(terms) > MOST_TERMS:
            raise CannotError
        return Linear(tuple(terms))


def _scaled(one: Linear, by: Decimal) -> Linear:
    terms = tuple(term._replace(times=CONTEXT.multiply(term.times, by)) for term in one.terms)
    return Linear(terms, CONTEXT.multiply(one.constant, by))


def _joined(parts: list[Linear]) -> Linear:
    terms = tuple(term for part in parts for term in part.terms)
    if len(terms) > MOST_TERMS:
        raise CannotError
    return Linear(terms, sum((part.constant for part in parts), ZERO))
