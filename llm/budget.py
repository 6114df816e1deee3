"""Budgets: reserved before a call, settled after it. Purses are locked while they are read, so parallel jobs pass no cap together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.plans import plan_named
from llm.booking import Endpoint, Hold
from llm.models import Purse
from llm.providers.base import Usage

EXCEEDED = "llm.budget-exceeded"
PLAN_USED_UP = "llm.plan-used-up"
OPTED_OUT = "llm.no-provider"
NOT_COMPARABLE = "llm.budget-currency"
OPERATOR = "env"
TOKENS = "tokens"
OPERATOR_TOKENS = "operator:tokens"
_TERMS = """
SELECT organization.llm_opt_out, budget.monthly_cost, budget.currency, budget.monthly_tokens, organization.plan
FROM accounts_organization AS organization LEFT JOIN llm_budget AS budget ON budget.organization_id = organization.id
WHERE organization.id = %s
"""
# The inner SELECT locks the purses in their order, whatever way the planner takes through the UPDATE.
_BOOK = """
WITH booked AS (
  SELECT purse.id, booked.reserved, booked.spent
  FROM llm_purse AS purse JOIN json_to_recordset(%s::json) AS booked (month date, name text, reserved numeric, spent numeric)
    ON purse.month = booked.month AND purse.name = booked.name
  WHERE purse.organization_id = %s ORDER BY purse.month, purse.name FOR UPDATE OF purse
)
UPDATE llm_purse SET reserved = llm_purse.reserved + booked.reserved, spent = llm_purse.spent + booked.spent
FROM booked WHERE llm_purse.id = booked.id
"""


class Refusal(msgspec.Struct, frozen=True):
    """Why a call is not allowed."""

    code: str


class Terms(msgspec.Struct, frozen=True):
    """What an organization allows: nothing when it opted out, else so much a month. None is no cap. `plan` is the name of its plan."""

    opted_out: bool
    monthly_cost: Decimal | None
    currency: str | None
    monthly_tokens: int | None
    plan: str


def this_month() -> date:
    """The first day of the month that spending is booked in (UTC)."""
    return timezone.now().date().replace(day=1)


def terms_of(organization_id: UUID) -> Terms:
    """What the organization allows at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, [organization_id])
        row = cursor.fetchone()
    return Terms(*row) if row else Terms(True, None, None, None, "")


def caps(terms: Terms, endpoint: Endpoint) -> dict[str, Decimal | None] | Refusal:
    """The purses that a call to `endpoint` draws on, each with its cap (None: none).

    A cap in money can only be kept where the price is known in its currency; elsewhere the call is refused.
    """
    if terms.opted_out:
        return Refusal(OPTED_OUT)
    prices = endpoint.prices
    operator_cap = settings.LLM.monthly_budget if endpoint.id == OPERATOR else None
    found: dict[str, Decimal | None] = {}
    if prices.known:
        found[f"cost:{prices.currency}"] = None
    if terms.monthly_cost is not None:
        if not prices.known or prices.currency != terms.currency:
            return Refusal(NOT_COMPARABLE)
        found[f"cost:{terms.currency}"] = terms.monthly_cost
    if operator_cap is not None:
        if not prices.known:
            return Refusal(NOT_COMPARABLE)
        found[f"operator:{prices.currency}"] = operator_cap
    plan_cap = plan_named(terms.plan).tokens_a_month if endpoint.id == OPERATOR else None
    if plan_cap is not None:
        found[OPERATOR_TOKENS] = Decimal(plan_cap)
    found[TOKENS] = None if terms.monthly_tokens is None else Decimal(terms.monthly_tokens)
    return found


class Purses:
    """The purses of this month that calls to some endpoints draw on, locked from here to the end of the transaction.

    Every organization has the purse of tokens, and every call draws on it: whoever holds it is alone with the organization's ledger.
    An organization that opts out while its analysis runs is looked at anew each time: from then on nothing leaves.
    """

    def __init__(self, organization_id: UUID, endpoints: Iterable[Endpoint]) -> None:
        self._organization_id = organization_id
        self._month = this_month()
        terms = terms_of(organization_id)
        self._caps = {(endpoint.id, endpoint.prices): caps(terms, endpoint) for endpoint in endpoints}
        names = sorted({name for one in self._caps.values() if not isinstance(one, Refusal) for name in one})
        self._taken = self._locked(names)
        self._holds: list[Hold] = []

    def hold(self, endpoint: Endpoint, most: Usage) -> Hold | Refusal:
        """Hold what `most` costs at `endpoint`, or say why not. `save` writes it down."""
        allowed = self._caps[endpoint.id, endpoint.prices]
        if isinstance(allowed, Refusal):
            return allowed
        amounts = {name: _amount(name, endpoint, most) for name in allowed}
        over = [name for name, cap in allowed.items() if cap is not None and self._taken[name] + amounts[name] > cap]
        if over:
            return Refusal(PLAN_USED_UP if over == [OPERATOR_TOKENS] else EXCEEDED)
        for name, amount in amounts.items():
            self._taken[name] += amount
        self._holds.append(Hold(self._month, amounts))
        return self._holds[-1]

    def save(self) -> None:
        """Write down what is held since."""
        _book(self._organization_id, [(hold, 1, {}) for hold in self._holds])
        self._holds = []

    def _locked(self, names: list[str]) -> dict[str, Decimal]:
        """What is spent and reserved of each purse. Purses that are not there yet are made: the month's first call."""
        rows = Purse.objects.filter(organization_id=self._organization_id, month=self._month, name__in=names)
        rows = rows.order_by("name").select_for_update()
        taken = dict(rows.values_list("name", F("spent") + F("reserved"))) if names else {}
        if len(taken) < len(names):
            new = [Purse(organization_id=self._organization_id, month=self._month, name=name) for name in names]
            Purse.objects.bulk_create(new, ignore_conflicts=True)
            taken = dict(rows.values_list("name", F("spent") + F("reserved")))
        return taken


def settle(organization_id: UUID, used: Iterable[tuple[Hold, Decimal | None, int]]) -> None:
    """Give back what was held and book what was used: cost (None where no price is known) and tokens."""
    _book(
        organization_id,
        [
            (hold, -1, {"": cost or Decimal(0), TOKENS: Decimal(tokens), OPERATOR_TOKENS: Decimal(tokens)})
            for hold, cost, tokens in used
        ],
    )


def _book(organization_id: UUID, holds: list[tuple[Hold, int, dict[str, Decimal]]]) -> None:
    """Add up what is held (1) or given back (-1), and what was used of the purses of tokens and of any other (""), purse by purse."""
    sums: dict[tuple[date, str], tuple[Decimal, Decimal]] = {}
    for hold, sign, used in holds:
        for name, amount in hold.amounts.items():
            reserved, spent = sums.get((hold.month, name), (Decimal(0), Decimal(0)))
            more = used.get(name, used.get("", Decimal(0)))
            sums[hold.month, name] = (reserved + sign * amount, spent + more)
    if not sums:
        return
    rows = [
        {"month": month, "name": name, "reserved": reserved, "spent": spent}
        for (month, name), (reserved, spent) in sums.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_BOOK, [msgspec.json.encode(rows).decode(), organization_id])


def _amount(name: str, endpoint: Endpoint, usage: Usage) -> Decimal:
    if name in (TOKENS, OPERATOR_TOKENS):
        return Decimal(usage.input_tokens + usage.output_tokens)
    return endpoint.prices.cost(usage) or Decimal(0)
