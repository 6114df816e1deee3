"""Runs the statements of the figures, and makes of each what the page shows: a drawing for each series, and the same in a table."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection

from config.figures.definitions import FIGURES, Figure

WIDTH, HEIGHT, HEAD = 640, 120, 4
MONTHS = 12
_PRICE = re.compile(r"(\d+(?:[.,]\d{1,2})?)\s*([A-Z]{3})")


class Point(msgspec.Struct, frozen=True):
    """One value and its bar; coordinates are text with a point, whatever the language."""

    moment: date
    value: Decimal
    x: str
    y: str
    width: str
    height: str


class Series(msgspec.Struct, frozen=True):
    """The values of one currency or door, in order. `most` is the height of the drawing."""

    name: str
    points: tuple[Point, ...]
    most: Decimal
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def last(self) -> Point:
        return self.points[-1]


class Shown(msgspec.Struct, frozen=True):
    """One figure with what came of it; no series where nothing is known yet."""

    figure: Figure
    series: tuple[Series, ...]


def prices() -> list[dict[str, str]]:
    """Those of `PLAN_PRICES` that are a number and a currency ("49 EUR"); words such as "on request" are no price."""
    found = []
    for plan, words in settings.PLAN_PRICES.items():
        match = _PRICE.fullmatch(str(words).strip())
        if match:
            found.append({"plan": plan, "price": match.group(1).replace(",", "."), "currency": match.group(2)})
    return found


def rows(figure: Figure, *, today: date, days: int) -> list[tuple[date, str, Decimal]]:
    """(moment, series, value) of the last days, or of the last twelve months."""
    until = today + timedelta(days=1)
    since = today - timedelta(days=days - 1)
    if figure.monthly:
        months = today.year * 12 + today.month - MONTHS
        since = date(months // 12, months % 12 + 1, 1)
    known: dict[str, Any] = {
        "since": since,
        "until": until,
        "trial": settings.TRIAL_DAYS,
        "prices": json.dumps(prices()),
    }
    with connection.cursor() as cursor:
        cursor.execute(figure.sql, known)
        return [(moment, str(name), Decimal(value)) for moment, name, value in cursor.fetchall() if value is not None]


def shown(figure: Figure, *, today: date, days: int) -> Shown:
    """The figure, drawn."""
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for moment, name, value in rows(figure, today=today, days=days):
        found.setdefault(name, []).append((moment, value))
    return Shown(figure, tuple(_drawn(figure, name, values, today, days) for name, values in found.items()))


def all_shown(*, today: date, days: int) -> list[Shown]:
    """Every figure: one statement each."""
    return [shown(figure, today=today, days=days) for figure in FIGURES]


def _drawn(figure: Figure, name: str, values: list[tuple[date, Decimal]], today: date, days: int) -> Series:
    most = max(value for _moment, value in values)
    places = MONTHS if figure.monthly else days
    room = Decimal(WIDTH) / places
    points = []
    for moment, value in values:
        back = (today.year - moment.year) * 12 + today.month - moment.month if figure.monthly else (today - moment).days
        tall = value / most * (HEIGHT - HEAD) if most else Decimal(0)
        points.append(
            Point(
                moment,
                value,
                _at((places - 1 - back) * room),
                _at(HEIGHT - tall),
                _at(room * Decimal("0.8")),
                _at(tall),
            )
        )
    return Series(name, tuple(points), most)


def _at(place: Decimal) -> str:
    return format(place.quantize(Decimal("0.1")), "f")
