"""An analysis between rows and values: what is read for it, and how each part of it is saved under the lease."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import msgspec
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import override

from boq.engine.model import PricingState, Severity, Standing
from boq.models import Analysis, Boq, Classification, Finding, Item, Price, Section
from boq.pipelines.copying import copy_rows
from llm import standards
from llm.analyses import OWN, Ask, Kind, kind, wishes
from llm.analyses.wishes import Wish
from llm.ledger import DatabaseLedger
from llm.masking import Names
from llm.models import LedgerEntry, OwnQuestion
from llm.offline.summary import BillFacts, GroupFigures, statements
from llm.offline.words import sentence
from llm.parts import Done, Event, Failed
from llm.stability import agreement
from llm.values import Claim, Line, Outcome, Statement

RERUN = "#"
SEVERITIES = {
    "analysis.missing-scope": Severity.WARNING,
    "analysis.contradictory-description": Severity.WARNING,
    "analysis.texts-disagree": Severity.WARNING,
    "analysis.unit-against-text": Severity.WARNING,
}
EVIDENCE = 50
FINDINGS_KEPT = 5_000
ZERO = Decimal(0)


class Asked(msgspec.Struct, frozen=True):
    """One kind of a wish, with what it is asked with."""

    kind: Kind
    ask: Ask

    def in_run(self, run: int) -> Asked:
        """The same in another run: a rerun has a name of its own, and its answers are compared, not saved."""
        if run == 1:
            return self
        name = f"{self.kind.name}{RERUN}{run}"
        return Asked(msgspec.structs.replace(self.kind, name=name), msgspec.structs.replace(self.ask, run=run))


def plain_name(step: str) -> str:
    """The kind of a step: "own" of "own:…", "review" of a rerun of it."""
    return step.partition(":")[0].partition(RERUN)[0]


def asked(analysis: Analysis, wish: Wish) -> list[Asked]:
    """What the wish asks for, in its order. A question of the organization's own that is no longer there is left out."""
    ask = Ask(language=wish.language or language_of(analysis), standard=standards.load(wish.standard))
    own = {str(one.pk): one for one in OwnQuestion.objects.filter(organization_id=analysis.organization_id)}
    found: list[Asked] = []
    for name in wish.kinds:
        one = kind(name)
        if one.name != OWN:
            found.append(Asked(one, ask))
        elif written := own.get(name.partition(":")[2]):
            theirs = msgspec.structs.replace(ask, title=written.title, instruction=written.instruction)
            found.append(Asked(msgspec.structs.replace(one, name=name), theirs))
    return found


def load_lines(boq: Boq, names: Names) -> tuple[Line, ...]:
    """All items of the bill in its order, with the titles and preambles above them, and without the names in `names`."""
    paths = _paths(boq)
    rates = dict(
        Price.objects.filter(price_set__boq=boq, price_set__position=0, rate__isnull=False)
        .values_list("item_id", "rate")
        .iterator(5_000)
    )
    rows = Item.objects.filter(boq=boq).order_by("position")
    wanted = ("pk", "key", "description", "resolved", "preamble", "unit", "section", "ref")
    return tuple(
        Line(
            key,
            names.masked(resolved or text),
            unit,
            names.masked(" / ".join(part for part in (paths.get(section, ""), preamble) if part)),
            ref,
            rate=rates.get(pk),
        )
        for pk, key, text, resolved, preamble, unit, section, ref in rows.values_list(*wanted).iterator(5_000)
    )


def _paths(boq: Boq) -> dict[int, str]:
    """Section position -> its titles from the bill down."""
    paths: dict[int, str] = {}
    for position, parent, title in (
        Section.objects.filter(boq=boq).order_by("position").values_list("position", "parent", "title")
    ):
        above = paths.get(parent, "")
        paths[position] = f"{above} / {title}" if above else title
    return paths


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


def language_of(analysis: Analysis) -> str:
    """The language that reasons and summaries are written in: the person's, else the bill's, else English."""
    if chosen := analysis.options.get("language"):
        return str(chosen)
    wanted = (analysis.requested_by.language if analysis.requested_by else "") or analysis.boq.language
    return wanted[:2] if wanted[:2] in ("en", "ar", "ru") else "en"


def bill_facts(analysis: Analysis) -> BillFacts:
    """The figures that a summary may speak of."""
    boq = analysis.boq
    rules: Counter[str] = Counter(
        dict(
            Finding.objects.filter(boq=boq, origin=Finding.Origin.RULES)
            .values_list("severity")
            .annotate(count=Count("pk"))
            .order_by()
        )
    )
    claims = Counter(
        dict(Finding.objects.filter(analysis=analysis).values_list("code").annotate(count=Count("pk")).order_by())
    )
    groups, unpriced = _money_by_group(analysis)
    return BillFacts(
        items=boq.items_count,
        sections=boq.sections_count,
        currency=boq.currency,
        total=boq.total,
        stated_total=boq.stated_total,
        ties_out=boq.ties_out,
        unpriced=unpriced,
        groups=groups,
        errors=rules[Severity.ERROR.value],
        warnings=rules[Severity.WARNING.value],
        ambiguous=claims["analysis.ambiguous-description"],
        incomplete=claims["analysis.incomplete-description"],
        missing=claims["analysis.missing-scope"],
        standard=wishes.of(analysis.options).standard,
    )


def _money_by_group(analysis: Analysis) -> tuple[tuple[GroupFigures, ...], int]:
    """Items that count and their amounts by cost group, and how many of them have no price."""
    group_of = dict(Classification.objects.filter(analysis=analysis).values_list("item_key", "group").iterator(5_000))
    prices = {
        key: (state, amount if amount is not None else calculated)
        for key, state, amount, calculated in Price.objects.filter(
            item__boq_id=analysis.boq_id, price_set__boq_id=analysis.boq_id, price_set__position=0
        )
        .values_list("item__key", "state", "amount", "calculated")
        .iterator(5_000)
    }
    counting = Item.objects.filter(boq_id=analysis.boq_id, standing=Standing.COUNTS.value)
    items: Counter[str] = Counter()
    amounts: dict[str, Decimal] = {}
    unpriced = 0
    for key in counting.values_list("key", flat=True).iterator(5_000):
        state, value = prices.get(key, (PricingState.UNPRICED.value, None))
        unpriced += state == PricingState.UNPRICED.value
        if group := group_of.get(key):
            items[group] += 1
            amounts[group] = amounts.get(group, ZERO) + (value or ZERO)
    return tuple(GroupFigures(group, count, amounts[group]) for group, count in sorted(items.items())), unpriced


def sentences(analysis: Analysis, facts: BillFacts) -> tuple[str, ...]:
    """The facts in words, for a model to summarize."""
    with override(language_of(analysis)):
        return tuple(sentence(one) for one in statements(facts))


def save_agreement(analysis: Analysis, wish: Wish, lines: tuple[Line, ...], ledger: DatabaseLedger) -> None:
    """Beside each finding: how many runs said it. In the stats: how many works got one group in every run."""
    models = [place["model"] for place in analysis.route] or [analysis.model]
    said: dict[tuple[str, str, str], int] = {}
    for one in asked(analysis, wish):
        if one.kind.name == "summary":
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
