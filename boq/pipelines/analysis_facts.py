"""The figures of a bill and of its analysis that a summary may speak of, and these figures in words."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from django.db.models import Count
from django.utils.translation import override

from boq.engine.model import PricingState, Severity, Standing
from boq.models import Analysis, Classification, Finding, Item, Price
from boq.pipelines.analysis_asked import language_of
from llm.analyses import wishes
from llm.offline.summary import BillFacts, GroupFigures, statements
from llm.offline.words import sentence

ZERO = Decimal(0)


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
