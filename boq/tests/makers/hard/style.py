"""How a made bill is set: one draw of everything that differs between the bills that people send."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

# what may be wrong, odd or special; each bill has a few
TWISTS = (
    "continued_below",
    "continued_above",
    "ditto",
    "preambles",
    "notes",
    "hidden_rows",
    "hidden_column",
    "provisional",
    "prime_cost",
    "dayworks",
    "optional",
    "alternative",
    "rate_only",
    "included",
    "excluded",
    "unpriced",
    "amount_only",
    "per_hundred",
    "hundred_units",
    "unit_in_quantity",
    "currency_in_amount",
    "parts",
    "bidders",
    "formulas",
    "repeat_heading",
    "blank_rows",
    "page_totals",
    "carried",
    "rates_sheet",
    "cover",
    "preambles_sheet",
    "hidden_copy",
    "two_tables",
    "remarks",
    "negative",
    "contingency",
    "discount",
    "nested",
    "backwards",
    "gap_columns",
    "total_in_ref",
    "mixed_numbers",
    "dashes",
    "noise",
    "page_lines",
    "newlines",
    "ditto_unit",
    "other_words",
    "number_row",
    "bilingual",
    "tail",
    "level_column",
    "no_heading",
    "side_by_side",
    "merged_heading",
    "units_row",
)
NEED_PRICES = frozenset(
    (
        "optional", "alternative", "rate_only", "included", "excluded", "amount_only", "per_hundred", "currency_in_amount", "parts",
        "bidders", "formulas", "page_totals", "carried", "negative", "contingency", "discount", "provisional", "prime_cost", "no_heading",
    )
)  # fmt: skip
# pairs that no person would put together, or that contradict each other
APART = (
    {"ditto_unit", "unit_in_quantity"},
    {"ditto_unit", "hundred_units"},
    {"dashes", "formulas"},
    {"mixed_numbers", "formulas"},
    {"mixed_numbers", "no_heading"},
    {"gap_columns", "no_heading"},
    {"backwards", "no_heading"},
    {"backwards", "level_column"},
    {"other_words", "bilingual"},
    {"newlines", "continued_below"},
    {"newlines", "continued_above"},
    {"newlines", "ditto"},
    {"side_by_side", "gap_columns"},
    {"side_by_side", "hidden_rows"},
    {"side_by_side", "repeat_heading"},
    {"formulas", "unit_in_quantity"},
    {"rate_only", "unit_in_quantity"},
    {"continued_below", "continued_above"},
    {"parts", "bidders"},
    {"parts", "per_hundred"},
    {"formulas", "currency_in_amount"},
    {"page_totals", "carried"},
    {"no_heading", "two_tables"},
    {"no_heading", "parts"},
    {"no_heading", "bidders"},
    {"no_heading", "repeat_heading"},
    {"no_heading", "unit_in_quantity"},
    {"no_heading", "merged_heading"},
    {"no_heading", "number_row"},
    {"no_heading", "level_column"},
    {"side_by_side", "parts"},
    {"side_by_side", "bidders"},
    {"side_by_side", "no_heading"},
    {"side_by_side", "two_tables"},
    {"side_by_side", "page_totals"},
    {"side_by_side", "carried"},
    {"side_by_side", "formulas"},
    {"side_by_side", "hidden_column"},
    {"formulas", "parts"},
    {"formulas", "bidders"},
    {"formulas", "per_hundred"},
    {"formulas", "two_tables"},
    {"no_heading", "remarks"},
    {"two_tables", "page_totals"},
    {"two_tables", "carried"},
    {"continued_above", "ditto"},
    {"ditto", "continued_below"},
    {"continued_above", "amount_only"},
    {"merged_heading", "repeat_heading"},
    {"formulas", "page_totals"},
    {"formulas", "carried"},
    {"no_heading", "hundred_units"},
    {"no_heading", "per_hundred"},
    {"no_heading", "hidden_column"},
    {"no_heading", "rate_only"},
    {"no_heading", "amount_only"},
    {"units_row", "no_heading"},
    {"units_row", "merged_heading"},
    {"unit_in_quantity", "hundred_units"},
)


@dataclass
class Style:
    """The setting of one bill."""

    bills: int
    order: list[str]
    left: int
    titles: int
    refs: str
    sections: str
    total: str
    vat: bool
    subtotals: bool
    priced: bool
    as_text: bool
    native: bool
    mark: str
    group: str
    decimals: int
    twists: frozenset[str] = field(default_factory=frozenset)

    def has(self, twist: str) -> bool:
        return twist in self.twists


def random_style(dice: random.Random, tongue: str, mark: str, group: str) -> Style:
    """A draw. Nothing in it makes a bill that a person could not read."""
    order = ["ref", "description", "unit", "quantity", "rate", "amount"]
    roll = dice.random()
    if roll < 0.15:
        order = ["ref", "description", "quantity", "unit", "rate", "amount"]
    elif roll < 0.2:
        order = ["ref", "unit", "description", "quantity", "rate", "amount"]
    refs = dice.choice(("dotted", "dotted", "running", "letters", "restart", "coded", "none"))
    if refs == "none":
        order.remove("ref")
    as_text = dice.random() < 0.35
    if as_text and dice.random() < 0.3:
        mark, group = dice.choice(((".", ","), (",", "."), (",", " "), (",", "\u00a0"), (".", "'"), (".", "")))
    style = Style(
        bills=dice.choice((1, 1, 1, 2, 3, 4)),
        order=order,
        left=dice.choice((0, 0, 0, 1, 2)),
        titles=dice.choice((0, 1, 2, 4, 8)),
        refs=refs,
        sections=dice.choice(("plain", "bold", "filled", "numbered", "upper", "indent", "outline")),
        total=dice.choice(("grand", "grand", "grand", "none")),
        vat=dice.random() < 0.3,
        subtotals=dice.random() < 0.5,
        priced=dice.random() < 0.8,
        as_text=as_text,
        native=dice.random() < 0.5,
        mark=mark,
        group=group,
        decimals=dice.choice((2, 2, 2, 2, 3)),
    )
    style.twists = _twists(dice, style, tongue)
    return style


def _twists(dice: random.Random, style: Style, tongue: str) -> frozenset[str]:
    found = dice.sample(TWISTS, dice.choice((0, 1, 1, 2, 2, 3, 3, 4, 5)))
    kept: set[str] = set()
    for twist in found:
        if not style.priced and twist in NEED_PRICES:
            continue
        if any(twist in pair and kept & (pair - {twist}) for pair in APART):
            continue
        kept.add(twist)
    if style.as_text:
        kept.discard("formulas")
    if style.refs != "dotted" or style.sections == "numbered":
        kept.discard("level_column")
    if tongue != "ar":
        kept.discard("backwards")
    if style.refs == "none":
        kept.discard("total_in_ref")
    if style.refs == "none":
        kept -= {"continued_above", "no_heading", "hidden_column"}
    return frozenset(kept)
