"""The total of a measurement from its lines, where the file does not state it: products, formulas and subtotals."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from math import pi

from boq.engine.readers.records import figure

ONE, ZERO = Decimal(1), Decimal(0)
FORMULA = "3"
SUBTOTALS = ("1", "2")
LONGEST = 200
DEEPEST_POWER = 9
OPERATIONS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
BROKEN = (SyntaxError, ValueError, KeyError, InvalidOperation, DivisionByZero, Overflow, RecursionError, MemoryError)


def measured(lines: list[list[str]]) -> Decimal | None:
    """Sum of all lines: units × length × width × height (what is left out is 1), or the formula in the comment over a, b, c and d.

    None when there is no line with a figure, or when one cannot be calculated.
    """
    total, found = ZERO, False
    for kind, comment, *texts in ([*line, "", "", "", "", "", ""][:6] for line in lines):
        if kind in SUBTOTALS:
            continue
        numbers = [figure(text) for text in texts]
        if any(number is None and text for number, text in zip(numbers, texts, strict=True)):
            return None
        if kind == FORMULA:
            value = calculated(comment, [number or ZERO for number in numbers])
            if value is None:
                return None
        elif all(number is None for number in numbers):
            continue
        else:
            value = ONE
            for number in numbers:
                value *= ONE if number is None else number
        total, found = total + value, True
    return total if found else None


def calculated(formula: str, numbers: list[Decimal]) -> Decimal | None:
    """A formula of + - * / ^ and brackets over a, b, c, d and p (pi); None for anything else."""
    if len(formula) > LONGEST:
        return None
    names = dict(zip("abcd", numbers, strict=False)) | {"p": Decimal(repr(pi))}
    text = re.sub(r"(?<=\d),(?=\d)", ".", formula.strip().lower().replace("^", "**"))
    try:
        return _value(ast.parse(text, mode="eval").body, names)
    except BROKEN:
        return None


def _value(node: ast.expr, names: dict[str, Decimal]) -> Decimal:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return Decimal(repr(node.value))
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand, names)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        power = _value(node.right, names)
        if abs(power) > DEEPEST_POWER:
            raise ValueError(power)
        return Decimal(_value(node.left, names) ** power)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        return OPERATIONS[type(node.op)](_value(node.left, names), _value(node.right, names))
    raise ValueError(ast.dump(node)[:80])
