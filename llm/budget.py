"""Budgets: reserved before a call, settled after it. Reserving is one conditional UPDATE, so parallel jobs cannot pass a cap together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db.models import DecimalField, F, Value
from django.utils import timezone

from accounts.models import Organization
from llm.booking import Endpoint, Hold
from llm.models import Budget, Purse
from llm.providers.base import Usage

EXCEEDED = "llm.budget-exceeded"
OPTED_OUT = "llm.no-provider"
NOT_COMPARABLE = "llm.budget-currency"
OPERATOR = "env"
TOKENS = "tokens"
_MONEY = DecimalField(max_digits=26, decimal_places=10)


class Refusal(msgspec.Struct, frozen=True):
    """Why a call is not allowed."""

    code: str


def this_month() -> date:
    """The first day of the month that spending is booked in (UTC)."""
    return timezone.now().date().replace(day=1)


def caps(organization_id: UUID, endpoint: Endpoint) -> dict[str, Decimal | None] | Refusal:
    """The purses that a call to `endpoint` draws on, in the order they are locked, each with its cap (None: none).

    A cap in money can only be kept where the price is known in its currency; elsewhere the call is refused.
    """
    budget = Budget.objects.filter(organization_id=organization_id).first()
    prices = endpoint.prices
    operator_cap = settings.LLM.monthly_budget if endpoint.id == OPERATOR else None
    found: dict[str, Decimal | None] = {}
    if prices.known:
        found[f"cost:{prices.currency}"] = None
    if budget is not None and budget.monthly_cost is not None:
        if not prices.known or prices.currency != budget.currency:
            return Refusal(NOT_COMPARABLE)
        found[f"cost:{budget.currency}"] = budget.monthly_cost
    if operator_cap is not None:
        if not prices.known:
            return Refusal(NOT_COMPARABLE)
        found[f"operator:{prices.currency}"] = operator_cap
    found[TOKENS] = None if budget is None or budget.monthly_tokens is None else Decimal(budget.monthly_tokens)
    return found


def reserve(organization_id: UUID, endpoint: Endpoint, most: Usage) -> Hold | Refusal:
    """Hold what `most` costs at `endpoint`, or say why not. Call it in a transaction that is undone on a refusal.

    An organization that opts out while its analysis runs is asked about before each question: from then on nothing leaves.
    """
    if Organization.objects.filter(pk=organization_id, llm_opt_out=True).exists():
        return Refusal(OPTED_OUT)
    allowed = caps(organization_id, endpoint)
    if isinstance(allowed, Refusal):
        return allowed
    month = this_month()
    hold = Hold(month, {name: _amount(name, endpoint, most) for name in allowed})
    for name, cap in allowed.items():
        purse = {"organization_id": organization_id, "month": month, "name": name}
        if not _take(purse, hold.amounts[name], cap):
            Purse.objects.bulk_create([Purse(**purse)], ignore_conflicts=True)  # the month's first call
            if not _take(purse, hold.amounts[name], cap):
                return Refusal(EXCEEDED)
    return hold


def _take(purse: dict[str, Any], amount: Decimal, cap: Decimal | None) -> bool:
    rows = Purse.objects.filter(**purse)
    if cap is not None:
        rows = rows.alias(after=F("spent") + F("reserved") + Value(amount, _MONEY)).filter(after__lte=cap)
    return bool(rows.update(reserved=F("reserved") + amount))


def settle(organization_id: UUID, hold: Hold, cost: Decimal | None, tokens: int) -> None:
    """Give back what was held and book what was used."""
    for name, amount in hold.amounts.items():
        used = Decimal(tokens) if name == TOKENS else cost or Decimal(0)
        Purse.objects.filter(organization_id=organization_id, month=hold.month, name=name).update(
            reserved=F("reserved") - amount, spent=F("spent") + used
        )


def _amount(name: str, endpoint: Endpoint, usage: Usage) -> Decimal:
    if name == TOKENS:
        return Decimal(usage.input_tokens + usage.output_tokens)
    return endpoint.prices.cost(usage) or Decimal(0)
