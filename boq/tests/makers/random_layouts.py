"""What a random bill holds and how it is set: works, sections, and a layout with its twists."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from boq.tests.makers.languages import Tongue

CENT = Decimal("0.01")


@dataclass
class Work:
    """One item of the truth."""

    text: str
    unit: str
    quantity: Decimal | None
    rate: Decimal | None
    word: str = ""
    lump: Decimal | None = None

    @property
    def amount(self) -> Decimal | None:
        """Quantity × rate, to the cent; a lump sum as it is."""
        if self.quantity is None or self.rate is None:
            return self.lump
        return (self.quantity * self.rate).quantize(CENT, ROUND_HALF_UP)


@dataclass
class Layout:
    """How the bill is set."""

    order: list[str]
    left: int
    titles: int
    two_rows: bool
    numbered: bool
    repeat: int
    refs: str
    subtotals: str
    total: str
    vat: bool
    blanks: float
    notes: bool
    continued: bool
    as_text: bool
    digits: str
    priced: bool
    parts: bool
    bold: bool
    twists: frozenset[str]


def random_layout(dice: random.Random) -> Layout:
    middle = ["unit", "quantity"] if dice.random() < 0.7 else ["quantity", "unit"]
    order = ["ref", "description", *middle, "rate", "amount"]
    if dice.random() < 0.1:
        order = ["ref", "unit", "description", "quantity", "rate", "amount"]
    refs = dice.choice(("dotted", "running", "restart", "letters", "none"))
    if refs == "none":
        order.remove("ref")
    priced = dice.random() < 0.75
    if dice.random() < 0.3:
        order.append("remarks")
    return Layout(
        order=order,
        left=dice.choice((0, 0, 0, 1, 3)),
        titles=dice.choice((0, 0, 1, 3, 7)),
        two_rows=dice.random() < 0.2,
        numbered=dice.random() < 0.15,
        repeat=dice.choice((0, 0, 0, 12)),
        refs=refs,
        subtotals=dice.choice(("none", "section", "section", "carried")),
        total=dice.choice(("grand", "grand", "plain", "none")),
        vat=dice.random() < 0.3,
        blanks=dice.choice((0.0, 0.0, 0.2, 0.9)),
        notes=dice.random() < 0.3,
        continued=dice.random() < 0.2,
        as_text=dice.random() < 0.25,
        digits=dice.choice(("latin", "latin", "native")),
        priced=priced,
        parts=priced and dice.random() < 0.15,
        bold=dice.random() < 0.5,
        twists=_twists(dice, priced, refs),
    )


TWISTS = (
    "children",
    "premium",
    "say",
    "codes",
    "amount_only",
    "rate_only",
    "included",
    "heading_total",
    "top_total",
    "zero",
    "preamble",
    "sign",
    "later",
    "parties",
    "measure",
    "copy",
    "old",
)
NEED_PRICES = frozenset(
    {"premium", "say", "amount_only", "included", "heading_total", "top_total", "later", "parties", "rate_only"}
)


def _twists(dice: random.Random, priced: bool, refs: str) -> frozenset[str]:
    """What makes a bill harder than it should be."""
    found = set(dice.sample(TWISTS, dice.choice((0, 0, 1, 2, 3))))
    found = found - NEED_PRICES if not priced else found - {"zero"}
    if refs != "running":
        found.discard("children")
    return frozenset(found)


def random_sections(dice: random.Random, tongue: Tongue, layout: Layout) -> list[tuple[str, list[Work]]]:
    sections = []
    serial = 0
    for number in range(dice.randint(1, 5)):
        works = []
        for _ in range(dice.randint(2, 14)):
            serial += 1
            kind = dice.choice(("", " type A", " B25", " 20 cm"))
            text = f"{dice.choice(tongue.works)} {dice.choice(tongue.things)}{kind} {serial}"
            lump = dice.random() < 0.08
            quantity = Decimal(1) if lump else Decimal(dice.randint(1, 90000)) / 100
            rate: Decimal | None = Decimal(dice.randint(50, 500000)) / 100
            word = ""
            if not layout.priced or (dice.random() < 0.02 and not layout.parts):
                rate = None
            roll = dice.random()
            if "amount_only" in layout.twists and roll < 0.1:
                works.append(Work(text, tongue.lump, None, None, "", rate))
                continue
            if "rate_only" in layout.twists and roll < 0.1:
                works.append(Work(text, dice.choice(tongue.units), None, rate, "Rate only"))
                continue
            if "included" in layout.twists and roll < 0.1:
                works.append(Work(text, dice.choice(tongue.units), quantity, None, "Included"))
                continue
            works.append(Work(text, tongue.lump if lump else dice.choice(tongue.units), quantity, rate, word))
        sections.append((f"{tongue.section} {number + 1} {dice.choice(tongue.things)}", works))
    return sections
