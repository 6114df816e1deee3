"""What this month's language models cost the operator, against what they mean to spend; and whether providers rest."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily

from config.metrics.sources.asking import rows
from llm import shared
from llm.budget import OPERATOR, this_month

NAMES = (
    "mizan_llm_month_cost", "mizan_llm_month_budget", "mizan_llm_organization_budget_used_ratio", "mizan_llm_provider_resting",
    "mizan_llm_customer_providers",
)  # fmt: skip
_SPENT = """
SELECT substr(name, 10), sum(spent), max(spent + reserved) FROM llm_purse
WHERE month = %s AND name LIKE 'operator:___' GROUP BY 1
"""
_CUSTOMERS = "SELECT id FROM llm_llmprovider WHERE enabled LIMIT 500"


def look() -> Iterator[Metric]:
    """Money is the operator's. What organizations pay themselves is counted in `mizan_llm_cost_total`."""
    spent = GaugeMetricFamily("mizan_llm_month_cost", "What models cost the operator this month.", labels=["currency"])
    budget = GaugeMetricFamily(
        "mizan_llm_month_budget", "What the operator means to spend in a month.", labels=["currency"]
    )
    used = GaugeMetricFamily(
        "mizan_llm_organization_budget_used_ratio",
        "Share of LLM_MONTHLY_BUDGET that the organization which uses most of it has used.",
        labels=["currency"],
    )
    costs = {settings.LLM.currency: (0, 0)} if settings.LLM.configured else {}
    costs |= {currency: (total, most) for currency, total, most in rows(_SPENT, [this_month()])}
    for currency, (total, most) in costs.items():
        spent.add_metric([currency], float(total))
        if currency != settings.LLM.currency:
            continue
        if settings.METRICS.llm_monthly:
            budget.add_metric([currency], float(settings.METRICS.llm_monthly))
        if settings.LLM.monthly_budget:
            used.add_metric([currency], float(most / settings.LLM.monthly_budget))
    yield from (spent, budget, used)
    yield from _resting()


def _resting() -> Iterator[Metric]:
    """Providers that failed too often in a row and are left alone for now."""
    resting = GaugeMetricFamily(
        "mizan_llm_provider_resting",
        "1 while the operator's provider is left alone after failures.",
        labels=["paid_by"],
    )
    if settings.LLM.configured:
        resting.add_metric(["operator"], float(shared.rests_after_failures(OPERATOR)))
    theirs = GaugeMetricFamily(
        "mizan_llm_customer_providers", "Providers that organizations named, by how they stand.", labels=["state"]
    )
    states = [shared.rests_after_failures(str(pk)) for (pk,) in rows(_CUSTOMERS)]
    theirs.add_metric(["resting"], sum(states))
    theirs.add_metric(["working"], len(states) - sum(states))
    yield from (resting, theirs)
