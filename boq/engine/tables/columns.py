"""Which column is what: by its heading, by what its cells look like, and by arithmetic (quantity × rate = amount)."""

from __future__ import annotations

from dataclasses import dataclass, field

from boq.engine.tables.figures import Money


@dataclass(slots=True)
class Columns:
    """The columns of one table, 0-based, None where there is none."""

    ref: int | None = None
    description: tuple[int, ...] = ()
    unit: int | None = None
    unit_again: int | None = None
    money: Money = field(default_factory=Money)
    level: int | None = None
    bidder: int | None = None
    coefficient: int | None = None
    scope: int | None = None
    nature: int | None = None
    code: int | None = None
    sections: tuple[int, ...] = ()
    dimensions: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()
    headed: frozenset[str] = frozenset()
    unit_share: float = 0.0
    inferred: bool = False

    @property
    def quantity(self) -> int | None:
        """The quantity column."""
        return self.money.quantity

    @property
    def rate(self) -> int | None:
        """The rate column."""
        return self.money.rate

    @property
    def amount(self) -> int | None:
        """The amount column."""
        return self.money.amount

    def used(self) -> set[int]:
        """Every column that the reading takes values from."""
        single = (
            self.ref,
            self.unit,
            self.unit_again,
            self.level,
            self.bidder,
            self.coefficient,
            self.code,
            self.scope,
            self.nature,
        )
        return (
            {c for c in single if c is not None}
            | set(self.description)
            | set(self.sections)
            | set(self.notes)
            | self.money.used()
        )
