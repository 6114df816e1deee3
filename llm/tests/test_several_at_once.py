"""Several questions at once: claimed together and settled together, with the outcome that each would have had alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import Organization
from llm.booking import Busy, Denied, Heard, Key, Reservation, Stored, Wanted
from llm.client import Answer, Failure
from llm.ledger import DatabaseLedger
from llm.models import Budget, LedgerEntry, Purse
from llm.providers.base import Usage
from llm.testing.endpoints import PlainEndpoint
from llm.values import Answered, Prices, Replied

LIKELY = Usage(300, 0, estimated=True)
MOST = Usage(1000, 500, estimated=True)
PRICES = Prices(Decimal("0.20"), Decimal("0.80"), "USD")
ANSWER = Answer(Replied({"d1": Answered("concrete", 0.9)}), '{"items": []}', "played-2", Usage(1000, 250, 100), 2, 1234)
FAILURE = Failure("llm.invalid", "", False, Usage(900, 10), 2, 50)

pytestmark = pytest.mark.django_db


class Played:
    name, model = "local", "played"


@pytest.fixture
def firm(db):
    return Organization.objects.create(name="Firm")


@pytest.fixture
def ledger_of(firm):
    def make(subject=None):
        return DatabaseLedger(organization_id=firm.pk, subject_id=subject or uuid4())

    return make


def of(number, prices=PRICES):
    return Wanted(
        Key("classify_items.v1", "played", f"{number:064d}"), PlainEndpoint(Played(), prices=prices), LIKELY, MOST
    )


def test_several_are_claimed_together_and_each_gets_what_it_would_have_got_alone(firm, ledger_of):
    ledger_of().settle(ledger_of().claim_all([of(1)])[0], ANSWER, "q")
    ledger_of().claim_all([of(2)])
    ledger = ledger_of()
    stored, busy, first, again, second = ledger.claim_all([of(1), of(2), of(3), of(3), of(4)])
    assert stored == Stored('{"items": []}')
    assert busy == again == Busy()
    assert isinstance(first, Reservation)
    assert isinstance(second, Reservation)
    held = {purse.name: purse.reserved for purse in Purse.objects.filter(organization=firm)}
    assert held["tokens"] == 3 * 1500


def test_one_that_is_denied_leaves_the_others_what_they_got(firm, ledger_of):
    Budget.objects.create(organization=firm, monthly_tokens=3_500)
    claims = ledger_of().claim_all([of(1), of(2), of(3), of(4)])
    assert [type(claim) for claim in claims] == [Reservation, Reservation, Denied, Denied]
    assert claims[2].code == "llm.budget-exceeded"
    assert Purse.objects.get(organization=firm, name="tokens").reserved == 3_000
    assert LedgerEntry.objects.count() == 2


def test_a_price_that_cannot_be_compared_denies_only_its_own_question(firm, ledger_of):
    Budget.objects.create(organization=firm, monthly_cost=100, currency="USD")
    claims = ledger_of().claim_all([of(1, Prices()), of(2)])
    assert claims[0] == Denied("llm.budget-currency")
    assert isinstance(claims[1], Reservation)


def test_an_organization_that_opts_out_is_denied_its_next_question_and_what_was_asked_is_booked(firm, ledger_of):
    ledger = ledger_of()
    reservation = ledger.claim_all([of(1)])[0]
    Organization.objects.filter(pk=firm.pk).update(llm_opt_out=True)
    assert ledger.claim_all([of(2), of(3)]) == [Denied("llm.no-provider")] * 2
    ledger.settle(reservation, ANSWER, "q")
    assert ledger.claim_all([of(1)]) == [Stored('{"items": []}')]


def test_several_left_behind_are_taken_over_together_and_their_answers_still_count_as_late(firm, ledger_of):
    subject = uuid4()
    old = ledger_of(subject=subject).claim_all([of(1), of(2)])
    ledger = ledger_of(subject=subject)
    new = ledger.claim_all([of(1), of(2), of(3)])
    assert all(isinstance(claim, Reservation) for claim in new)
    assert LedgerEntry.objects.filter(error_code="llm.abandoned").count() == 2
    heard = [Heard(old[0], ANSWER, "q"), Heard(new[0], ANSWER, "q"), Heard(new[1], FAILURE, "q")]
    assert ledger.settle_all(heard) == [Decimal("0.0004"), Decimal("0.0004"), Decimal("0.000188")]
    assert LedgerEntry.objects.filter(status="late", input_hash=of(1).key.input_hash).count() == 1
    assert LedgerEntry.objects.get(status="answered").pk == new[0].entry
    tokens = Purse.objects.get(organization=firm, name="tokens")
    assert (tokens.spent, tokens.reserved) == (2 * 300 + 2 * 1250 + 910, 1500)


def test_a_turn_takes_as_few_statements_for_many_questions_as_for_one(ledger_of, django_assert_max_num_queries):
    ledger = ledger_of()
    ledger.claim_all([of(0)])
    with django_assert_max_num_queries(7):
        claims = ledger.claim_all([of(number) for number in range(1, 9)])
    with django_assert_max_num_queries(5):
        ledger.settle_all([Heard(claim, ANSWER, "q") for claim in claims])


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_and_settle_by_the_lot_never_pass_a_cap_nor_wait_in_a_circle(transactional_db):
    firm = Organization.objects.create(name="Firm")
    Budget.objects.create(
        organization=firm, monthly_cost=Decimal("0.012"), currency="USD"
    )  # of the 0.0006 that each holds: 20
    known = {f"d{number}": Answered("concrete", 0.9) for number in range(50)}

    def work(worker):
        try:
            ledger = DatabaseLedger(organization_id=firm.pk, subject_id=uuid4())
            paid = 0
            for turn in range(6):
                wanted = [of(1_000 * turn + (number * (-1) ** worker) % 7) for number in range(7)]
                claims = [claim for claim in ledger.claim_all(wanted) if isinstance(claim, Reservation)]
                purse = Purse.objects.get(organization=firm, name="cost:USD")
                assert purse.spent + purse.reserved <= Decimal("0.012")
                mixed = dict(reversed(known.items())) if worker % 2 else known
                answer = Answer(Replied(mixed), "{}", "played", Usage(1000, 250), 1, 10)
                ledger.settle_all([Heard(claim, answer, "q") for claim in reversed(claims)])
                paid += len(claims)
            return paid
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        paid = sum(pool.map(work, range(12)))
    purse = Purse.objects.get(organization=firm, name="cost:USD")
    assert (purse.spent, purse.reserved) == (paid * Decimal("0.0004"), 0)
    assert LedgerEntry.objects.filter(status="answered").count() == paid
    assert 20 <= paid <= 30
