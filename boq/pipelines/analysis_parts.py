"""What comes of an analysis into rows: each part as it comes, how often runs agreed, and the last marks; all under the lease."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import override

from boq.engine.model import Severity
from boq.models import Analysis, Boq, Classification, Finding, Item
from boq.pipelines.analysis_asked import RERUN, SUMMARY, asked, language_of, plain_name
from boq.pipelines.copying import copy_rows
from llm.analyses.wishes import Wish
from llm.ledger import DatabaseLedger
from llm.models import LedgerEntry
from llm.offline.words import sentence
from llm.parts import Done, Event, Failed
from llm.stability import agreement
from llm.values import Claim, Line, Outcome, Statement

SEVERITIES = {
    "analysis.missing-scope": Severity.WARNING,
    "analysis.contradictory-description": Severity.WARNING,
    "analysis.texts-disagree": Severity.WARNING,
    "analysis.unit-against-text": Severity.WARNING,
}
EVIDENCE = 50
FINDINGS_KEPT = 5_000
ZERO = Decimal(0)


def done_ranges(analysis: Analysis, step: str) -> list[tuple[int, int]]:
    """The ranges of works that `step` has finished."""
    return [(first, last) for first, last in analysis.state.get(step, [])]


def save_parts(analysis: Analysis, events: list[Event]) -> None:
    """The results of `events` and their marks in the state. Called inside the lease's transaction: saved once or not at all."""
    done = [event for event in events if isinstance(event, Done) and RERUN not in event.batch.name]
    _save_classes(analysis, done)
    _save_claims(analysis, done)
    for event in events:
        _count(analysis, event)
    analysis.save(update_fields=["state", "stats", "summary", "input_tokens", "output_tokens", "cost"])


def _count(analysis: Analysis, event: Event) -> None:
    part, spent, stats = event.batch, event.spent, analysis.stats
    analysis.input_tokens += spent.usage.input_tokens
    analysis.output_tokens += spent.usage.output_tokens
    if spent.cost is not None:
        analysis.cost = (analysis.cost or ZERO) + spent.cost
    if RERUN in part.name and isinstance(event, Done):
        event = msgspec.structs.replace(event, outcome=Outcome())
    if isinstance(event, Failed):
        stats.setdefault("failures", []).append(_failure(analysis, event))
    elif isinstance(event, Done):
        outcome = event.outcome
        if outcome.statements:
            _tell_summary(analysis, outcome.statements)
        analysis.state[part.name] = _merged(
            [*done_ranges(analysis, part.name), *((place, place + 1) for place in part.places)]
        )
        for name, count in (
            ("dropped", outcome.dropped),
            ("unbacked", outcome.unbacked),
            ("unanswered", outcome.unanswered),
            ("reused", spent.reused),
        ):
            stats[name] = stats.get(name, 0) + count


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _save_classes(analysis: Analysis, done: list[Done]) -> None:
    copy_rows(
        Classification,
        ("organization_id", "analysis_id", "item_key", "group", "confidence", "step"),
        (
            (analysis.organization_id, analysis.pk, row.key, row.group, Decimal(str(row.confidence)), row.step)
            for event in done
            for row in event.outcome.classified
        ),
    )


def _save_claims(analysis: Analysis, done: list[Done]) -> None:
    """Findings at the first item they speak of; beyond FINDINGS_KEPT they are only counted."""
    claims = [(event.batch.source, claim) for event in done for claim in event.outcome.claims]
    if not claims:
        return
    stats = analysis.stats
    kept = claims[: max(0, FINDINGS_KEPT - stats.get("findings", 0))]
    items = Item.objects.filter(boq_id=analysis.boq_id, key__in=[claim.items[0] for _, claim in kept])
    places = {key: place for key, *place in items.values_list("key", "position", "sheet", "row")}
    Finding.objects.bulk_create(
        _finding(analysis, source, claim, *places[claim.items[0]]) for source, claim in kept if claim.items[0] in places
    )
    stats["findings"] = stats.get("findings", 0) + len(kept)
    stats["findings_left_out"] = stats.get("findings_left_out", 0) + len(claims) - len(kept)


def _finding(analysis: Analysis, source: str, claim: Claim, position: int, sheet: str, row: int) -> Finding:
    by = {"source": source, "model": analysis.model} if analysis.model else {"source": source}
    return Finding(
        organization_id=analysis.organization_id,
        boq_id=analysis.boq_id,
        analysis=analysis,
        position=position,
        origin=Finding.Origin.LLM if analysis.analyst == Analysis.Analyst.LLM else Finding.Origin.OFFLINE,
        code=claim.code,
        severity=SEVERITIES.get(claim.code, Severity.INFO).value,
        item_key=claim.items[0],
        sheet=sheet,
        row=row,
        cell=f"{sheet}!{row}",
        facts={**claim.facts, **by, "items": list(claim.items[:EVIDENCE]), "items_count": len(claim.items)},
    )


def _tell_summary(analysis: Analysis, said: tuple[Statement, ...]) -> None:
    with override(language_of(analysis)):
        analysis.summary = "\n".join(sentence(one) for one in said)
    analysis.stats["statements"] = [{"text": one.text, "code": one.code, "facts": one.facts} for one in said]


def _failure(analysis: Analysis, event: Failed) -> dict[str, Any]:
    """Which items were not analysed and why, in numbers that a person finds on the page (1-based positions)."""
    keys = [work.keys[0] for work in event.batch.works if work.keys]
    places = sorted(Item.objects.filter(boq_id=analysis.boq_id, key__in=keys).values_list("position", flat=True))
    return {
        "step": plain_name(event.batch.name),
        "code": event.code,
        "detail": event.detail[:300],
        "items": sum(len(work.keys) for work in event.batch.works),
        "first": places[0] + 1 if places else 0,
        "last": places[-1] + 1 if places else 0,
    }


def save_agreement(analysis: Analysis, wish: Wish, lines: tuple[Line, ...], ledger: DatabaseLedger) -> None:
    """Beside each finding: how many runs said it. In the stats: how many works got one group in every run."""
    models = [place["model"] for place in analysis.route] or [analysis.model]
    said: dict[tuple[str, str, str], int] = {}
    for one in asked(analysis, wish):
        if one.kind.name == SUMMARY:
            continue
        found = agreement(one.kind, one.ask, one.kind.works(lines), wish.runs, ledger, models)
        said |= found.claims
        if one.kind.name == "classify":
            analysis.stats["same_group"] = {"works": found.works, "same": found.groups, "runs": wish.runs}
    changed = []
    for finding in Finding.objects.filter(analysis=analysis):
        runs = said.get((finding.code, finding.item_key, str(finding.facts.get("group", ""))))
        if runs:
            finding.facts |= {"agreed": runs, "runs": wish.runs}
            changed.append(finding)
    Finding.objects.bulk_update(changed, ["facts"], batch_size=500)


def close(analysis: Analysis, works: int, *, complete: bool) -> None:
    """The last marks, inside the lease's transaction: what it cost by the ledger, what it found, when it ended.

    A complete analysis replaces the findings of earlier ones of the same bill; their summaries and classifications stay.
    """
    spent = LedgerEntry.objects.filter(subject_id=analysis.pk).aggregate(
        sent=Sum("input_tokens"), received=Sum("output_tokens"), cost=Sum("cost"), calls=Sum("calls")
    )
    analysis.input_tokens, analysis.output_tokens = spent["sent"] or 0, spent["received"] or 0
    analysis.cost = spent["cost"] if spent["calls"] else ZERO if analysis.model else None
    groups = (
        Classification.objects.filter(analysis=analysis)
        .values_list("group")
        .annotate(count=Count("pk"))
        .order_by("-count", "group")
    )
    analysis.stats |= {
        "calls": spent["calls"] or 0,
        "works": works,
        "groups": dict(groups),
        "classified": Classification.objects.filter(analysis=analysis).count(),
    }
    analysis.complete = complete
    analysis.finished_at = timezone.now()
    analysis.save()
    if complete:
        Finding.objects.filter(Q(boq_id=analysis.boq_id) & Q(analysis__isnull=False) & ~Q(analysis=analysis)).delete()
    count = Finding.objects.filter(boq_id=analysis.boq_id).count()
    Boq.objects.filter(pk=analysis.boq_id).update(findings_count=count)
