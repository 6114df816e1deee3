"""What a whole analysis costs in tokens, all kinds that are asked by default: a fresh bill, the same again, a revision.

As in an organization that analysed nothing before: what a model decides about the fresh bill is its history from then on, by the rules of
`boq.pipelines.own_history`, so that a line that says nearly the same is not asked about anew. The playing provider repeats the doubt of
the words that left the line open, and is remembered as that doubtful.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy

from benchmarks.bill import made_bill, revised
from benchmarks.cost import Cost, cost_of
from boq.pipelines.own_history import GUESSES, LEAST
from llm.analyses import DEFAULT, Ask, kind
from llm.analysts import LlmAnalyst
from llm.hybrid.sorting import Sorter
from llm.hybrid.values import Past
from llm.offline.summary import BillFacts
from llm.parts import Done, Event
from llm.providers.base import Talker
from llm.testing.endpoints import PlainEndpoint
from llm.testing.ledger import MemoryLedger
from llm.values import Line, Work

FACTS = (
    "Number of items: {items}; sections: 24.",
    "The items come to {total} USD, which is what the file states.",
    "Concrete, formwork and reinforcement: 1,000,000.00 USD in {items} items, 31.0% of the money.",
    "12 items have no price.",
    "The rules found 3 errors and 17 warnings.",
)


def whole(connect: Callable[[], Talker], lines: int) -> list[Cost]:
    """The cases for a bill of `lines`; the share is of its fresh analysis. The last is the revision where nothing was remembered."""
    bill, ledger, history = made_bill(lines), MemoryLedger(), Remembered()
    changed = revised(bill)
    fresh = _analysed(f"{lines:,} lines, fresh", connect, ledger, bill, history)
    same = _analysed(f"{lines:,} lines, the same again", connect, ledger, bill, history)
    beside = deepcopy(ledger)
    revision = _analysed(f"{lines:,} lines, 2% of its lines changed", connect, ledger, changed, history)
    case = f"{lines:,} lines, 2% changed, nothing remembered"
    return [fresh, same, revision, _analysed(case, connect, beside, changed, Remembered())]


def _analysed(
    case: str, connect: Callable[[], Talker], ledger: MemoryLedger, works: tuple[Work, ...], history: Remembered
) -> Cost:
    before, decided = len(ledger.paid), list[Past]()
    analyst = LlmAnalyst([PlainEndpoint(connect())], ledger, sorter=Sorter(lambda _standard: history))
    told = tuple(Line(work.keys[0], work.text, work.unit, work.section, work.ref) for work in works)
    for name in DEFAULT:
        one, ask = kind(name), Ask()
        summed = name == "summary"
        decided += _decided(
            analyst.summary(one, ask, _facts(works), _said(works))
            if summed
            else analyst.events(one, ask, one.works(told))
        )
    analyst.close()
    history.kept += decided
    return cost_of(case, ledger, before, len(works), 0)


class Remembered:
    """What was decided in earlier analyses, the oldest first."""

    def __init__(self) -> None:
        self.kept: list[Past] = []

    def past(self, works: Sequence[Work]) -> Sequence[Past]:
        """See `llm.hybrid.values.History`."""
        return self.kept[::-1]


def _decided(events: Iterable[Event]) -> list[Past]:
    """The classes that a model gave, or a number in the bill: what the next analysis remembers."""
    found = []
    for event in events:
        if isinstance(event, Done):
            work_of = {key: work for work in event.batch.works for key in work.keys}
            found += [
                Past(
                    work_of[row.key].text,
                    work_of[row.key].unit,
                    row.group,
                    False,
                    row.confidence,
                    row.confidence < LEAST,
                )
                for row in event.outcome.classified
                if row.step not in GUESSES
            ]
    return found


def _facts(works: tuple[Work, ...]) -> BillFacts:
    return BillFacts(items=len(works), sections=24)


def _said(works: tuple[Work, ...]) -> tuple[str, ...]:
    """Figures as an analysis would state them: those of a revision are others."""
    total = f"{sum(len(work.text) for work in works):,}.00"
    return tuple(fact.format(items=len(works), total=total) for fact in FACTS)
