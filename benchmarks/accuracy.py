"""How well works with known groups are classified: words alone, words and meanings, with headings and without."""

from __future__ import annotations

import time
from collections.abc import Sequence

import msgspec

from benchmarks.labelled import ICMS, TRADES, Labelled
from benchmarks.scoring import Answer, Score, score
from llm.batches import Run
from llm.hybrid import Decision, NoHistory, Undecided, decide
from llm.offline.embeddings import Embedder
from llm.parts import Done, batches_of
from llm.providers.base import Talker, Usage
from llm.standards import load
from llm.steps import ClassifyItems
from llm.testing.endpoints import PlainEndpoint
from llm.testing.ledger import MemoryLedger
from llm.values import Classified, Work


class Row(msgspec.Struct, frozen=True):
    """One line of the table. `certain` True: only items whose code allows exactly one group."""

    data: str
    standard: str
    method: str
    headings: bool
    certain: bool
    score: Score
    per_second: float


def measured(data: str, rows: Sequence[Labelled], embedder: Embedder | None) -> list[Row]:
    """The lines for one set of data."""
    found = []
    for standard in (TRADES, ICMS):
        for certain in (True, False):
            chosen = [row for row in rows if standard in row.right and (not certain or len(row.right[standard]) == 1)]
            if not chosen or (not certain and all(len(row.right[standard]) == 1 for row in chosen)):
                continue
            for method in (None, embedder) if embedder else (None,):
                for headings in (True, False) if certain else (True,):
                    found.append(_row(data, standard, chosen, method, headings, certain))
    return found


def _row(
    data: str, standard: str, rows: list[Labelled], embedder: Embedder | None, headings: bool, certain: bool
) -> Row:
    works = tuple(shown(row.work, headings) for row in rows)
    started = time.perf_counter()
    decisions = decide(works, load(standard), NoHistory(), embedder=embedder)
    seconds = time.perf_counter() - started
    method = "words and meanings" if embedder else "words"
    return Row(
        data,
        standard,
        method,
        headings,
        certain,
        score(answered(rows, decisions, standard)),
        len(rows) / max(seconds, 1e-9),
    )


def answered(rows: Sequence[Labelled], decisions: Sequence[Decision | Undecided], standard: str) -> list[Answer]:
    """What `decisions` say about `rows`."""
    answers = []
    for row, decision in zip(rows, decisions, strict=True):
        best = decision.best if isinstance(decision, Undecided) else decision
        decided = not isinstance(decision, Undecided)
        answers.append(Answer(row.right[standard], best.group, best.confidence, best.step, decided))
    return answers


def by_model(rows: Sequence[Labelled], provider: Talker, embedder: Embedder | None) -> tuple[list[Row], Usage]:
    """The same works sorted by a language model: every one of them, and only what the steps before it left undecided; what it took."""
    found, usage = [], Usage()
    for standard in (TRADES, ICMS):
        works = tuple(shown(row.work, True) for row in rows)
        started = time.perf_counter()
        sorted_rows, took = _asked(works, standard, provider)
        usage += took
        told = {row.key: row for row in sorted_rows}
        seconds = time.perf_counter() - started
        decisions = decide(works, load(standard), NoHistory(), embedder=embedder)
        for name, only_undecided in (("the model alone", False), ("the model for the undecided", True)):
            answers = [
                _answer(row, standard, decision, told.get(row.work.keys[0]), only_undecided)
                for row, decision in zip(rows, decisions, strict=True)
            ]
            found.append(Row("own", standard, name, True, True, score(answers), len(rows) / max(seconds, 1e-9)))
    return found, usage


def _answer(
    row: Labelled, standard: str, decision: Decision | Undecided, told: Classified | None, only_undecided: bool
) -> Answer:
    if told is not None and (isinstance(decision, Undecided) or not only_undecided):
        return Answer(row.right[standard], told.group, told.confidence, told.step, True)
    best = decision.best if isinstance(decision, Undecided) else decision
    return Answer(row.right[standard], best.group, best.confidence, best.step, isinstance(decision, Decision))


def _asked(works: tuple[Work, ...], standard: str, provider: Talker) -> tuple[list[Classified], Usage]:
    ledger = MemoryLedger()
    run = Run([PlainEndpoint(provider)], ledger)
    events = list(run.results(batches_of("classify", ClassifyItems(load(standard)), works)))
    told = [row for event in events if isinstance(event, Done) for row in event.outcome.classified]
    return told, sum(ledger.paid, Usage())


def shown(work: Work, headings: bool) -> Work:
    """The work without its reference, which would give the answer away, and without headings where they are not to help."""
    return msgspec.structs.replace(work, ref="", section=work.section if headings else "")
