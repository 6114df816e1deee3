"""Before an analysis: what it would ask, what of it is known already, what it costs at most, and the exact text that would leave."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from accounts.access import Action, Actor, require
from accounts.errors import Invalid
from boq.models import Analysis, Boq
from boq.pipelines.analysis_asked import SUMMARY, Asked, asked, load_lines
from boq.pipelines.names import NO_NAMES, names_around
from boq.pipelines.own_history import history_of
from boq.services.analysis import route_of
from llm.analyses.wishes import Wish, told
from llm.analysts import OfflineAnalyst
from llm.endpoints import Endpoint
from llm.estimates import Estimate, estimate, left_to_ask
from llm.hybrid.sorting import Sorter
from llm.ledger import DatabaseLedger
from llm.offline.summary import BillFacts, statements
from llm.offline.words import sentence
from llm.providers.base import Message, Usage
from llm.steps import facts_as_works
from llm.values import Work


class KindPlan(msgspec.Struct, frozen=True):
    """One kind of the wish. `estimate` is None where the offline analyst works, which costs nothing."""

    name: str
    title: str
    works: int
    possible: bool
    sends_rates: bool
    estimate: Estimate | None


class Plan(msgspec.Struct, frozen=True):
    """What a wish comes to: `known` of its `works` are answered already. Costs are None where prices are not stated."""

    kinds: tuple[KindPlan, ...]
    questions: int
    works: int
    known: int
    likely: Usage
    most: Usage
    likely_cost: Decimal | None
    most_cost: Decimal | None
    currency: str

    @property
    def sends_rates(self) -> bool:
        """True when rates would leave this server."""
        return any(kind.sends_rates and kind.estimate is not None for kind in self.kinds)


class Preview(msgspec.Struct, frozen=True):
    """One question as it would be sent: `number` of `count` of its kind."""

    kind: str
    number: int
    count: int
    messages: tuple[Message, ...]


def plan(*, by: Actor, boq: Boq, wish: Wish) -> Plan:
    """What `wish` would ask and cost now."""
    require(by, Action.VIEW, boq)
    route = route_of(boq, by.user_id)
    ledger = DatabaseLedger(organization_id=boq.organization_id, subject_id=None, apart=boq.project.apart)
    sorter = _sorter(boq, route)
    kinds = tuple(
        _planned(one, works, route, ledger, wish.runs, sorter)
        for one, works in _asked_about(by, boq, wish, bool(route))
    )
    estimates = [kind.estimate for kind in kinds if kind.estimate is not None]
    prices = route[0].prices if route else None
    likely = sum((one.likely for one in estimates), Usage())
    most = sum((one.most for one in estimates), Usage())
    return Plan(
        kinds,
        sum(one.questions for one in estimates),
        sum(one.works for one in estimates),
        sum(one.known for one in estimates),
        likely,
        most,
        prices.cost(likely) if prices else None,
        prices.cost(most) if prices else None,
        prices.currency if prices else "",
    )


def preview(*, by: Actor, boq: Boq, wish: Wish, kind: str, number: int) -> Preview:
    """The exact text of question `number` (from 1) of `kind`. Raises Invalid when there is none.

    Where the worker also compares meanings, it asks about no more than this, and often less.
    """
    require(by, Action.VIEW, boq)
    route = route_of(boq, by.user_id)
    ledger = DatabaseLedger(organization_id=boq.organization_id, subject_id=None, apart=boq.project.apart)
    for one, works in _asked_about(by, boq, wish, bool(route)):
        if one.kind.name == kind and route:
            models = [place.model for place in route]
            step, batches, _known = left_to_ask(one.kind, one.ask, works, models, ledger, _sorter(boq, route))
            if 1 <= number <= len(batches):
                return Preview(kind, number, len(batches), step.request(batches[number - 1].works).messages)
    raise Invalid("analysis.nothing_to_send")


def _asked_about(by: Actor, boq: Boq, wish: Wish, masked: bool) -> Iterator[tuple[Asked, tuple[Work, ...]]]:
    """Each kind of the wish with the works that it would be asked about."""
    analysis = Analysis(organization_id=boq.organization_id, boq=boq, requested_by_id=by.user_id, options=told(wish))
    lines = load_lines(boq, names_around(boq.project) if masked else NO_NAMES)
    for one in asked(analysis, wish):
        yield one, _facts(boq) if one.kind.name == SUMMARY else one.kind.works(lines)


def _sorter(boq: Boq, route: tuple[Endpoint, ...]) -> Sorter:
    """What settles items before a model is asked: numbers, history and words. Meanings are left to the worker."""
    model = route[0].model if route else ""
    return Sorter(history_of(Analysis(organization_id=boq.organization_id, boq=boq, model=model)))


def _facts(boq: Boq) -> tuple[Work, ...]:
    """What the summary would be told if the analysis found nothing: its figures are not known before."""
    facts = BillFacts(boq.items_count, boq.sections_count, boq.currency, boq.total, boq.stated_total, boq.ties_out)
    return facts_as_works(tuple(sentence(one) for one in statements(facts)))


def _planned(
    one: Asked,
    works: tuple[Work, ...],
    route: tuple[Endpoint, ...],
    ledger: DatabaseLedger,
    runs: int,
    sorter: Sorter,
) -> KindPlan:
    kind = one.kind
    if not route:
        return KindPlan(kind.name, one.ask.title, len(works), OfflineAnalyst().can(kind), False, None)
    times = 1 if kind.name == SUMMARY else runs
    found = estimate(kind, one.ask, works, route, ledger, runs=times, sorter=sorter) if works else None
    return KindPlan(kind.name, one.ask.title, len(works), True, kind.sends_rates, found)
