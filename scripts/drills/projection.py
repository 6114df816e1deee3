"""What a server or a cluster has to have for so many people, out of what one request and one import cost here. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BUSY = 0.7  # the share of a core that is planned with: beyond it, waiting grows faster than work
KINDS = ("web", "worker", "import child", "PostgreSQL", "Redis", "nginx")


@dataclass(frozen=True)
class Costs:
    """CPU seconds by kind of process, of one page, one call of the API, and one import."""

    page: Mapping[str, float]
    call: Mapping[str, float]
    imported: Mapping[str, float]

    def of(self, kind: str, habits: Habits) -> float:
        """CPU seconds a second that one person takes of this kind."""
        pairs = ((self.page, habits.pages), (self.call, habits.calls), (self.imported, habits.imports))
        return sum(costs.get(kind, 0.0) * rate for costs, rate in pairs)


@dataclass(frozen=True)
class Habits:
    """What one person at work does in a second: pages and parts of them, calls of the API, imports."""

    pages: float
    calls: float
    imports: float


def a_piece(spent: Mapping[str, float], pieces: int) -> dict[str, float]:
    """CPU seconds by kind for one piece of work."""
    return {kind: spent.get(kind, 0.0) / max(1, pieces) for kind in KINDS}


def cores(costs: Costs, habits: Habits, people: int) -> dict[str, float]:
    """Cores by kind for so many people at work at the same time, none of them busier than BUSY."""
    return {kind: people * costs.of(kind, habits) / BUSY for kind in KINDS}


def people_on(costs: Costs, habits: Habits, have: float, *kinds: str) -> int:
    """How many people so many cores carry, where only these kinds of processes work on them."""
    taken = sum(costs.of(kind, habits) for kind in kinds)
    return int(have * BUSY / taken) if taken else 0


def times(figures: Mapping[int, float]) -> dict[int, float]:
    """How many times the figure at the smallest number each one is."""
    first = figures[min(figures)]
    return {number: value / first if first else 0.0 for number, value in figures.items()}
