"""The kinds of analysis. `classify` and `summary` have ways of their own (`llm.analysts`); the others are notes about works."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from llm.analyses import choice
from llm.analyses.base import Ask, Kind
from llm.offline import classify as offline_classes
from llm.offline import review as offline_review
from llm.offline import scope as offline_scope
from llm.steps import classify, scope, summary
from llm.steps.base import Step
from llm.steps.classify import ClassifyItems
from llm.steps.notes import NoteItems, NoteKind
from llm.steps.scope import MissingScope
from llm.steps.summary import Summary
from llm.values import Claim, Work

OWN = "own"
REVIEW = NoteKind(
    "review_descriptions.v2",
    {
        "ambiguous": "analysis.ambiguous-description",
        "incomplete": "analysis.incomplete-description",
        "contradictory": "analysis.contradictory-description",
    },
)
UNITS = NoteKind("unit_against_text.v1", {"unit": "analysis.unit-against-text"})
LANGUAGES = NoteKind("texts_agree.v1", {"languages": "analysis.texts-disagree"})
RISKS = NoteKind(
    "risk_notes.v1",
    {"risk-moved": "analysis.risk-moved", "open-duty": "analysis.open-duty", "term": "analysis.contract-term"},
)
RATES = NoteKind(
    "rates_in_words.v1",
    {"too-low": "analysis.rate-too-low", "too-high": "analysis.rate-too-high", "swapped": "analysis.rate-swapped"},
)
OWN_QUESTION = NoteKind("own_question.v1", {"note": "analysis.own-question"})


def _notes(about: NoteKind) -> Callable[[Ask], Step]:
    return lambda ask: NoteItems(about, ask.language, ask.instruction, ask.title, ask.run)


def _reviewed(works: tuple[Work, ...]) -> Iterator[Claim]:
    return (claim for work in works for claim in offline_review.review(work))


def _missing(works: tuple[Work, ...]) -> Iterator[Claim]:
    by_code = offline_classes.codes_are_masterformat(works)
    rows = tuple(row for work in works for row in offline_classes.classified(work, by_code))
    return iter(offline_scope.missing_scope(works, rows))


KINDS: tuple[Kind, ...] = (
    Kind("classify", classify.PROMPT, choice.every, lambda ask: ClassifyItems(ask.standard, ask.run)),
    Kind("review", REVIEW.prompt, choice.every, _notes(REVIEW), _reviewed),
    Kind("units", UNITS.prompt, choice.odd_units, _notes(UNITS)),
    Kind("languages", LANGUAGES.prompt, choice.in_two_languages, _notes(LANGUAGES)),
    Kind("risks", RISKS.prompt, choice.with_duties, _notes(RISKS)),
    Kind("rates", RATES.prompt, choice.unusual_rates, _notes(RATES), sends_rates=True),
    Kind(OWN, OWN_QUESTION.prompt, choice.every, _notes(OWN_QUESTION)),
    Kind(
        "scope",
        scope.PROMPT,
        choice.every,
        lambda ask: MissingScope(ask.counts, ask.language, run=ask.run),
        _missing,
        whole=True,
    ),
    Kind("summary", summary.PROMPT, choice.every, lambda ask: Summary(ask.language, ask.run), whole=True),
)
DEFAULT = ("classify", "review", "units", "languages", "risks", "scope", "summary")


def kind(name: str) -> Kind:
    """The kind called `name`; `own:…` is a question of an organization's own. Raises KeyError."""
    wanted = name.partition(":")[0]
    for one in KINDS:
        if one.name == wanted:
            return one
    raise KeyError(name)
