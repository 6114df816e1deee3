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
from llm.ledger import DatabaseLedger, sweep
from llm.models import LedgerEntry
from llm.providers.base import Usage
from llm.testing.endpoints import PlainEndpoint
from llm.values import Answered, Prices, Replied

KEY = Key("classify_items.v1", "played", "0" * 64)
LIKELY = Usage(300, 0, estimated=True)
MOST = Usage(1000, 500, estimated=True)
PRICES = Prices(Decimal("0.20"), Decimal("0.80"), "USD")
REPLIED = Replied({"d1": Answered("concrete", 0.9)})
ANSWER = Answer(REPLIED, '{"items": []}', "played-2", Usage(1000, 250, 100), 2, 1234)
FAILURE = Failure("llm.invalid", "", False, Usage(900, 10), 2, 50)

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(db):
    return Organization.objects.create(name="Firm")


@pytest.fixture
def ledger_of(firm):
    def make(organization=None, subject=None, prices=PRICES, apart=None):
        owner = (organization or firm).pk
        return Booked(DatabaseLedger(organization_id=owner, subject_id=subject or uuid4(), apart=apart), prices)

    return make


class Booked:
    """A ledger and the endpoint that is asked through it."""

    def __init__(self, ledger, prices):
        self.ledger, self.endpoint = ledger, PlainEndpoint(Played(), prices=prices)

    def claim(self, key):
        return self.ledger.claim(key, self.endpoint, likely=LIKELY, most=MOST)

    def settle(self, reservation, got):
        return self.ledger.settle(reservation, got, "classify_items.v1")

    def discard(self, key):
        self.ledger.discard(key)


class Played:
    name, model = "local", "played"


def test_a_question_is_reserved_booked_and_then_reused_for_nothing(ledger_of):
    ledger = ledger_of()
    reservation = ledger.claim(KEY)
    assert isinstance(reservation, Reservation)
    assert ledger.settle(reservation, ANSWER) == Decimal("0.0004")
    assert ledger_of().claim(KEY) == Stored('{"items": []}')
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
    ledger.settle(ledger.claim(KEY), FAILURE)
    failed = LedgerEntry.objects.get()
    assert (failed.status, failed.error_code, failed.cost) == ("failed", "llm.invalid", Decimal("0.000188"))
    assert isinstance(ledger.claim(KEY), Reservation)


def test_a_question_on_its_way_is_not_asked_twice(ledger_of):
    ledger_of().claim(KEY)
    assert isinstance(ledger_of().claim(KEY), Busy)


def test_the_reservation_says_what_it_may_cost_at_most(ledger_of):
    ledger_of().claim(KEY)
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
    ledger.settle(ledger.claim(KEY), ANSWER)
    assert isinstance(ledger.claim(other), Reservation)


def test_another_organization_shares_nothing(ledger_of):
    ledger = ledger_of()
    ledger.settle(ledger.claim(KEY), ANSWER)
    other = Organization.objects.create(name="Other")
    assert isinstance(ledger_of(other).claim(KEY), Reservation)


def test_a_dead_workers_reservation_is_taken_over_by_its_own_analysis_at_once(ledger_of):
    subject = uuid4()
    old = ledger_of(subject=subject).claim(KEY)
    new = ledger_of(subject=subject).claim(KEY)
    assert isinstance(new, Reservation)
    ledger_of(subject=subject).settle(new, ANSWER)
    assert LedgerEntry.objects.get(status="answered").calls == 2
    abandoned = LedgerEntry.objects.get(status="failed")
    assert (abandoned.error_code, abandoned.calls, abandoned.input_tokens) == ("llm.abandoned", 1, 300)
    assert abandoned.cost == Decimal("0.00006")

    ledger_of(subject=subject).settle(old, ANSWER)
    assert LedgerEntry.objects.get(status="late").cost == Decimal("0.0004")
    assert LedgerEntry.objects.filter(status="answered").count() == 1


def test_others_wait_until_the_reservation_has_run_out(ledger_of):
    ledger_of().claim(KEY)
    LedgerEntry.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert isinstance(ledger_of().claim(KEY), Reservation)
    assert isinstance(ledger_of().claim(KEY), Busy)


def test_unknown_prices_give_no_cost_instead_of_zero(ledger_of):
    ledger = ledger_of(prices=Prices())
    assert ledger.settle(ledger.claim(KEY), ANSWER) is None
    assert LedgerEntry.objects.get().cost is None


def test_a_useless_reply_is_forgotten_and_its_cost_kept(ledger_of):
    ledger = ledger_of()
    ledger.settle(ledger.claim(KEY), ANSWER)
    ledger.discard(KEY)
    assert isinstance(ledger.claim(KEY), Reservation)
    assert LedgerEntry.objects.get(status="failed").cost == Decimal("0.0004")


def test_an_answer_is_kept_for_the_work_it_speaks_of(ledger_of):
    ledger = ledger_of()
    ledger.settle(ledger.claim(KEY), ANSWER)
    known = ledger_of().ledger.known
    assert known("classify_items.v1", ["played"], ["d1", "d2"]) == {"d1": Answered("concrete", 0.9)}
    assert known("classify_items.v2", ["played"], ["d1"]) == {}
    assert known("classify_items.v1", ["other"], ["d1"]) == {}
    assert known("classify_items.v1", ["other", "played"], ["d1"]) == {"d1": Answered("concrete", 0.9)}
    other = Organization.objects.create(name="Other")
    assert ledger_of(other).ledger.known("classify_items.v1", ["played"], ["d1"]) == {}


def test_a_narrowed_project_shares_neither_replies_nor_answers(ledger_of):
    project = uuid4()
    ledger = ledger_of(apart=project)
    ledger.settle(ledger.claim(KEY), ANSWER)
    assert ledger_of(apart=project).claim(KEY) == Stored('{"items": []}')
    assert set(ledger_of(apart=project).ledger.known("classify_items.v1", ["played"], ["d1"])) == {"d1"}
    for other in (ledger_of(), ledger_of(apart=uuid4())):
        assert other.ledger.known("classify_items.v1", ["played"], ["d1"]) == {}
        assert isinstance(other.claim(KEY), Reservation)
    ledger.discard(KEY)
    assert isinstance(ledger_of(apart=project).claim(KEY), Reservation)


def test_a_reservation_that_nobody_came_back_for_is_closed(ledger_of):
    ledger_of().claim(KEY)
    assert sweep() == 0
    LedgerEntry.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert sweep() == 1
    assert LedgerEntry.objects.get().error_code == "llm.abandoned"
