"""Drawings made from the code: which app imports which, and which table points to which. SVG, so that they need no script to be seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey

from config.rooms import code_of, rooms

Graph = Mapping[str, frozenset[str]]
FOLDER = Path(settings.BASE_DIR) / "docs" / "pictures"
IMPORT = re.compile(r"^\s*(?:from ([a-z][\w.]*) import (.+)|import ([\w.]+))", re.MULTILINE)
WIDE, HIGH, BETWEEN, DOWN, EDGE = 148, 34, 18, 66, 16
ENGINE = "boq.engine"
TENANT = frozenset({"accounts.Organization", "accounts.User"})  # nearly every table points there
STYLE = (
    "text{font:500 13px 'IBM Plex Sans',system-ui,sans-serif;fill:#1d1b18;text-anchor:middle;dominant-baseline:central}"
    "rect{fill:#fffdf8;stroke:#0c5a5b;stroke-width:1.2}path{fill:none;stroke:#8b857a;stroke-width:1.1}"
    "@media(prefers-color-scheme:dark){text{fill:#ece7dd}rect{fill:#211f1c;stroke:#4fb3ad}path{stroke:#8b857a}}"
)


class Drawing(msgspec.Struct, frozen=True):
    """A picture of `docs/pictures/`, by its name without `.svg`."""

    name: str
    said: str
    graph: Graph


def drawings() -> tuple[Drawing, ...]:
    """All of them, as the code is now."""
    return (
        Drawing("apps", "Apps: an arrow leads to what an app imports", imports()),
        Drawing("tables-of-bills", "Tables of projects, bills and jobs", tables("projects", "boq", "jobs")),
        Drawing("tables-of-models", "Tables of language models", tables("llm")),
        Drawing("tables-of-people", "Tables of people, privacy and payments", tables("accounts", "gdpr", "billing")),
    )


def imports() -> Graph:
    """App -> the apps it imports, tests and migrations aside. Settings, which everybody reads, are not drawn; the engine is drawn apart."""
    known = {ENGINE, *rooms()} - {"config"}
    found: dict[str, set[str]] = {room: set() for room in known}
    for room in known - {ENGINE}:
        for path in code_of(room):
            parts = path.relative_to(settings.BASE_DIR).parts
            found[_room(".".join(parts))] |= {_room(name) for name in _imported(path)}
    return {room: frozenset(one & known) - {room} for room, one in found.items()}


def _room(module: str) -> str:
    return ENGINE if f"{module}.".startswith(f"{ENGINE}.") else module.partition(".")[0]


def _imported(path: Path) -> Iterator[str]:
    for module, names, plain in IMPORT.findall(path.read_text("utf-8")):
        yield from (f"{module}.{name.strip()}" for name in names.split(",")) if module else (plain,)


def tables(*labels: str) -> Graph:
    """Table -> the tables it points to with a foreign key; organizations and people, to whom nearly all belong, only among themselves."""
    found: dict[str, frozenset[str]] = {}
    for label in labels:
        for model in apps.get_app_config(label).get_models():
            keys = [one for one in model._meta.get_fields() if isinstance(one, ForeignKey)]
            there = {one.related_model._meta.label for one in keys if one.related_model is not model}
            own = model._meta.label
            found[own] = frozenset(there if label == "accounts" else there - TENANT)
    return {name: frozenset(one for one in there if one in found) for name, there in found.items()}


def ranks(graph: Graph) -> dict[str, int]:
    """How far above the ground each stands: what points nowhere is at 0, everything else above all it points to. Circles are cut."""
    found: dict[str, int] = {}

    def rank(name: str, above: frozenset[str]) -> int:
        if name not in found:
            below = [rank(one, above | {name}) for one in sorted(graph[name]) if one not in above and one != name]
            found[name] = max(below, default=-1) + 1
        return found[name]

    for name in sorted(graph):
        rank(name, frozenset())
    return found


def direct(graph: Graph) -> Graph:
    """Without the arrows that are said by two others: a to c, where a leads to b and b to c."""

    def reached(name: str, seen: set[str]) -> set[str]:
        for one in graph[name]:
            if one not in seen:
                seen.add(one)
                reached(one, seen)
        return seen

    return {
        name: frozenset(one for one in there if not any(one in reached(other, set()) for other in there - {one}))
        for name, there in graph.items()
    }


def svg(drawing: Drawing) -> str:
    """The drawing: rows by rank, the highest on top; within a row each stands near what it points to."""
    graph = direct(drawing.graph)
    rows = _rows(graph, ranks(drawing.graph))
    widest = max(len(row) for row in rows)
    width = widest * (WIDE + BETWEEN) - BETWEEN + 2 * EDGE
    places = {
        name: (
            EDGE + (widest - len(row)) * (WIDE + BETWEEN) / 2 + at * (WIDE + BETWEEN),
            EDGE + (len(rows) - 1 - rank) * (HIGH + DOWN),
        )
        for rank, row in enumerate(rows)
        for at, name in enumerate(row)
    }
    height = len(rows) * (HIGH + DOWN) - DOWN + 2 * EDGE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
        f"<title>{escape(drawing.said)}</title><style>{STYLE}</style>",
        '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M1 1 7 4 1 7"/></marker></defs>',
        *(_arrow(places[name], places[one]) for name in sorted(graph) for one in sorted(graph[name])),
        *(_box(name, place) for name, place in sorted(places.items())),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _rows(graph: Graph, high: Mapping[str, int]) -> list[list[str]]:
    rows: list[list[str]] = []
    at: dict[str, float] = {}
    most = 7
    for rank in range(max(high.values()) + 1):
        names = sorted(name for name, one in high.items() if one == rank)
        names.sort(key=lambda name: _middle(at[one] for one in graph[name] if one in at))
        for begin in range(0, len(names), most):
            row = names[begin : begin + most]
            rows.append(row)
            at |= {name: place - len(row) / 2 for place, name in enumerate(row)}
    return rows


def _middle(places: Iterable[float]) -> float:
    known = list(places)
    return sum(known) / len(known) if known else 0.0


def _arrow(above: tuple[float, float], below: tuple[float, float]) -> str:
    left, top = above[0] + WIDE / 2, above[1] + HIGH
    right, bottom = below[0] + WIDE / 2, below[1]
    bend = max(24.0, abs(bottom - top) / 2)
    return (
        f'<path marker-end="url(#a)" d="M{left:.0f} {top:.0f}C{left:.0f} {top + bend:.0f} {right:.0f} '
        f'{bottom - bend:.0f} {right:.0f} {bottom:.0f}"/>'
    )


def _box(name: str, place: tuple[float, float]) -> str:
    left, top = place
    said = escape(name if name == ENGINE else name.rpartition(".")[2])
    return (
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{WIDE}" height="{HIGH}" rx="6"/>'
        f'<text x="{left + WIDE / 2:.0f}" y="{top + HIGH / 2:.0f}">{said}</text>'
    )
