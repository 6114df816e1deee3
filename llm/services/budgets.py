"""What an organization lets itself spend on language models in a month, and what it spent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from accounts.access import Actor
from accounts.services import record
from llm.budget import TOKENS, this_month
from llm.models import Budget, LedgerEntry, Purse
from llm.services.providers import organization_of

MONTHS_SHOWN = 200


class Purseful(msgspec.Struct, frozen=True):
    """One purse of this month. `unit` is a currency or "tokens"; `cap` and `left` are None without a cap.

    `operators`: what was paid with the operator's key, under the operator's own cap.
    """

    unit: str
    cap: Decimal | None
    spent: Decimal
    reserved: Decimal
    operators: bool = False

    @property
    def left(self) -> Decimal | None:
        """What may still be spent."""
        return None if self.cap is None else max(Decimal(0), self.cap - self.spent - self.reserved)


class Spending(msgspec.Struct, frozen=True):
    """What one model took in one month. `cost` is None when no price was stated; `reused` answers cost nothing."""

    month: date
    provider: str
    model: str
    questions: int
    reused: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None
    currency: str


@transaction.atomic
def set_budget(*, by: Actor, monthly_cost: Decimal | None, currency: str, monthly_tokens: int | None) -> Budget:
    """Set this month's and all later months' caps; None is no cap. What is reserved already stays reserved."""
    organization = organization_of(by)
    values = {
        "monthly_cost": monthly_cost,
        "currency": currency,
        "monthly_tokens": monthly_tokens,
        "updated_by_id": by.user_id,
    }
    budget, _made = Budget.objects.update_or_create(organization=organization, defaults=values)
    record(
        by=by,
        action="llm-budget.set",
        target=organization,
        cost=None if monthly_cost is None else str(monthly_cost),
        currency=currency,
        tokens=monthly_tokens,
    )
    return budget


def budget_of(organization_id: UUID) -> Budget:
    """The caps of an organization; one without caps when nothing was set."""
    return Budget.objects.filter(organization_id=organization_id).first() or Budget(organization_id=organization_id)


def purses_of(organization_id: UUID) -> list[Purseful]:
    """This month's purses: each currency that was spent or capped, what the operator caps, then tokens."""
    budget = budget_of(organization_id)
    rows = {row.name: row for row in Purse.objects.filter(organization_id=organization_id, month=this_month())}
    units = {name.removeprefix("cost:") for name in rows if name.startswith("cost:")}
    if budget.monthly_cost is not None:
        units.add(budget.currency)
    found = [
        _purseful(unit, rows.get(f"cost:{unit}"), budget.monthly_cost if unit == budget.currency else None)
        for unit in sorted(units)
    ]
    llm = settings.LLM
    if llm.configured and llm.monthly_budget is not None:
        operators = rows.get(f"operator:{llm.currency}")
        found.append(_purseful(llm.currency, operators, llm.monthly_budget, operators=True))
    tokens = None if budget.monthly_tokens is None else Decimal(budget.monthly_tokens)
    return [*found, _purseful(TOKENS, rows.get(TOKENS), tokens)]


def _purseful(unit: str, row: Purse | None, cap: Decimal | None, *, operators: bool = False) -> Purseful:
    spent, reserved = (row.spent, row.reserved) if row is not None else (Decimal(0), Decimal(0))
    return Purseful(unit, cap, spent, reserved, operators)


def spending_of(organization_id: UUID) -> list[Spending]:
    """The ledger by month, provider and model, the latest month first."""
    rows = LedgerEntry.objects.filter(organization_id=organization_id).exclude(status=LedgerEntry.Status.RESERVED)
    groups: Any = (
        rows.annotate(month=TruncMonth("created_at"))
        .values("month", "provider", "model", "currency")
        .annotate(
            asked=Count("pk", filter=Q(cached=False)),
            reused=Count("pk", filter=Q(cached=True)),
            sent=Sum("input_tokens"),
            received=Sum("output_tokens"),
            paid=Sum("cost", filter=Q(cached=False)),
        )
        .order_by("-month", "provider", "model", "currency")
    )
    return [
        Spending(
            month=group["month"].date(),
            provider=group["provider"],
            model=group["model"],
            questions=group["asked"],
            reused=group["reused"],
            input_tokens=group["sent"],
            output_tokens=group["received"],
            cost=group["paid"],
            currency=group["currency"],
        )
        for group in groups[:MONTHS_SHOWN]
    ]
