"""Budgets: what a call may cost is held before it goes, and a cap is never passed, however many ask at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import Organization
from llm import budget
from llm.booking import Denied, Key, Reservation
from llm.client import Answer, Failure
from llm.ledger import DatabaseLedger, sweep
from llm.models import Budget, LedgerEntry, Purse
from llm.providers.base import Usage
from llm.services.budgets import purses_of
from llm.testing.endpoints import PlainEndpoint
from llm.values import Prices, Replied

MOST = Usage(10_000, 5_000, estimated=True)
LIKELY = Usage(3_000, 0, estimated=True)
USED = Usage(4_000, 1_000)
DOLLARS = Prices(Decimal(1), Decimal(2), "USD")  # MOST is 0.02, USED is 0.006
ANSWER = Answer(Replied({}), "{}", "played", USED, 1, 10)

pytestmark = pytest.mark.django_db


class Played:
    name, model = "local", "played"


@pytest.fixture
def firm(db):
    return Organization.objects.create(name="Firm")


def endpoint(prices=DOLLARS, id="own"):
    return PlainEndpoint(Played(), id=id, prices=prices)


def claim(firm, number, at=None):
    ledger = DatabaseLedger(organization_id=firm.pk, subject_id=uuid4())
    key = Key("classify_items.v1", "played", f"{number:064d}")
    return ledger, ledger.claim(key, at or endpoint(), likely=LIKELY, most=MOST)


def cap(firm, **caps):
    Budget.objects.update_or_create(organization=firm, defaults=caps)


def purses(firm):
    return {purse.name: (purse.spent, purse.reserved) for purse in Purse.objects.filter(organization=firm)}


def test_what_a_call_may_cost_is_held_and_what_it_took_is_booked(firm):
    ledger, reservation = claim(firm, 1)
    assert purses(firm) == {"cost:USD": (0, Decimal("0.02")), "tokens": (0, 15_000)}
    ledger.settle(reservation, ANSWER, "q")
    assert purses(firm) == {"cost:USD": (Decimal("0.006"), 0), "tokens": (5_000, 0)}


def test_a_failure_gives_back_what_was_held(firm):
    ledger, reservation = claim(firm, 1)
    ledger.settle(reservation, Failure("llm.unavailable", "", False, Usage(), 3, 10), "q")
    assert purses(firm) == {"cost:USD": (0, 0), "tokens": (0, 0)}


def test_a_call_that_could_pass_the_cap_is_denied_and_leaves_nothing_behind(firm):
    cap(firm, monthly_cost=Decimal("0.03"), currency="USD")
    assert isinstance(claim(firm, 1)[1], Reservation)
    before = purses(firm)
    assert claim(firm, 2)[1] == Denied("llm.budget-exceeded")
    assert purses(firm) == before
    assert LedgerEntry.objects.count() == 1


def test_tokens_can_be_capped_where_no_price_is_known(firm):
    cap(firm, monthly_tokens=15_000)
    free = endpoint(Prices())
    assert isinstance(claim(firm, 1, free)[1], Reservation)
    assert claim(firm, 2, free)[1] == Denied("llm.budget-exceeded")


@pytest.mark.parametrize("prices", [Prices(), Prices(Decimal(1), Decimal(2), "EUR")])
def test_a_cap_in_money_refuses_a_provider_whose_price_cannot_be_compared(firm, prices):
    cap(firm, monthly_cost=Decimal(100), currency="USD")
    assert claim(firm, 1, endpoint(prices))[1] == Denied("llm.budget-currency")


def test_the_operators_key_has_a_cap_of_its_own(firm, settings):
    settings.LLM = replace(settings.LLM, monthly_budget=Decimal("0.03"))
    operators = endpoint(id="env")
    assert isinstance(claim(firm, 1, operators)[1], Reservation)
    assert claim(firm, 2, operators)[1] == Denied("llm.budget-exceeded")
    assert isinstance(claim(firm, 3)[1], Reservation)
    other = Organization.objects.create(name="Other")
    assert isinstance(claim(other, 4, operators)[1], Reservation)


def test_the_operators_cap_is_told_beside_those_of_the_organization(firm, settings):
    settings.LLM = replace(
        settings.LLM, base_url="http://local.test/v1", model="played", currency="USD", monthly_budget=Decimal("0.03")
    )
    cap(firm, monthly_cost=Decimal(5), currency="USD")
    claim(firm, 1, endpoint(id="env"))
    told = [(purse.unit, purse.operators, purse.cap, purse.left) for purse in purses_of(firm.pk)]
    assert told == [
        ("USD", False, Decimal(5), Decimal("4.98")),
        ("USD", True, Decimal("0.03"), Decimal("0.01")),
        ("tokens", False, None, None),
    ]
    settings.LLM = replace(settings.LLM, monthly_budget=None)
    assert not any(purse.operators for purse in purses_of(firm.pk))


def test_last_months_spending_does_not_count(firm, monkeypatch):
    cap(firm, monthly_cost=Decimal("0.03"), currency="USD")
    monkeypatch.setattr(budget, "this_month", lambda: budget.date(2026, 1, 1))
    ledger, reservation = claim(firm, 1)
    monkeypatch.undo()
    assert isinstance(claim(firm, 2)[1], Reservation)
    ledger.settle(reservation, ANSWER, "q")
    assert Purse.objects.get(name="cost:USD", month="2026-01-01").spent == Decimal("0.006")


def test_a_dead_workers_call_counts_for_what_it_likely_took(firm):
    claim(firm, 1)
    LedgerEntry.objects.update(expires_at="2020-01-01T00:00:00Z")
    sweep()
    assert purses(firm) == {"cost:USD": (Decimal("0.003"), 0), "tokens": (3_000, 0)}


def test_an_answer_that_comes_after_all_is_booked_too(firm):
    ledger, reservation = claim(firm, 1)
    LedgerEntry.objects.update(expires_at="2020-01-01T00:00:00Z")
    sweep()
    ledger.settle(reservation, ANSWER, "q")
    assert purses(firm) == {"cost:USD": (Decimal("0.009"), 0), "tokens": (8_000, 0)}


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_never_pass_the_cap(transactional_db):
    firm = Organization.objects.create(name="Firm")
    cap(firm, monthly_cost=Decimal("0.5"), currency="USD")

    def one(number):
        try:
            ledger, got = claim(firm, number)
            if isinstance(got, Denied):
                return 0
            held = Purse.objects.get(organization=firm, name="cost:USD")
            assert held.spent + held.reserved <= Decimal("0.5")
            ledger.settle(got, ANSWER, "q")
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answered = sum(pool.map(one, range(200)))
    purse = Purse.objects.get(organization=firm, name="cost:USD")
    assert (purse.spent, purse.reserved) == (answered * Decimal("0.006"), 0)
    assert purse.spent <= Decimal("0.5")
    assert 75 <= answered < 84
