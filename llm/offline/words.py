"""The words of the offline analyst: why a description is open, what is missing, what the figures say. Translated on display."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from boq.engine.bidi import isolated
from llm.standards import load
from llm.standards.cost_groups import COST_GROUPS
from llm.values import Statement

REASONS: dict[str, str | Promise] = {
    "refers-back": _("it refers to another item without saying what differs."),
    "too-short": _("one word does not say what is to be built."),
    "no-size-or-class": _("no size, thickness or class is given, and the price of such work depends on it."),
    "open-ended": _("“{found}” leaves the extent of the work open."),
    "or-similar": _("“{found}” leaves open which product is to be priced."),
}
ASKS: dict[str, str | Promise] = {
    "refers-back": _("Ask for the full description."),
    "too-short": _("Ask for the full description."),
    "no-size-or-class": _("Ask for the size, thickness or class."),
    "open-ended": _("Ask for the extent, or price it as stated in your qualifications."),
    "or-similar": _("Ask which products will be approved."),
}
SCOPES: dict[str, tuple[str | Promise, str | Promise]] = {
    "formwork": (_("formwork"), _("There is concrete above ground and no formwork.")),
    "reinforcement": (_("reinforcement"), _("There is structural concrete and no reinforcement.")),
    "excavation": (_("excavation"), _("There are foundations and no excavation.")),
    "backfill": (_("backfilling"), _("There is excavation and no filling.")),
    "disposal": (_("disposal of surplus soil"), _("There is excavation and no disposal.")),
    "plaster": (_("plaster or another wall finish"), _("There is masonry and no finish on it.")),
    "painting": (_("painting"), _("There is plaster and no painting.")),
    "roof-waterproofing": (_("waterproofing of the roof"), _("There is a concrete roof and no waterproofing.")),
    "ironmongery": (_("ironmongery"), _("There are doors and no ironmongery.")),
    "soil-pipes": (_("waste and soil pipes"), _("There is sanitary ware and no drainage.")),
    "water-pipes": (_("water pipes"), _("There is sanitary ware and no water supply.")),
    "pipe-testing": (_("testing of pipework"), _("There is pipework and no testing.")),
    "main-testing": (_("testing and disinfection of mains"), _("There are mains and no testing.")),
    "earthing": (_("earthing"), _("There are cables and boards and no earthing.")),
    "balancing": (
        _("testing and balancing"),
        _("There is ventilation or air conditioning and no testing or balancing."),
    ),
    "road-base": (_("base and sub-base"), _("There is asphalt and no base under it.")),
    "tack-coat": (_("prime and tack coat"), _("There is asphalt and no prime or tack coat.")),
    "pipe-trenches": (_("pipe trenches"), _("There are pipelines and no trenches.")),
    "steel-protection": (_("corrosion protection"), _("There is steelwork and no painting or galvanizing.")),
    "preliminaries": (_("preliminaries"), _("Many trades are billed and no preliminaries.")),
}
SENTENCES: dict[str, str | Promise] = {
    "summary.size": _("Number of items: {items}; sections: {sections}."),
    "summary.total": _("Total of the items that count: {total} {currency}."),
    "summary.ties": _("The total stated in the file ({stated} {currency}) follows from the items."),
    "summary.does-not-tie": _("The total stated in the file ({stated} {currency}) does not follow from the items."),
    "summary.unpriced": _("Items without a price: {count}."),
    "summary.largest-by-amount": _("{group}: {amount} {currency} in {count} items, {share}% of the money."),
    "summary.largest-by-count": _("{group}: {count} items, {share}% of all."),
    "summary.rules": _("Found by the checks: errors {errors}, warnings {warnings}."),
    "summary.rules-clean": _("The checks found no errors and no warnings."),
    "summary.open": _("Descriptions that need a look: {ambiguous} ambiguous, {incomplete} incomplete."),
    "summary.missing": _("Work that is probably missing: {count}; see the findings."),
    "summary.typical": _("Typical items of the largest trades: {texts}."),
    "summary.unclassified": _("Items whose trade could not be told: {count}."),
}


STEPS: dict[str, str | Promise] = {
    "code": _("by a number in the bill"),
    "own-history": _("as decided before for the same text"),
    "near-history": _("as decided before for nearly the same text"),
    "learned": _("as learned from lines that were decided before"),
    "keywords": _("by its words"),
    "section": _("by its heading"),
    "examples": _("by likeness to typical works"),
    "asked-before": _("as the model said, in doubt, about nearly the same text"),
    "person": _("by a person"),
}


_GAP = re.compile(r" +([ .,،)])")  # what an unknown currency leaves behind


def spelled(facts: Mapping[str, Any]) -> dict[str, Any]:
    """`facts` with codes put into words of the active language: reason and question, scope, names of trades."""
    told = dict(facts)
    if isinstance(reason := facts.get("reason_code"), str) and reason in REASONS:
        told["reason"] = str(REASONS[reason]).format(found=facts.get("found", ""))
        told["ask"] = str(ASKS[reason])
    if isinstance(scope := facts.get("scope_code"), str) and scope in SCOPES:
        told["scope"], told["reason"] = (str(text) for text in SCOPES[scope])
    standard = load(str(facts.get("standard", COST_GROUPS.code)))
    for name in ("group", "rule"):
        if facts.get(name) in standard.codes:
            told[name] = standard.group(str(facts[name])).name(get_language() or "en")
    return told


def sentence(statement: Statement) -> str:
    """One statement of a summary in the active language; a language model's own words as they are."""
    if statement.code not in SENTENCES:
        return statement.text
    facts = spelled(statement.facts)
    if get_language_bidi():
        facts = {name: isolated(fact) for name, fact in facts.items()}
    said = str(SENTENCES[statement.code]).format(**facts)
    return _GAP.sub(r"\1", said)


def step_words(step: str) -> str:
    """What decided a class, in words; a language model where the step is none of Mizan's own."""
    return str(STEPS.get(step, _("by the language model")))
