"""The measurements as tables."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator

import msgspec

from benchmarks.accuracy import Row, by_model, measured
from benchmarks.cost import costs
from benchmarks.labelled import bills, coded, own
from benchmarks.remembering import folds, halves, remembering
from benchmarks.vectors import FileStore
from benchmarks.whole import whole
from llm.endpoints import environment_endpoint
from llm.offline.embeddings import Embedder, available
from llm.providers.openai_compatible import OpenAICompatible
from llm.testing.process import PlayedProvider

LENGTHS = (1_000, 3_000)


class Table(msgspec.Struct):
    """A title, the names of the columns, and lines."""

    title: str
    columns: tuple[str, ...]
    lines: list[tuple[str, ...]]
    notes: tuple[str, ...] = ()


def accuracy(asked: Namespace) -> Iterator[Table]:
    """Accuracy on each set of data that was named, and on Mizan's own."""
    embedder = _embedder(asked)
    if asked.coded is None and asked.bills is None:
        yield _table("own", measured("own", list(own()), embedder))
    if asked.coded is not None and asked.history:
        rows = list(coded(asked.coded, tuple(asked.systems)))
        pairs = folds(rows) if asked.history == "projects" else halves(rows, asked.half or "test")
        title = (
            "every project by the others"
            if asked.history == "projects"
            else f"{asked.half or 'test'} by the other half"
        )
        yield _table(f"coded items, {title}", list(remembering(title, pairs, embedder, asked.lines)))
    elif asked.coded is not None:
        rows = list(coded(asked.coded, tuple(asked.systems)))
        for half in (asked.half,) if asked.half else ("dev", "test"):
            yield _table(f"coded items, {half}", measured(half, [row for row in rows if row.half == half], embedder))
    if asked.bills is not None:
        read = list(bills(asked.bills, asked.mapping))
        yield _table("bills", measured("bills", read, embedder))
        for project in dict.fromkeys(row.project for row in read):
            yield _table(project, measured(project, [row for row in read if row.project == project], embedder))


def model(asked: Namespace) -> Iterator[Table]:
    """Mizan's own set as the model of the environment sorts it, all of it and the undecided only."""
    endpoint = environment_endpoint()
    if not endpoint.base_url or not endpoint.model:
        raise SystemExit("Set LLM_BASE_URL and LLM_MODEL first: there is no model to ask.")
    provider = endpoint.connect()
    try:
        rows, usage = by_model(list(own()), provider, _embedder(asked))
    finally:
        provider.close()
    table = _table(f"own, {endpoint.model}", rows)
    cost = endpoint.prices.cost(usage)
    paid = f"paid: {usage.input_tokens:,} tokens in, {usage.output_tokens:,} out"
    table.notes += (paid if cost is None else f"{paid}, {cost:f} {endpoint.prices.currency}",)
    yield table


def cost(asked: Namespace) -> Iterator[Table]:
    """Tokens for 1,000 items against the playing provider."""
    with PlayedProvider() as played:
        found = costs(
            lambda: OpenAICompatible(base_url=played.base_url, model="played"), asked.standard, _embedder(asked)
        )
    columns = ("case", "items", "asked", "calls", "tokens in", "tokens out", "of the fresh bill")
    lines: list[tuple[str, ...]] = [
        (one.case, *(f"{count:,}" for count in (one.items, one.asked, one.calls, one.tokens_in, one.tokens_out)), f"{one.share:.1%}")
        for one in found
    ]  # fmt: skip
    yield Table(f"cost of classifying, {asked.standard}", columns, lines)


def analysis(asked: Namespace) -> Iterator[Table]:
    """Tokens for a whole analysis of bills of two lengths against the playing provider; the share is of the fresh one."""
    columns = ("case", "calls", "tokens in", "tokens out", "of the fresh bill")
    lines: list[tuple[str, ...]] = []
    with PlayedProvider() as played:
        for length in LENGTHS:
            found = whole(lambda: OpenAICompatible(base_url=played.base_url, model="played"), length)
            fresh = found[0].tokens_in + found[0].tokens_out
            for one in found:
                share = (one.tokens_in + one.tokens_out) / fresh
                lines.append((one.case, f"{one.calls:,}", f"{one.tokens_in:,}", f"{one.tokens_out:,}", f"{share:.1%}"))
    yield Table("cost of a whole analysis", columns, lines)


PARTS: dict[str, Callable[[Namespace], Iterator[Table]]] = {
    "accuracy": accuracy,
    "model": model,
    "cost": cost,
    "analysis": analysis,
}


def as_text(table: Table) -> str:
    """The table in columns."""
    rows = [table.columns, *table.lines]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    body = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([f"== {table.title}", *body, *table.notes])


def _embedder(asked: Namespace) -> Embedder | None:
    if not available():
        return None
    return Embedder(FileStore(asked.vectors) if asked.vectors else None)


def _table(title: str, rows: list[Row]) -> Table:
    columns = (
        "standard",
        "method",
        "headings",
        "codes",
        "items",
        "classes",
        "accuracy",
        "macro F1",
        "weighted F1",
        "decided",
        "of these right",
    )
    lines: list[tuple[str, ...]] = [
        (
            row.standard,
            row.method,
            "with" if row.headings else "without",
            "one group" if row.certain else "any",
            str(row.score.items),
            str(row.score.classes),
            f"{row.score.accuracy:.1%}",
            f"{row.score.f1:.3f}",
            f"{row.score.weighted_f1:.3f}",
            f"{row.score.decided:.0%}",
            f"{row.score.decided_accuracy:.1%}",
        )
        for row in rows
    ]
    notes = [
        f"most confused ({row.standard}, {row.method}): "
        + ", ".join(f"{right} as {said} {count}" for right, said, count in row.score.confusion)
        for row in rows
        if row.certain and row.headings
    ]
    return Table(title, columns, lines, tuple(notes))
