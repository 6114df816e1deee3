"""What cells and formulas hold, and how spreadsheets turn one into another."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import lru_cache
from typing import NamedTuple

from boq.engine.formulas.syntax import CannotError
from boq.engine.numbers import from_float

CONTEXT = Context(prec=34, Emax=400, Emin=-400, traps=[InvalidOperation, Overflow, DivisionByZero])
ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"})
ZERO, ONE = Decimal(0), Decimal(1)


class Fault(NamedTuple):
    """An error value such as `#DIV/0!`."""

    code: str


Value = Decimal | str | bool | Fault | None


class Block(NamedTuple):
    """Several cells, row by row."""

    rows: tuple[tuple[Value, ...], ...]


def cell_value(value: object) -> Value:
    """A grid's cell as formulas see it. Raises CannotError for dates and times, whose numbers the grid does not hold."""
    if value is None or isinstance(value, bool | Decimal):
        return value
    if isinstance(value, float):
        return from_float(value)
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, str):
        return Fault(value) if value in ERRORS else value
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        raise CannotError
    raise CannotError


def number(value: Value) -> Decimal | Fault:
    """The number that a value stands for in arithmetic: nothing is 0, TRUE is 1, a text must be a plain number."""
    if isinstance(value, Decimal | Fault):
        return value
    if value is None:
        return ZERO
    if isinstance(value, bool):
        return ONE if value else ZERO
    try:
        found = Decimal(value.strip())
    except InvalidOperation:
        return Fault("#VALUE!")
    return found if found.is_finite() and abs(found.adjusted()) < 300 else Fault("#VALUE!")


def truth(value: Value) -> bool | Fault:
    """The value as a condition."""
    if isinstance(value, str):
        return Fault("#VALUE!")
    found = number(value)
    return found if isinstance(found, Fault) else bool(found)


def text(value: Value) -> str | Fault:
    """The value as `&` joins it."""
    if isinstance(value, Fault):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        shown = format(value.normalize(CONTEXT), "f")
        return shown if len(shown) <= 40 else format(float(value), ".15g")
    return value


def compare(left: Value, right: Value) -> int | Fault:
    """-1, 0 or 1: numbers before texts before truth values, texts without regard to case."""
    for side in (left, right):
        if isinstance(side, Fault):
            return side
    one, other = _rank(left, right), _rank(right, left)
    return (one > other) - (one < other)


def _rank(value: Value, beside: Value) -> tuple[int, Decimal, str]:
    if value is None:
        value = "" if isinstance(beside, str) else False if isinstance(beside, bool) else ZERO
    if isinstance(value, bool):
        return 2, ONE if value else ZERO, ""
    if isinstance(value, str):
        return 1, ZERO, value.casefold()
    return 0, value if isinstance(value, Decimal) else ZERO, ""


_CRITERION = re.compile(r"(<>|<=|>=|<|>|=)?(.*)", re.DOTALL)


@lru_cache(maxsize=512)
def _criterion(wanted: str) -> Callable[[Value], bool]:
    match = _CRITERION.fullmatch(wanted)
    sign, body = (match[1] or "=", match[2]) if match else ("=", wanted)
    goal = number(body) if body.strip() else Fault("")
    if isinstance(goal, Decimal):
        plain: Decimal = goal
        return lambda value: _holds(sign, compare(value, plain)) if isinstance(value, Decimal) else sign == "<>"
    if not body:
        return lambda value: (value is None or value == "") == (sign == "=")
    if sign in ("=", "<>"):
        pattern = re.compile(_wildcards(body), re.IGNORECASE | re.DOTALL)
        return lambda value: (isinstance(value, str) and pattern.fullmatch(value) is not None) == (sign == "=")
    return lambda value: isinstance(value, str) and _holds(sign, compare(value, body))


def criterion(wanted: Value) -> Callable[[Value], bool]:
    """The test that SUMIF and COUNTIF make of their second argument."""
    if isinstance(wanted, Decimal):
        return lambda value: isinstance(value, Decimal) and value == wanted
    if isinstance(wanted, bool | Fault):
        return lambda value: value is wanted
    return _criterion(wanted or "")


def _holds(sign: str, order: int | Fault) -> bool:
    if isinstance(order, Fault):
        return False
    return {"=": order == 0, "<>": order != 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[sign]


def _wildcards(body: str) -> str:
    """`*` and `?` stand for anything unless `~` stands before them."""
    parts = re.split(r"(~[*?~]|[*?])", body)
    return "".join({"*": ".*", "?": "."}.get(part, re.escape(part[1:] if part[:1] == "~" else part)) for part in parts)


def holds(sign: str, order: int | Fault) -> bool | Fault:
    """Whether a comparison comes out as `sign` says."""
    return order if isinstance(order, Fault) else _holds(sign, order)
