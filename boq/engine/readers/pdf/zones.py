"""Ruled tables: lines that meet one another, the columns and bands between them, and the cells that miss a line between them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from boq.engine.readers.pdf.parts import Page, Rule, Run

MOST_PAIRS = 4_000_000
LEAST_UPRIGHT = 4
LEAST_HEIGHT = 4  # times the size of the letters: shorter lines rule no column
COVERED = 0.6  # share of a cell's side that a line must cover to close it


@dataclass(slots=True)
class Zone:
    """A ruled table of one page: its column edges `xs` and band edges `ys` (ascending), and the lines that it is made of."""

    xs: list[float]
    ys: list[float]
    across: list[Rule]
    down: list[Rule]
    runs: list[Run] = field(default_factory=list)
    above: dict[tuple[int, int], bool] = field(default_factory=dict)
    before: dict[tuple[int, int], bool] = field(default_factory=dict)

    @property
    def columns(self) -> int:
        """How many columns."""
        return len(self.xs) - 1

    @property
    def bands(self) -> int:
        """How many bands between horizontal lines."""
        return len(self.ys) - 1

    def holds(self, run: Run) -> bool:
        """True for what stands in the table: at its height, and beginning inside it."""
        slack = 0.5 * run.size
        inside = self.ys[0] - 0.2 * run.size <= run.middle <= self.ys[-1] + 0.2 * run.size
        return inside and self.xs[0] - slack <= run.x1 and run.x0 <= self.xs[-1] + slack and self.share(run) > 0.5

    def share(self, run: Run) -> float:
        """How much of a run's first part stands between the outer edges; text cut off at the right edge counts as inside."""
        begin = max(run.x0, self.xs[0])
        end = min(run.x1, self.xs[-1])
        return 1.0 if self.xs[0] - 1 <= run.x0 < self.xs[-1] - 1 else (end - begin) / max(0.1, run.x1 - run.x0)

    def band_of(self, run: Run) -> int:
        """The band in which a run stands."""
        return min(max(bisect_right(self.ys, run.middle) - 1, 0), self.bands - 1)

    def column_at(self, x: float) -> int:
        """The column at a place."""
        return min(max(bisect_right(self.xs, x) - 1, 0), self.columns - 1)

    def open_above(self, band: int, column: int) -> bool:
        """True when no line parts the cell from the one above it: both are one merged cell."""
        key = (band, column)
        if key not in self.above:
            left, right = self.xs[column], self.xs[column + 1]
            self.above[key] = not _covers(self.across, self.ys[band], left, right, 2.0)
        return self.above[key]

    def open_before(self, band: int, column: int) -> bool:
        """True when no line parts the cell from the one to its left."""
        key = (band, column)
        if key not in self.before:
            top, bottom = self.ys[band], self.ys[band + 1]
            self.before[key] = not _covers(self.down, self.xs[column], top, bottom, 2.0)
        return self.before[key]


def _covers(rules: list[Rule], at: float, start: float, end: float, slack: float) -> bool:
    covered = 0.0
    for rule in rules:
        if abs(rule.at - at) <= slack:
            covered += max(0.0, min(rule.end, end) - max(rule.start, start))
    return covered >= COVERED * (end - start)


def find_zones(page: Page) -> list[Zone]:
    """The ruled tables of a page from top to bottom; those that lie over one another at the same height are made one."""
    if len(page.across) * len(page.down) > MOST_PAIRS or not page.down:
        return []
    size = page.size
    slack = max(2.0, 0.3 * size)
    zones = []
    groups = _meeting(page, slack)
    met = {id(rule) for _, down in groups for rule in down}
    if (upright := _upright([rule for rule in page.down if id(rule) not in met], size)) is not None:
        zones.append(upright)
    for across, down in groups:
        xs = _edges([rule.at for rule in down if rule.length >= 0.7 * size], max(2.5, 0.5 * size))
        ys = _edges([rule.at for rule in across if rule.length >= size], max(1.5, 0.45 * size))
        if len(xs) < 2 or not ys:
            continue
        xs, ys = _closed(xs, across, size), _closed(ys, down, size)
        if len(ys) >= 2:
            zones.append(Zone(xs, ys, across, down))
    zones.sort(key=lambda zone: (zone.ys[0], zone.xs[0]))
    return _stacked(zones)


def _upright(rules: list[Rule], size: float) -> Zone | None:
    """Columns ruled from top to bottom without any line across."""
    rules = [rule for rule in rules if rule.length >= LEAST_HEIGHT * size]
    if len(rules) < LEAST_UPRIGHT:
        return None
    longest = max(rules, key=lambda rule: rule.length)
    rules = [r for r in rules if abs(r.start - longest.start) < size and abs(r.end - longest.end) < size]
    xs = _edges([rule.at for rule in rules], max(2.5, 0.5 * size))
    if len(xs) < LEAST_UPRIGHT:
        return None
    return Zone(xs, [longest.start, longest.end], [], rules)


def _closed(edges: list[float], rules: list[Rule], size: float) -> list[float]:
    """Tables without outer lines: where the crossing lines reach clearly beyond the last edge, they end the table."""
    starts = sorted(rule.start for rule in rules)
    ends = sorted(rule.end for rule in rules)
    first, last = starts[len(starts) // 2], ends[len(ends) // 2]
    if first < edges[0] - 1.5 * size:
        edges = [first, *edges]
    if last > edges[-1] + 1.5 * size:
        edges = [*edges, last]
    return edges


def _meeting(page: Page, slack: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines in groups that touch one another."""
    across, down = page.across, page.down
    parent = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if h.start - slack <= v.at <= h.end + slack and v.start - slack <= h.at <= v.end + slack:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(v)
    return [group for group in groups.values() if group[0] and group[1]]


def _edges(places: list[float], slack: float) -> list[float]:
    """Places nearer together than `slack` made one."""
    found: list[list[float]] = []
    for place in sorted(places):
        if found and place - found[-1][-1] <= slack and place - found[-1][0] <= 1.6 * slack:
            found[-1].append(place)
        else:
            found.append([place])
    return [sum(group) / len(group) for group in found]


def _stacked(zones: list[Zone]) -> list[Zone]:
    """Zones inside or beside others are taken together when one holds the other, else the larger one stays."""
    kept: list[Zone] = []
    for zone in zones:
        other = kept[-1] if kept else None
        if other is None or zone.ys[0] >= other.ys[-1] - 2:
            kept.append(zone)
            continue
        if abs(zone.ys[0] - other.ys[0]) < 4 and abs(zone.ys[-1] - other.ys[-1]) < 4 and zone.xs[0] > other.xs[-1]:
            xs, ys = other.xs + zone.xs, _edges(other.ys + zone.ys, 3.0)
            kept[-1] = Zone(xs, ys, other.across + zone.across, other.down + zone.down)
        elif zone.columns * zone.bands > other.columns * other.bands:
            kept[-1] = zone
    return kept
