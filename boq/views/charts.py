"""Figures as pictures: places and sizes in units of the drawing. Each picture stands beside a table with the same figures.

Pictures are drawn from left to right; the style sheet turns them round where writing runs the other way. Coordinates are text with a
point, whatever the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from statistics import median

import msgspec

WIDTH, HEIGHT, FOOT = 420, 220, 18  # the foot holds the numbers under the bars
GAP = Decimal("0.25")  # of the room of one bar
FAR = Decimal("0.25")  # of the middle: what is further off is marked
HEATS = ((Decimal(5), ""), (Decimal(15), "1"), (Decimal(30), "2"))
MARK = Decimal("0.8")


class Bar(msgspec.Struct, frozen=True):
    """One bar; `running` is what it and all before it come to, `level` where that stands, `next` where the next bar begins."""

    name: str
    value: Decimal
    running: Decimal
    x: str
    y: str
    width: str
    height: str
    middle: str
    tone: str = ""
    number: int = 0
    count: int | None = None
    level: str = ""
    next: str = ""


class Bars(msgspec.Struct, frozen=True):
    """Bars side by side; `line` joins what they come to, `mark` is where four fifths stand."""

    bars: tuple[Bar, ...]
    whole: Decimal
    line: str = ""
    mark: str = ""
    width: int = WIDTH
    height: int = HEIGHT


class Heat(msgspec.Struct, frozen=True):
    """One rate and how far it is over (or under) the middle of its row, in percent."""

    value: Decimal | None
    over: Decimal | None = None
    tone: str = ""


class HeatRow(msgspec.Struct, frozen=True):
    """The rates of one item."""

    name: str
    middle: Decimal | None
    cells: tuple[Heat, ...]


class HeatMap(msgspec.Struct, frozen=True):
    """Items by bidders."""

    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]


class Dot(msgspec.Struct, frozen=True):
    """One rate on the line."""

    name: str
    value: Decimal
    x: str
    far: bool


class Strip(msgspec.Struct, frozen=True):
    """Rates on a line, the lowest first."""

    dots: tuple[Dot, ...]
    middle: Decimal
    middle_x: str
    axis: str = "30"
    foot: str = "54"
    width: int = WIDTH
    height: int = 60


def _n(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.1")), "f")


def pareto(rows: Iterable[tuple[str, Decimal, int | None]], whole: Decimal | None = None) -> Bars:
    """(name, amount, items) from the dearest down, as parts of `whole`, else of what they come to. What is not above nothing has no bar.

    Where the whole is nothing, as in a bill without prices, there is no picture (`line` is empty), only rows.
    """
    ranked = sorted(rows, key=lambda row: (-row[1], row[0]))
    whole = sum((amount for _, amount, _ in ranked), Decimal(0)) if whole is None else whole
    if not ranked:
        return Bars((), whole)
    room, tall = Decimal(WIDTH) / len(ranked), Decimal(HEIGHT - FOOT)
    scale = tall / whole if whole > 0 else Decimal(0)
    bars, points, running = [], [], Decimal(0)
    for at, (name, amount, count) in enumerate(ranked):
        running += amount
        high = scale * max(amount, Decimal(0))
        points.append(f"{_n(room * at + room / 2)},{_n(tall - scale * running)}")
        bars.append(
            Bar(
                name, amount, running, _n(room * at + room * GAP / 2), _n(tall - high), _n(room * (1 - GAP)), _n(high),
                _n(room * at + room / 2), number=at + 1, count=count,
            )
        )  # fmt: skip
    return Bars(tuple(bars), whole, " ".join(points) if scale else "", _n(tall - tall * MARK))


def waterfall(first: tuple[str, Decimal], steps: Sequence[tuple[str, Decimal]], last: str) -> Bars:
    """From the total `first` over each step (what it adds, or takes when below zero) to the total named `last`."""
    levels = [first[1]]
    for _, change in steps:
        levels.append(levels[-1] + change)
    low, high = min(0, *levels), max(0, *levels)
    tall, span = Decimal(HEIGHT - FOOT), Decimal(high - low) or Decimal(1)
    room = Decimal(WIDTH) / (len(steps) + 2)

    def y(value: Decimal) -> Decimal:
        return tall - tall * (value - low) / span

    def bar(at: int, name: str, change: Decimal, since: Decimal, until: Decimal, tone: str) -> Bar:
        top, foot = min(y(since), y(until)), max(y(since), y(until))
        left = room * at + room * GAP / 2
        return Bar(
            name, change, until, _n(left), _n(top), _n(room * (1 - GAP)), _n(max(foot - top, Decimal(1))),
            _n(room * at + room / 2), tone, level=_n(y(until)), next=_n(left + room),
        )  # fmt: skip

    nothing = Decimal(0)
    bars = [bar(0, first[0], first[1], nothing, first[1], "")]
    for at, (name, change) in enumerate(steps):
        bars.append(bar(at + 1, name, change, levels[at], levels[at + 1], "up" if change >= 0 else "down"))
    bars.append(bar(len(steps) + 1, last, levels[-1], nothing, levels[-1], ""))
    return Bars(tuple(bars), levels[-1])


def heat(columns: Sequence[str], rows: Iterable[tuple[str, Sequence[Decimal | None]]]) -> HeatMap:
    """Each rate against the middle of its row. A row with fewer than two rates has nothing to be measured by."""
    found = []
    for name, rates in rows:
        known = [rate for rate in rates if rate is not None]
        middle = median(known) if len(known) > 1 else None
        found.append(HeatRow(name, middle, tuple(_heat(rate, middle) for rate in rates)))
    return HeatMap(tuple(columns), tuple(found))


def _heat(rate: Decimal | None, middle: Decimal | None) -> Heat:
    if rate is None or not middle:
        return Heat(rate, Decimal(0) if rate is not None else None)
    over = (100 * (rate - middle) / abs(middle)).quantize(Decimal(1))
    step = next((step for limit, step in HEATS if abs(over) < limit), "3")
    side = ("over-" if over > 0 else "under-") if step else ""
    return Heat(rate, over, side + step)


def strip(rates: Iterable[tuple[str, Decimal]]) -> Strip:
    """Rates by size. Raises ValueError when there are none."""
    ranked = sorted(rates, key=lambda one: (one[1], one[0]))
    if not ranked:
        raise ValueError("a strip needs rates")
    middle = median([value for _, value in ranked])
    low, span = ranked[0][1], (ranked[-1][1] - ranked[0][1]) or Decimal(1)

    def x(value: Decimal) -> str:
        return _n(10 + (WIDTH - 20) * (value - low) / span)

    dots = tuple(Dot(name, value, x(value), abs(value - middle) > FAR * abs(middle)) for name, value in ranked)
    return Strip(dots, middle, x(middle))
