"""The functions that bills use. Each takes values (a Block for a range) and gives one value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal

from boq.engine.formulas.syntax import CannotError
from boq.engine.formulas.values import CONTEXT, ONE, ZERO, Block, Fault, Value, criterion, number, truth

Argument = Value | Block
MOST_DIGITS = 30


def _plain(argument: Argument) -> Value:
    """A single value; a range of one cell is that cell."""
    if not isinstance(argument, Block):
        return argument
    if len(argument.rows) == 1 and len(argument.rows[0]) == 1:
        return argument.rows[0][0]
    raise CannotError


def _figures(arguments: tuple[Argument, ...]) -> Iterator[Decimal | Fault]:
    """Numbers of ranges (texts in them count for nothing) and of plain arguments (texts must be numbers)."""
    for argument in arguments:
        if isinstance(argument, Block):
            for row in argument.rows:
                for value in row:
                    if isinstance(value, Decimal | Fault):
                        yield value
        else:
            yield number(argument)


def _numbers(arguments: tuple[Argument, ...]) -> list[Decimal] | Fault:
    found: list[Decimal] = []
    for value in _figures(arguments):
        if isinstance(value, Fault):
            return value
        found.append(value)
    return found


def _sum(*arguments: Argument) -> Value:
    found = _numbers(arguments)
    if isinstance(found, Fault):
        return found
    total = ZERO
    for value in found:
        total = CONTEXT.add(total, value)
    return total


def _product(*arguments: Argument) -> Value:
    found = _numbers(arguments)
    if isinstance(found, Fault) or not found:
        return found if isinstance(found, Fault) else ZERO
    total = ONE
    for value in found:
        total = CONTEXT.multiply(total, value)
    return total


def _average(*arguments: Argument) -> Value:
    found = _numbers(arguments)
    if isinstance(found, Fault):
        return found
    return CONTEXT.divide(sum(found, ZERO), Decimal(len(found))) if found else Fault("#DIV/0!")


def _least(*arguments: Argument) -> Value:
    found = _numbers(arguments)
    return found if isinstance(found, Fault) else min(found, default=ZERO)


def _most(*arguments: Argument) -> Value:
    found = _numbers(arguments)
    return found if isinstance(found, Fault) else max(found, default=ZERO)


def _count(*arguments: Argument) -> Value:
    return Decimal(sum(isinstance(value, Decimal) for value in _figures(arguments)))


def _count_all(*arguments: Argument) -> Value:
    cells = (value for one in arguments for row in (one.rows if isinstance(one, Block) else ((one,),)) for value in row)
    return Decimal(sum(value is not None for value in cells))


def _rounded(way: str) -> Callable[..., Value]:
    def run(value: Argument, digits: Argument = ZERO) -> Value:
        figure, places = number(_plain(value)), number(_plain(digits))
        if isinstance(figure, Fault):
            return figure
        if isinstance(places, Fault):
            return places
        count = int(places)
        if abs(count) > MOST_DIGITS:
            return figure
        if way == ROUND_HALF_UP:  # a product of binary numbers that shows as …5 is rounded up by spreadsheets too
            figure = figure if len(figure.as_tuple().digits) <= 15 else Decimal(format(figure, ".15g"))
        return round_to(figure, count, way)

    return run


def round_to(figure: Decimal, digits: int, way: str = ROUND_HALF_UP) -> Decimal:
    """The figure to so many decimals (before the point where negative)."""
    step = Decimal(1).scaleb(-digits)
    wide = CONTEXT.copy()
    wide.prec = 60 + max(0, figure.adjusted())
    return (figure / step).quantize(ONE, rounding=way, context=wide) * step


def _to_step(way: str) -> Callable[..., Value]:
    """CEILING, FLOOR and MROUND: to a multiple of a step."""

    def run(value: Argument, step: Argument = ONE, *_: Argument) -> Value:
        figure, size = number(_plain(value)), number(_plain(step))
        if isinstance(figure, Fault):
            return figure
        if isinstance(size, Fault):
            return size
        return CONTEXT.divide(figure, size).quantize(ONE, rounding=way) * size if size else ZERO

    return run


def _absolute(value: Argument) -> Value:
    found = number(_plain(value))
    return found if isinstance(found, Fault) else abs(found)


def _whole(value: Argument) -> Value:
    found = number(_plain(value))
    return found if isinstance(found, Fault) else found.quantize(ONE, rounding=ROUND_FLOOR, context=CONTEXT)


def _rest(value: Argument, by: Argument) -> Value:
    one, other = number(_plain(value)), number(_plain(by))
    if isinstance(one, Fault):
        return one
    if isinstance(other, Fault):
        return other
    if not other:
        return Fault("#DIV/0!")
    return one - other * CONTEXT.divide(one, other).quantize(ONE, rounding=ROUND_FLOOR, context=CONTEXT)


def _sum_of_products(*arguments: Argument) -> Value:
    blocks = [one if isinstance(one, Block) else Block(((one,),)) for one in arguments]
    shapes = {(len(block.rows), len(block.rows[0]) if block.rows else 0) for block in blocks}
    if len(shapes) != 1:
        return Fault("#VALUE!")
    total = ZERO
    for rows in zip(*(block.rows for block in blocks), strict=True):
        for values in zip(*rows, strict=True):
            term = ONE
            for value in values:
                if isinstance(value, Fault):
                    return value
                term = CONTEXT.multiply(term, value) if isinstance(value, Decimal) else ZERO
            total = CONTEXT.add(total, term)
    return total


def _chosen(tests: tuple[Argument, ...], values: Argument) -> Iterator[Value]:
    """The cells of `values` whose places satisfy all tests (range, criterion, range, criterion …)."""
    pairs = []
    for place in range(0, len(tests), 2):
        area, wanted = tests[place], _plain(tests[place + 1])
        if not isinstance(area, Block):
            raise CannotError
        pairs.append((area, criterion(wanted)))
    if not isinstance(values, Block):
        raise CannotError
    for y, row in enumerate(values.rows):
        for x, value in enumerate(row):
            if all(y < len(area.rows) and x < len(area.rows[y]) and test(area.rows[y][x]) for area, test in pairs):
                yield value


def _sum_if(area: Argument, wanted: Argument, values: Argument = None) -> Value:
    return _sum(Block((tuple(_chosen((area, wanted), area if values is None else values)),)))


def _sum_ifs(values: Argument, *tests: Argument) -> Value:
    if len(tests) % 2:
        raise CannotError
    return _sum(Block((tuple(_chosen(tests, values)),)))


def _count_ifs(*tests: Argument) -> Value:
    if len(tests) % 2 or not tests:
        raise CannotError
    return Decimal(sum(1 for _ in _chosen(tests, tests[0])))


def _logic(every: bool) -> Callable[..., Value]:
    def run(*arguments: Argument) -> Value:
        found = []
        for argument in arguments:
            values = [v for row in argument.rows for v in row] if isinstance(argument, Block) else [argument]
            for value in values:
                one = truth(value)
                if isinstance(one, Fault):
                    return one
                found.append(one)
        return all(found) if every else any(found)

    return run


def _opposite(value: Argument) -> Value:
    found = truth(_plain(value))
    return found if isinstance(found, Fault) else not found


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "SUM": _sum,
    "PRODUCT": _product,
    "AVERAGE": _average,
    "MIN": _least,
    "MAX": _most,
    "COUNT": _count,
    "COUNTA": _count_all,
    "ROUND": _rounded(ROUND_HALF_UP),
    "ROUNDUP": _rounded(ROUND_UP),
    "ROUNDDOWN": _rounded(ROUND_DOWN),
    "TRUNC": _rounded(ROUND_DOWN),
    "INT": _whole,
    "CEILING": _to_step(ROUND_CEILING),
    "FLOOR": _to_step(ROUND_FLOOR),
    "MROUND": _to_step(ROUND_HALF_UP),
    "MOD": _rest,
    "ABS": _absolute,
    "SUMPRODUCT": _sum_of_products,
    "SUMIF": _sum_if,
    "SUMIFS": _sum_ifs,
    "COUNTIF": _count_ifs,
    "COUNTIFS": _count_ifs,
    "AND": _logic(every=True),
    "OR": _logic(every=False),
    "NOT": _opposite,
}
# Names that some programs write in their own language.
FUNCTIONS |= {
    "СУММ": _sum, "ПРОИЗВЕД": _product, "ОКРУГЛ": FUNCTIONS["ROUND"], "СУММЕСЛИ": _sum_if, "SOMA": _sum, "SUMA": _sum,
    "SOMME": _sum, "SUMME": _sum, "SOMMA": _sum, "TOPLA": _sum, "RUNDEN": FUNCTIONS["ROUND"],
    "ARRONDI": FUNCTIONS["ROUND"], "REDONDEAR": FUNCTIONS["ROUND"], "ARRED": FUNCTIONS["ROUND"],
}  # fmt: skip
# SUBTOTAL's and AGGREGATE's first argument; above 100 hidden rows are left out.
BY_NUMBER: dict[int, Callable[..., Value]] = {
    1: _average, 2: _count, 3: _count_all, 4: _most, 5: _least, 6: _product, 9: _sum,
}  # fmt: skip
