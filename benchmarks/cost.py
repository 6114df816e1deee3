"""What the classification of 1,000 items costs in tokens: a fresh bill, the same again, a revision, and one call an item.

Measured against the playing provider, which counts tokens as providers without a tokenizer are counted: a careful estimate by bytes.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from benchmarks.bill import made_bill, revised
from llm.analyses.base import Ask
from llm.analyses.kinds import KINDS
from llm.analysts import LlmAnalyst, OfflineAnalyst
from llm.batches import Run
from llm.hybrid.sorting import Sorter
from llm.offline.embeddings import Embedder
from llm.parts import Done, batches_of
from llm.providers.base import Talker
from llm.standards import load
from llm.standards.base import Standard
from llm.steps import ClassifyItems
from llm.testing.endpoints import PlainEndpoint
from llm.testing.ledger import MemoryLedger
from llm.values import Work

PER = 1_000


class Cost(msgspec.Struct, frozen=True):
    """What a case took. `share` is of the tokens of the fresh bill."""

    case: str
    items: int
    asked: int
    calls: int
    tokens_in: int
    tokens_out: int
    share: float = 1.0


def costs(
    connect: Callable[[], Talker], standard: str = "mizan-trades", embedder: Embedder | None = None
) -> list[Cost]:
    """All cases, the fresh bill first: every item asked about, then as Mizan works, then one call an item."""
    bill, chosen = made_bill(), load(standard)
    found: list[Cost] = []
    for name, sorter in _ways(embedder):
        ledger = MemoryLedger()
        for case, works in (("fresh", bill), ("the same again", bill), ("2% of its lines changed", revised(bill))):
            found.append(_analysed(f"{name}: {case}", connect, ledger, works, chosen, sorter))
    found.append(_one_by_one(connect, bill[:40], chosen))
    whole = found[0].tokens_in + found[0].tokens_out
    return [msgspec.structs.replace(cost, share=(cost.tokens_in + cost.tokens_out) / max(1, whole)) for cost in found]


def _ways(embedder: Embedder | None) -> list[tuple[str, Sorter | None]]:
    ways: list[tuple[str, Sorter | None]] = [("every item asked", None), ("undecided asked (words)", Sorter())]
    return [*ways, ("undecided asked (words, meanings)", Sorter(embedder=embedder))] if embedder else ways


def _analysed(
    case: str,
    connect: Callable[[], Talker],
    ledger: MemoryLedger,
    works: tuple[Work, ...],
    standard: Standard,
    sorter: Sorter | None,
) -> Cost:
    before, asked = len(ledger.paid), 0
    analyst = LlmAnalyst([PlainEndpoint(connect())], ledger, sorter=sorter)
    kind = next(kind for kind in KINDS if kind.name == "classify")
    for event in analyst.events(kind, Ask(standard=standard), works):
        if isinstance(event, Done) and event.batch.source != OfflineAnalyst.source:
            asked += len(event.batch.works) - event.spent.reused
    analyst.close()
    return cost_of(case, ledger, before, len(works), asked)


def _one_by_one(connect: Callable[[], Talker], works: tuple[Work, ...], standard: Standard) -> Cost:
    """One call an item, as a plain integration would do it: measured on some items and brought up to 1,000."""
    ledger = MemoryLedger()
    run = Run([PlainEndpoint(connect())], ledger)
    for _event in run.results(batches_of("classify", ClassifyItems(standard), works, size=1)):
        pass
    run.close()
    cost = cost_of("one call an item", ledger, 0, len(works), len(works))
    times = PER / len(works)
    counts = {
        name: round(times * getattr(cost, name)) for name in ("items", "asked", "calls", "tokens_in", "tokens_out")
    }
    return msgspec.structs.replace(cost, **counts)


def cost_of(case: str, ledger: MemoryLedger, before: int, items: int, asked: int) -> Cost:
    """What was paid since `before` calls."""
    paid = ledger.paid[before:]
    return Cost(
        case, items, asked, len(paid), sum(one.input_tokens for one in paid), sum(one.output_tokens for one in paid)
    )
