"""What an analysis would send and cost, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from llm.analyses.base import Ask, Kind
from llm.analysts import about, settled_places, shown_of
from llm.booking import Endpoint, Ledger, ceiling, likely
from llm.hybrid.sorting import Sorter
from llm.parts import Batch, batches_of
from llm.providers.base import ChatRequest, Usage
from llm.steps.base import Step
from llm.values import Work


class Estimate(msgspec.Struct, frozen=True):
    """One kind: `works` that it asks about, `known` of them answered before, and what the rest takes.

    `likely` is about what it will take, `most` what it cannot pass while no answer is cut short: such a question is asked again in halves.
    Costs are those of the first endpoint, None where its prices are not stated.
    """

    kind: str
    works: int
    known: int
    questions: int
    likely: Usage
    most: Usage
    likely_cost: Decimal | None
    most_cost: Decimal | None


def estimate(
    kind: Kind,
    ask: Ask,
    works: tuple[Work, ...],
    endpoints: tuple[Endpoint, ...],
    ledger: Ledger,
    *,
    runs: int = 1,
    sorter: Sorter | None = None,
) -> Estimate:
    """What `kind` would take at the first endpoint, `runs` times over. `sorter` settles what need not be asked about."""
    models = tuple(endpoint.model for endpoint in endpoints)
    known = questions = 0
    usually, most = Usage(), Usage()
    for run in range(1, runs + 1):
        step, asked, told = left_to_ask(kind, msgspec.structs.replace(ask, run=run), works, models, ledger, sorter)
        known += told
        for batch in asked:
            request = step.request(batch.works)
            questions += 1
            usually += likely(request) + Usage(0, _usual_reply(step, batch, request))
            most += ceiling(request)
    prices = endpoints[0].prices
    return Estimate(kind.name, len(works), known, questions, usually, most, prices.cost(usually), prices.cost(most))


def left_to_ask(
    kind: Kind,
    ask: Ask,
    works: tuple[Work, ...],
    models: Iterable[str],
    ledger: Ledger,
    sorter: Sorter | None = None,
) -> tuple[Step, list[Batch], int]:
    """The step, the questions that are left, and the number of works that a kept answer spares."""
    step = kind.step(about(kind, ask, works))
    shown = shown_of(kind, works)
    known = ledger.known(step.question, models, step.needs(shown))
    if kind.whole:
        if known and step.outcome(shown, known) is not None:
            return step, [], len(shown)
        return step, batches_of(kind.name, step, shown, size=max(1, len(shown))) if shown else [], 0
    settled = settled_places(sorter, kind, ask, shown)
    told = {place for place, work in enumerate(shown) if work.digest in known and place not in settled}
    places = [place for place in range(len(shown)) if place not in settled and place not in told]
    return step, batches_of(kind.name, step, shown, size=step.prompt.batch, places=places), len(told)


def _usual_reply(step: Step, batch: Batch, request: ChatRequest) -> int:
    return min(request.max_tokens, step.prompt.usual_base + step.prompt.usual_per_line * len(batch.works))
