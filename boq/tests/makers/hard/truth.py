"""What a made bill really holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass
class Work:
    """One item of the truth. `text` is the whole description, without preambles."""

    text: str
    unit: str
    quantity: Decimal | None
    rate: Decimal | None
    kind: str = "measured"
    standing: str = "counts"
    state: str = "priced"
    lump: Decimal | None = None
    base: Decimal = Decimal(1)
    ref: str = ""
    echo: str = ""  # what the cell holds in place of the text
    ruled: bool = False
    hidden: bool = False

    @property
    def amount(self) -> Decimal | None:
        """Quantity × rate, to the cent; a lump sum as it is; None where a word stands."""
        if self.lump is not None or self.state in ("included", "excluded", "rate_only", "unpriced"):
            return self.lump
        if self.quantity is None or self.rate is None:
            return None
        return (self.quantity * self.rate / self.base).quantize(CENT, ROUND_HALF_UP)

    @property
    def worth(self) -> Decimal:
        """What it adds to the total."""
        return (self.amount or Decimal(0)) if self.standing == "counts" else Decimal(0)


@dataclass
class Part:
    """A section with its works, and the section inside it."""

    title: str
    works: list[Work]
    preamble: str = ""

    @property
    def worth(self) -> Decimal:
        return sum((work.worth for work in self.works), Decimal(0))


@dataclass
class Truth:
    """What reading must find: works by sheet, the stated total."""

    sheets: dict[str, list[Work]] = field(default_factory=dict)
    stated: Decimal | None = None

    @property
    def works(self) -> list[Work]:
        return [work for works in self.sheets.values() for work in works]

    @property
    def total(self) -> Decimal:
        return sum((work.worth for work in self.works), Decimal(0))
