"""What a whole analysis costs in tokens, all kinds that are asked by default: a fresh bill, the same again, a revision."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.bill import made_bill, revised
from benchmarks.cost import Cost, cost_of
from llm.analyses import DEFAULT, Ask, kind
from llm.analysts import LlmAnalyst
from llm.hybrid.sorting import Sorter
from llm.offline.summary import BillFacts
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
    """The cases for a bill of `lines`; the share is of its fresh analysis."""
    bill, ledger = made_bill(lines), MemoryLedger()
    found = []
    for case, works in (("fresh", bill), ("the same again", bill), ("2% of its lines changed", revised(bill))):
        before = len(ledger.paid)
        analyst = LlmAnalyst([PlainEndpoint(connect())], ledger, sorter=Sorter())
        told = tuple(Line(work.keys[0], work.text, work.unit, work.section, work.ref) for work in works)
        for name in DEFAULT:
            one, ask = kind(name), Ask()
            if name == "summary":
                events = analyst.summary(one, ask, _facts(works), _said(works))
            else:
                events = analyst.events(one, ask, one.works(told))
            for _event in events:
                pass
        analyst.close()
        found.append(cost_of(f"{lines:,} lines, {case}", ledger, before, len(works), 0))
    return found


def _facts(works: tuple[Work, ...]) -> BillFacts:
    return BillFacts(items=len(works), sections=24)


def _said(works: tuple[Work, ...]) -> tuple[str, ...]:
    """Figures as an analysis would state them: those of a revision are others."""
    total = f"{sum(len(work.text) for work in works):,}.00"
    return tuple(fact.format(items=len(works), total=total) for fact in FACTS)
