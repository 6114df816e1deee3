"""Codes to words: what a finding, a warning or a reading error says to a person, and what to do next.

Facts fill the placeholders. A code without words fails the tests. Add to the table of the room the code comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from boq.engine.bidi import isolated
from boq.engine.reports.labels import Labels
from boq.models.finding_words import FINDINGS
from boq.models.foreign import FORMAT_ADVICE, kind_of_foreign
from boq.models.reading_words import READING_ERRORS, READING_WARNINGS
from boq.models.receipt_words import RECEIPT_LABELS
from boq.templatetags.figures import written
from llm.offline.words import spelled

Text = str | Promise

ANALYSIS: dict[str, Text] = {
    "analysis.ambiguous-description": _("Bidders may price this in different ways: {reason} {ask}"),
    "analysis.incomplete-description": _("Something that fixes the price is not said: {reason} {ask}"),
    "analysis.contradictory-description": _("The description contradicts itself: {reason} {ask}"),
    "analysis.unit-against-text": _("The unit does not fit the text: {reason} {ask}"),
    "analysis.texts-disagree": _("The languages of this item say different things: {reason} {ask}"),
    "analysis.risk-moved": _("A risk is put on the contractor: {reason} {ask}"),
    "analysis.open-duty": _("A duty without limit: {reason} {ask}"),
    "analysis.contract-term": _("A term of the contract stands in the bill: {reason} {ask}"),
    "analysis.rate-too-low": _("The rate looks too low for this work: {reason} {ask}"),
    "analysis.rate-too-high": _("The rate looks too high for this work: {reason} {ask}"),
    "analysis.rate-swapped": _("The rate looks like that of another item or unit: {reason} {ask}"),
    "analysis.own-question": _("{title}: {reason} {ask}"),
    "analysis.same-work": _("This may be the same work as “{other}”. Ask which of the two is to be priced."),
    "analysis.odd-in-section": _("This reads like {group} under a heading of {rule}. See whether it belongs there."),
    "analysis.missing-scope": _("Probably missing ({group}): {scope}. {reason} Find out where it is priced."),
}

ANALYSIS_ERRORS: dict[str, Text] = {
    "llm.failed": _(
        "The language model gave no answer for {items} items (from {first} to {last}). Resume the analysis later."
    ),
    "llm.rate-limited": _(
        "The provider of the language model takes no more calls for now; {items} items (from {first} to {last}) are left. Resume later."
    ),
    "llm.unavailable": _(
        "The language model could not be reached; {items} items (from {first} to {last}) are left. Resume later: what is done is kept."
    ),
    "llm.timed-out": _(
        "The language model took too long; {items} items (from {first} to {last}) are left. Resume later: what is done is kept."
    ),
    "llm.invalid": _(
        "The language model did not answer in the agreed form; {items} items (from {first} to {last}) are left. Resume, or use another."
    ),
    "llm.truncated": _(
        "The answer of the language model was cut off; {items} items (from {first} to {last}) are left. Use a model with longer answers."
    ),
    "llm.too-long": _(
        "The texts do not fit the language model; {items} items (from {first} to {last}) are left. Use a model with a longer context."
    ),
    "llm.refused": _(
        "The provider refused {items} items (from {first} to {last}). Check the name of the model, then resume the analysis."
    ),
    "llm.unauthorized": _(
        "The provider does not accept the key of the language model. Ask the operator to check it, then resume."
    ),
    "llm.budget-exceeded": _(
        "This month's budget for language models is used up; {items} items (from {first} to {last}) are left. Ask an owner or admin to "
        "raise it, then resume: what is done is kept."
    ),
    "llm.plan-used-up": _(
        "The plan's tokens of this month are used up; {items} items (from {first} to {last}) are left. Resume next month, set up a key of "
        "your own, or ask for another plan: what is done is kept."
    ),
    "llm.budget-currency": _(
        "The budget is in money, and what this provider costs in that currency is not known. State its prices, or budget tokens."
    ),
    "llm.no-provider": _(
        "There is no provider of language models any more, or your organization has opted out. Nothing was sent. Add one, then resume."
    ),
    "llm.abandoned": _("The call was cut off before its answer came. Resume the analysis."),
    "llm.no-tools": _("This language model cannot use tools, so it cannot answer from the data. Use another model."),
    "llm.invalid-call": _("The language model asked for something that does not exist. Ask again, or in other words."),
    "llm.out-of-credit": _(
        "The account at the provider of the language model has no money left. Top it up, then resume the analysis."
    ),
}

# The words of reports: columns, lines, and the values of the engine's model. See boq/engine/reports/labels.py.
REPORT_LABELS: dict[str, Text] = {
    "sheet.summary": _("Summary"),
    "sheet.bill": _("Bill of quantities"),
    "sheet.findings": _("Findings"),
    "ref": _("Item no."),
    "description": _("Description"),
    "unit": _("Unit"),
    "quantity": _("Quantity"),
    "rate": _("Rate"),
    "amount": _("Amount"),
    "difference": _("Difference"),
    "rate_base": _("Rate per"),
    "resolved": _("Ditto in full"),
    "preamble": _("Texts over the item"),
    "kind": _("Kind"),
    "standing": _("Scope"),
    "state": _("Pricing"),
    "counts": _("In the total"),
    "note": _("Note"),
    "cell": _("Source cell"),
    "key": _("Key"),
    "section": _("Section"),
    "party": _("Bidder"),
    "severity": _("Severity"),
    "code": _("Code"),
    "finding": _("Finding"),
    "item": _("Item"),
    "items": _("Items"),
    "share": _("Share"),
    "stated": _("Stated"),
    "expected": _("Expected"),
    "total_of": _("Total of"),
    "grand_total": _("Grand total"),
    "file": _("File"),
    "format": _("Format"),
    "currency": _("Currency"),
    "total": _("Total of the items"),
    "stated_total": _("Total stated in the file"),
    "ties_out": _("The file adds up"),
    "yes": _("Yes"),
    "no": _("No"),
    "unknown": _("Not known"),
    "stated_lines": _("Totals as stated in the file"),
    "kind.measured": _("Measured"),
    "kind.lump_sum": _("Lump sum"),
    "kind.provisional_sum": _("Provisional sum"),
    "kind.prime_cost": _("Prime cost sum"),
    "kind.daywork": _("Daywork"),
    "kind.percentage": _("Percentage"),
    "kind.contingency": _("Contingency"),
    "kind.discount": _("Discount"),
    "kind.tax": _("Tax"),
    "standing.counts": _("Base"),
    "standing.optional": _("Optional"),
    "standing.alternative": _("Alternative"),
    "standing.not_applicable": _("Not applicable"),
    "standing.superseded": _("Superseded"),
    "state.priced": _("Priced"),
    "state.zero": _("Zero"),
    "state.unpriced": _("Not priced"),
    "state.included": _("Included"),
    "state.excluded": _("Excluded"),
    "state.rate_only": _("Rate only"),
    "state.unreadable": _("Unreadable"),
    "severity.error": _("Error"),
    "severity.warning": _("Warning"),
    "severity.info": _("Note"),
}

REPORT_ERRORS: dict[str, Text] = {
    "report_failed": _(
        "The {format} could not be made within its limits. Download the signed receipt as JSON, or try again later."
    ),
    "too_many_rows": _(
        "The bill needs {rows} rows and a sheet holds {limit}. Download it as csv or json, or split the bill."
    ),
}

# What a check of a signed receipt comes to.
RECEIPT_CHECKS: dict[str, Text] = {
    "": _("The receipt is genuine: this server signed it, and nothing in it has been changed."),
    "not_a_receipt": _("This is no signed receipt. Choose the JSON file that Mizan gave out as “signed receipt”."),
    "unsigned": _("The receipt bears no signature. Ask for the signed receipt of the bill."),
    "foreign_key": _("Another server signed this receipt. Check it there, or with that server's public key."),
    "changed": _("The receipt was changed after it was signed, or its signature is damaged. Ask for it anew."),
    "other_file": _("The receipt is genuine, but it is about another file: the hashes differ."),
    "too_large": _("The file is larger than a receipt can be. Choose the signed receipt itself."),
}

ADVISED = frozenset({"type_mismatch", "unsupported_format"})
TABLES = (READING_ERRORS, READING_WARNINGS, FINDINGS, ANALYSIS, ANALYSIS_ERRORS, REPORT_ERRORS)


def advised(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a file that cannot be read, with what to ask its sender for as `advice`."""
    kind = kind_of_foreign(str(facts.get("format") or ""), str(facts.get("name") or ""))
    return {**facts, "advice": str(FORMAT_ADVICE[kind])}


# Facts that are figures, whichever kind of number or text they came as; row numbers, item numbers and what a cell holds are none.
FIGURES = {
    *(
        "amount",
        "base",
        "difference",
        "expected",
        "highest",
        "implied",
        "lowest",
        "quantity",
        "stated",
        "total",
        "value",
    ),
    *(
        "agree",
        "checked",
        "count",
        "errors",
        "items",
        "joined",
        "known",
        "limit",
        "named",
        "of",
        "sections",
        "unjoined",
        "warnings",
    ),
    *("factor", "percent", "share", "spread"),
}


def grouped(code: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with figures as the active language writes them; where a reading doubts the decimal mark, `value` stays as it is."""
    raw = () if code in FINDINGS else ("value",)
    return {name: written(fact) if name in FIGURES and name not in raw else fact for name, fact in facts.items()}


class Facts(dict[str, Any]):
    """Facts for `str.format_map`: one that is missing or unknown shows as a dash; in right-to-left languages each keeps its own order."""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if value is None:
            return "–"
        return isolated(value) if get_language_bidi() else value

    def __missing__(self, key: str) -> str:
        return "–"


def message(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The words for `code` in the active language, with `facts` filled in; the code itself when it has no words."""
    for table in TABLES:
        if code in table:
            facts = advised(facts or {}) if code in ADVISED else facts
            return str(table[code]).format_map(Facts(grouped(code, spelled(facts or {}))))
    return code


def labels() -> Labels:
    """The words of a report in the active language: columns, lines and values; findings say there what they say on pages."""
    return Labels({key: str(text) for key, text in {**REPORT_LABELS, **RECEIPT_LABELS}.items()}, message)
