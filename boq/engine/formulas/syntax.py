"""A formula's text as a tree. Only what bills use: no arrays in braces, no links into other files, no three-dimensional references."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from boq.engine.readers.formulas import column_index

LONGEST = 8_192  # characters, as spreadsheet programs allow
DEEPEST = 64  # brackets within brackets
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>"(?:[^"]|"")*")
    |(?P<error>\#(?:REF!|N/A|DIV/0!|NAME\?|NULL!|NUM!|VALUE!))
    |(?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)?
      (?:(?P<from>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})(?::(?P<to>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}))?(?![\w.(!])
        |(?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(!])
        |(?P<rows>\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\w.(!]))
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?)
    |(?P<function>[^\W\d][\w.]*)\s*\(
    |(?P<name>[^\W\d\\][\w.]*)(?![\w.!\[])
    |(?P<sign><>|<=|>=|[-+*/^&=<>%(),;:])
    )""",
    re.VERBOSE,
)
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")


class CannotError(Exception):
    """The formula is not one of those that are worked out here."""


class Number(NamedTuple):
    """A number."""

    value: Decimal


class Text(NamedTuple):
    """A text in quotes."""

    value: str


class Truth(NamedTuple):
    """TRUE or FALSE."""

    value: bool


class Error(NamedTuple):
    """An error that the formula itself holds, such as `#REF!`."""

    code: str


class Area(NamedTuple):
    """A cell or a rectangle of cells, 0-based and inclusive. `sheet` "" is the formula's own."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def single(self) -> bool:
        """One cell."""
        return self.top == self.bottom and self.left == self.right


class Name(NamedTuple):
    """A defined name."""

    name: str


class Missing(NamedTuple):
    """An argument that is left out."""


class Signed(NamedTuple):
    """`-x`, `+x` or `x%`."""

    sign: str
    value: Node


class Pair(NamedTuple):
    """Two values with an operator between them."""

    sign: str
    left: Node
    right: Node


class Call(NamedTuple):
    """A function in capitals, without the prefix of newer functions."""

    function: str
    arguments: tuple[Node, ...]


Node = Number | Text | Truth | Error | Area | Name | Missing | Signed | Pair | Call


@lru_cache(maxsize=4096)
def parse(formula: str) -> Node:
    """The tree of a formula with or without its `=`. Raises CannotError."""
    text = formula.strip().removeprefix("{").removesuffix("}").lstrip("=").strip()
    if not text or len(text) > LONGEST:
        raise CannotError
    reader = _Reader(text)
    tree = reader.comparison()
    if reader.place != len(reader.tokens):
        raise CannotError
    return tree


class _Reader:
    """Reads by descent; the strength of operators is that of spreadsheet programs."""

    def __init__(self, text: str) -> None:
        self.tokens: list[re.Match[str]] = []
        self.place = self.depth = at = 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise CannotError
            self.tokens.append(match)
            at = match.end()
            while at < len(text) and text[at].isspace():
                at += 1

    def sign(self, *signs: str) -> str:
        """Take the next sign if it is one of `signs`."""
        if self.place < len(self.tokens) and (found := self.tokens[self.place]["sign"]) in signs and found:
            self.place += 1
            return str(found)
        return ""

    def comparison(self) -> Node:
        """The weakest: `=`, `<>`, `<`, `<=`, `>`, `>=`."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise CannotError
        value = self.joined()
        while sign := self.sign("=", "<>", "<", "<=", ">", ">="):
            value = Pair(sign, value, self.joined())
        self.depth -= 1
        return value

    def joined(self) -> Node:
        """Texts put together."""
        value = self.sum()
        while self.sign("&"):
            value = Pair("&", value, self.sum())
        return value

    def sum(self) -> Node:
        """Terms."""
        value = self.product()
        while sign := self.sign("+", "-"):
            value = Pair(sign, value, self.product())
        return value

    def product(self) -> Node:
        """Factors."""
        value = self.power()
        while sign := self.sign("*", "/"):
            value = Pair(sign, value, self.power())
        return value

    def power(self) -> Node:
        """Powers, from the left as spreadsheets do."""
        value = self.signed()
        while self.sign("^"):
            value = Pair("^", value, self.signed())
        return value

    def signed(self) -> Node:
        """A value with signs before and percent signs after it; signs before it bind more strongly than powers."""
        minus = False
        while sign := self.sign("+", "-"):
            minus ^= sign == "-"
        value = self.atom()
        while self.sign("%"):
            value = Signed("%", value)
        return Signed("-", value) if minus else value

    def atom(self) -> Node:
        """A literal, a reference, a function, or brackets."""
        if self.place >= len(self.tokens):
            raise CannotError
        token = self.tokens[self.place]
        self.place += 1
        kind = token.lastgroup
        if token["number"]:
            return Number(Decimal(token["number"]))
        if token["text"]:
            return Text(token["text"][1:-1].replace('""', '"'))
        if token["error"]:
            return Error(token["error"])
        if token["from"] or token["columns"] or token["rows"]:
            return self.whole_area(_area(token))
        if token["function"]:
            return Call(token["function"].upper().removeprefix("_XLFN.").removeprefix("_XLWS."), self.arguments())
        if token["name"]:
            word = token["name"].upper()
            return Truth(word == "TRUE") if word in ("TRUE", "FALSE") else Name(token["name"])
        if kind == "sign" and token["sign"] == "(":
            value = self.comparison()
            if not self.sign(")"):
                raise CannotError
            return value
        raise CannotError

    def whole_area(self, area: Area) -> Area:
        """`Bill!A1:Bill!A9` is one area."""
        if not self.sign(":"):
            return area
        other = self.atom()
        if not isinstance(other, Area) or other.sheet not in ("", area.sheet):
            raise CannotError
        return Area(
            area.sheet,
            min(area.top, other.top),
            min(area.left, other.left),
            max(area.bottom, other.bottom),
            max(area.right, other.right),
        )

    def arguments(self) -> tuple[Node, ...]:
        """What stands between the brackets of a function."""
        found: list[Node] = []
        if self.sign(")"):
            return ()
        while True:
            ahead = self.tokens[self.place]["sign"] if self.place < len(self.tokens) else ""
            found.append(Missing() if ahead in (",", ";", ")") and ahead else self.comparison())
            if self.sign(")"):
                return tuple(found)
            if not self.sign(",", ";"):
                raise CannotError


def _area(token: re.Match[str]) -> Area:
    sheet = token["sheet"][:-1] if token["sheet"] else ""
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    if "[" in sheet:
        raise CannotError  # another file
    if token["columns"]:
        left, right = sorted(column_index(part.strip("$")) for part in token["columns"].split(":"))
        return Area(sheet, 0, left, LAST_ROW, right)
    if token["rows"]:
        top, bottom = sorted(int(part.strip("$")) - 1 for part in token["rows"].split(":"))
        return Area(sheet, top, 0, bottom, LAST_COLUMN)
    top, left = _cell(token["from"])
    bottom, right = _cell(token["to"]) if token["to"] else (top, left)
    return Area(sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _cell(text: str) -> tuple[int, int]:
    match = _CELL.fullmatch(text)
    if match is None:
        raise CannotError
    return int(match[2]) - 1, column_index(match[1])


def spine(node: Pair) -> tuple[Node, list[tuple[str, Node]]]:
    """The first value of operators that lean left, and the others with their operators in order."""
    rest: list[tuple[str, Node]] = []
    left: Node = node
    while isinstance(left, Pair):
        rest.append((left.sign, left.right))
        left = left.left
    rest.reverse()
    return left, rest


def areas(node: Node) -> list[Area]:
    """All areas that the tree refers to."""
    found: list[Area] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Area):
            found.append(one)
        elif isinstance(one, Signed):
            waiting.append(one.value)
        elif isinstance(one, Pair):
            waiting += (one.right, one.left)
        elif isinstance(one, Call):
            waiting += reversed(one.arguments)
    return found
