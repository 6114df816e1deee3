"""The ledger: paid once, booked always, taken over only from the dead."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import Organization
from llm.booking import Busy, Key, Reservation, Stored
from llm.client import Answer, Failure
from llm.ledger import DatabaseLedger
from llm.models import LedgerEntry
from llm.providers.base import Usage
from llm.values import Outcome, Prices

KEY = Key("classify_items.v1", "played", "0" * 64)
MOST = Usage(1000, 500, estimated=True)
PRICES = Prices(Decimal("0.20"), Decimal("0.80"), "USD")
ANSWER = Answer(Outcome(), '{"items": []}', "played-2", Usage(1000, 250, 100), 2, 1234)
FAILURE = Failure("llm.invalid", "", False, Usage(900, 10), 2, 50)

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(db):
    return Organization.objects.create(name="Firm")


@pytest.fixture
def ledger_of(firm):
    def make(organization=None, subject=None, prices=PRICES):
        return DatabaseLedger(
            organization_id=(organization or firm).pk, subject_id=subject or uuid4(), provider="local", prices=prices
        )

    return make


def test_a_question_is_reserved_booked_and_then_reused_for_nothing(ledger_of):
    ledger = ledger_of()
    reservation = ledger.claim(KEY, most=MOST)
    assert isinstance(reservation, Reservation)
    assert ledger.settle(reservation, ANSWER) == Decimal("0.0004")
    assert ledger_of().claim(KEY, most=MOST) == Stored('{"items": []}')
    paid, reused = LedgerEntry.objects.order_by("created_at")
    assert (paid.status, paid.cost, paid.calls, paid.cached, paid.answered_by) == (
        "answered",
        Decimal("0.0004"),
        2,
        False,
        "played-2",
    )
    assert (paid.input_tokens, paid.output_tokens, paid.cached_input_tokens, paid.milliseconds) == (
        1000,
        250,
        100,
        1234,
    )
    assert (reused.status, reused.cost, reused.calls, reused.cached, reused.input_tokens) == ("reused", 0, 0, True, 0)


def test_a_failure_is_booked_and_the_question_may_be_asked_again(ledger_of):
    ledger = ledger_of()
    ledger.settle(ledger.claim(KEY, most=MOST), FAILURE)
    failed = LedgerEntry.objects.get()
    assert (failed.status, failed.error_code, failed.cost) == ("failed", "llm.invalid", Decimal("0.000188"))
    assert isinstance(ledger.claim(KEY, most=MOST), Reservation)


def test_a_question_on_its_way_is_not_asked_twice(ledger_of):
    ledger_of().claim(KEY, most=MOST)
    assert isinstance(ledger_of().claim(KEY, most=MOST), Busy)


def test_the_reservation_says_what_it_may_cost_at_most(ledger_of):
    ledger_of().claim(KEY, most=MOST)
    assert LedgerEntry.objects.get().reserved_tokens == 1500


@pytest.mark.parametrize(
    "other",
    [
        Key("classify_items.v2", "played", "0" * 64),
        Key("classify_items.v1", "other", "0" * 64),
        Key("classify_items.v1", "played", "1" * 64),
    ],
)
def test_another_version_model_or_text_is_another_question(ledger_of, other):
    ledger = ledger_of()
    ledger.settle(ledger.claim(KEY, most=MOST), ANSWER)
    assert isinstance(ledger.claim(other, most=MOST), Reservation)


def test_another_organization_shares_nothing(ledger_of):
    ledger = ledger_of()
    ledger.settle(ledger.claim(KEY, most=MOST), ANSWER)
    other = Organization.objects.create(name="Other")
    assert isinstance(ledger_of(other).claim(KEY, most=MOST), Reservation)


def test_a_dead_workers_reservation_is_taken_over_by_its_own_analysis_at_once(ledger_of):
    subject = uuid4()
    old = ledger_of(subject=subject).claim(KEY, most=MOST)
    new = ledger_of(subject=subject).claim(KEY, most=MOST)
    assert isinstance(new, Reservation)
    ledger_of(subject=subject).settle(new, ANSWER)
    assert LedgerEntry.objects.get(status="answered").calls == 3

    ledger_of(subject=subject).settle(old, ANSWER)
    assert LedgerEntry.objects.get(status="late").cost == Decimal("0.0004")
    assert LedgerEntry.objects.filter(status="answered").count() == 1


def test_others_wait_until_the_reservation_has_run_out(ledger_of):
    ledger_of().claim(KEY, most=MOST)
    LedgerEntry.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert isinstance(ledger_of().claim(KEY, most=MOST), Reservation)
    assert isinstance(ledger_of().claim(KEY, most=MOST), Busy)


def test_unknown_prices_give_no_cost_instead_of_zero(ledger_of):
    ledger = ledger_of(prices=Prices())
    assert ledger.settle(ledger.claim(KEY, most=MOST), ANSWER) is None
    assert LedgerEntry.objects.get().cost is None


def test_a_useless_reply_is_forgotten_and_its_cost_kept(ledger_of):
    ledger = ledger_of()
    ledger.settle(ledger.claim(KEY, most=MOST), ANSWER)
    ledger.discard(KEY)
    assert isinstance(ledger.claim(KEY, most=MOST), Reservation)
    assert LedgerEntry.objects.get(status="failed").cost == Decimal("0.0004")
