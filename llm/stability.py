"""Did reruns of the same question agree? Counted from the answers that were kept of each run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from llm.analyses.base import Ask, Kind
from llm.analysts import about, shown_of
from llm.booking import Ledger
from llm.steps.base import Step
from llm.values import Answered, Work


class Agreement(msgspec.Struct, frozen=True):
    """How runs agreed. `claims`: (code, key of the first item, group or "") -> runs that said it; `groups`: works put in one group by all.

    `works` is how many works were asked about, `runs` how often.
    """

    runs: int
    works: int
    claims: dict[tuple[str, str, str], int]
    groups: int


def agreement(
    kind: Kind, ask: Ask, works: tuple[Work, ...], runs: int, ledger: Ledger, models: Iterable[str]
) -> Agreement:
    """What `runs` runs of `kind` said about `works`, as far as their answers were kept."""
    models = tuple(models)
    asked = about(kind, ask, works)
    shown = shown_of(kind, works)
    steps = [kind.step(msgspec.structs.replace(asked, run=run)) for run in range(1, runs + 1)]
    known = [ledger.known(step.question, models, step.needs(shown)) for step in steps]
    claims: dict[tuple[str, str, str], int] = {}
    for step, answers in zip(steps, known, strict=True):
        for claim in said_by(step, shown, answers):
            claims[claim] = claims.get(claim, 0) + 1
    groups = (
        sum(len({_group(answers, work) for answers in known}) == 1 for work in shown) if kind.name == "classify" else 0
    )
    return Agreement(runs, len(shown), claims, groups)


def said_by(step: Step, works: tuple[Work, ...], answers: Mapping[str, Answered]) -> set[tuple[str, str, str]]:
    """What one run said: (code, key of the first item, group or "")."""
    outcome = step.outcome(works, answers) if answers else None
    claims = outcome.claims if outcome is not None else ()
    return {(claim.code, claim.items[0], str(claim.facts.get("group", ""))) for claim in claims if claim.items}


def _group(answers: Mapping[str, Answered], work: Work) -> str:
    return answers[work.digest].group if work.digest in answers else ""
