"""A kind of finding in a few words, for headings and filters. The full sentence is in `boq.models.messages`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from boq.views.words import Words

TITLES: Words = {
    "analysis.ambiguous-description": _("Unclear description"),
    "analysis.incomplete-description": _("Incomplete description"),
    "analysis.missing-scope": _("Likely missing scope"),
    "analysis.odd-in-section": _("Item under another trade's heading"),
    "analysis.same-work": _("Same work in other words"),
    "arithmetic.amount-mismatch": _("Amount is not quantity × rate"),
    "arithmetic.amount-of-neighbour": _("Amount of another item"),
    "arithmetic.amount-parts-mismatch": _("Parts of the amount do not add up"),
    "arithmetic.decimal-slip": _("Slipped decimal point"),
    "arithmetic.hidden-decimals": _("Hidden decimals"),
    "arithmetic.large-share": _("Large share of the bill"),
    "arithmetic.parts-unclear": _("Parts of the rates are unclear"),
    "arithmetic.rate-parts-mismatch": _("Parts of the rate do not add up"),
    "arithmetic.rounding-difference": _("Rounding of an amount"),
    "completeness.missing-amount": _("Amount missing"),
    "completeness.missing-description": _("Description missing"),
    "completeness.missing-quantity": _("Quantity missing"),
    "completeness.missing-rate": _("Rate missing"),
    "completeness.missing-unit": _("Unit missing"),
    "completeness.no-quantities": _("No quantities at all"),
    "completeness.no-units": _("No units at all"),
    "completeness.not-priced": _("Bill not priced"),
    "completeness.unpriced-item": _("Item not priced"),
    "duplicates.rates-differ": _("Same work at different rates"),
    "duplicates.repeated-item": _("Item repeated"),
    "duplicates.repeated-ref": _("Item number repeated"),
    "duplicates.same-text": _("Same text, other quantity"),
    "duplicates.units-differ": _("Same work in different units"),
    "hidden.money": _("Money in hidden rows"),
    "hidden.much-money": _("Much money in hidden rows"),
    "totals.carried-wrong": _("Carried sum is not the total"),
    "totals.counts-twice": _("Total counts something twice"),
    "totals.grand-mismatch": _("Grand total does not add up"),
    "totals.leaves-out": _("Total leaves something out"),
    "totals.percentage-mismatch": _("Percentage does not fit"),
    "totals.rounding-difference": _("Rounding of a total"),
    "totals.rows-left-out": _("Formula leaves rows out"),
    "totals.rows-twice": _("Formula counts rows twice"),
    "totals.section-mismatch": _("Section total does not add up"),
    "totals.stale": _("Total is out of date"),
    "totals.typed-over": _("Total typed over a formula"),
    "totals.unclear": _("Totals are built in another way"),
    "units.against-description": _("Unit does not fit the description"),
    "units.fractional-count": _("Fraction of a countable thing"),
    "units.lump-sum-quantity": _("Lump sum with a quantity"),
    "units.unknown": _("Unit not known"),
    "values.amount-without-quantity": _("Amount without a quantity"),
    "values.error-value": _("Price cell shows an error"),
    "values.negative-amount": _("Negative amount"),
    "values.negative-quantity": _("Negative quantity"),
    "values.negative-rate": _("Negative rate"),
    "values.unreadable-price": _("Price cannot be read"),
    "values.unreadable-quantity": _("Quantity cannot be read"),
    "values.zero-quantities": _("Quantities of zero throughout"),
    "values.zero-quantity": _("Quantity of zero"),
    "values.zero-rate": _("Rate of zero"),
}


def title_of(code: str) -> str:
    """The heading for `code`; its last part in plain letters where nobody has worded it."""
    return str(TITLES[code]) if code in TITLES else code.rpartition(".")[2].replace("-", " ").capitalize()
