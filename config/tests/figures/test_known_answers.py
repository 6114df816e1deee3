"""Business figures of a small service whose figures were worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from accounts.models import Organization
from billing.models import Funnel
from config.figures.definitions import FIGURES
from config.figures.reading import prices, rows, shown
from conftest import person
from llm.models import LedgerEntry
from website.models import MarketingCost, PersonDay, RequestCount

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
BY_KEY = {one.key: one for one in FIGURES}


def figure(key, days=30):
    """{(moment, series): value}"""
    return {(moment, name): value for moment, name, value in rows(BY_KEY[key], today=TODAY, days=days)}


def on(month, day=10, hour=12):
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def visits(db):
    """Anna comes today and yesterday, by page and API; Otto 29 days ago, and Ida 30 days ago."""
    anna, otto, ida = (person(f"{name}@example.com", name) for name in ("anna", "otto", "ida"))
    for user, back, door in (
        (anna, 0, "pages"),
        (anna, 0, "api"),
        (anna, 1, "pages"),
        (otto, 29, "pages"),
        (ida, 30, "pages"),
    ):
        PersonDay.objects.create(user=user, day=TODAY - timedelta(days=back), door=door, counter="a", requests=5)
    PersonDay.objects.create(user=anna, day=TODAY, door="pages", counter="b", requests=1)


def test_people_are_counted_once_a_day_and_once_a_month(visits):
    assert figure("dau") == {
        (TODAY - timedelta(days=29), ""): 1,
        (TODAY - timedelta(days=1), ""): 1,
        (TODAY, ""): 1,
    }
    month = figure("mau")
    assert (month[TODAY, ""], month[TODAY - timedelta(days=1), ""]) == (2, 3)
    assert len(month) == 30


def test_requests_errors_and_time_are_those_of_all_lives_of_the_counts():
    RequestCount.objects.create(day=TODAY, counter="a", door="api", requests=900, broken=3, milliseconds=90_000)
    RequestCount.objects.create(day=TODAY, counter="b", door="api", requests=100, broken=0, milliseconds=20_000)
    RequestCount.objects.create(day=TODAY, counter="a", door="pages", requests=1_000, broken=5, milliseconds=250_000)
    assert figure("api_calls") == {(TODAY, ""): 1_000}
    assert figure("response_time") == {(TODAY, "api"): Decimal("110"), (TODAY, "pages"): Decimal("250")}
    assert figure("error_rate") == {(TODAY, ""): Decimal("0.4")}


def test_tokens_and_cost_are_those_of_questions_that_were_put():
    firm = Organization.objects.create(name="Firm")
    common = {
        "organization": firm,
        "prompt": "p",
        "provider": "h",
        "model": "m",
        "input_tokens": 100,
        "output_tokens": 20,
    }
    for number, (status, cost, currency) in enumerate(
        [
            ("answered", "0.5", "USD"),
            ("late", "0.25", "USD"),
            ("failed", None, ""),
            ("reused", None, ""),
            ("answered", "2", "EUR"),
        ]
    ):
        LedgerEntry.objects.create(**common, input_hash=str(number), status=status, cost=cost, currency=currency)
    LedgerEntry.objects.update(created_at=datetime(2026, 6, 15, 23, 59, tzinfo=UTC))
    assert figure("tokens") == {(TODAY, ""): 480}
    assert figure("cost") == {(TODAY, "EUR"): Decimal(2), (TODAY, "USD"): Decimal("0.75")}


@pytest.fixture
def customers(settings):
    """Ten sign up in March, four of them pay; two more in June, whose trial still runs. Of the four one leaves in April, one in June."""
    settings.TRIAL_DAYS = 14
    settings.PLAN_PRICES = {"team": "50 EUR", "business": "150 EUR", "trial": "free"}
    for number in range(10):
        paid = on(3, 20) if number < 4 else None
        left = {0: on(4), 1: on(6)}.get(number)
        plan = ("business" if number == 3 else "team") if paid else ""
        Funnel.objects.create(signed_up_at=on(3, 1), paid_at=paid, cancelled_at=left, paid_plan=plan)
    for _ in range(2):
        Funnel.objects.create(signed_up_at=on(6, 10))
    MarketingCost.objects.create(month=date(2026, 3, 1), what="Fair", amount=300, currency="EUR")
    MarketingCost.objects.create(month=date(2026, 3, 1), what="Words", amount=100, currency="EUR")
    MarketingCost.objects.create(month=date(2026, 3, 1), what="Ads", amount=80, currency="USD")
    MarketingCost.objects.create(month=date(2026, 5, 1), what="Ads", amount=80, currency="EUR")


def test_conversion_leaves_out_trials_that_still_run(customers):
    assert figure("conversion") == {(date(2026, 3, 1), ""): Decimal(40)}


def test_a_customers_cost_is_by_currency_and_there_is_none_where_nobody_came(customers):
    assert figure("cac") == {(date(2026, 3, 1), "EUR"): Decimal(100), (date(2026, 3, 1), "USD"): Decimal(20)}


def test_churn_is_of_those_who_were_there_when_the_month_began(customers):
    assert figure("churn") == {
        (date(2026, 4, 1), ""): Decimal(25),
        (date(2026, 5, 1), ""): Decimal(0),
        (date(2026, 6, 1), ""): Decimal("33.33"),
    }


def test_a_customers_worth_is_what_they_pay_over_how_fast_they_leave(customers):
    worth = figure("ltv")
    # April: team, team, business pay (50 + 50 + 150) / 3; 25 % were lost in the one month that had customers.
    assert worth[date(2026, 4, 1), "EUR"] == Decimal("333.33")
    # May: the same pay; the mean of 25 % and none.
    assert worth[date(2026, 5, 1), "EUR"] == Decimal("666.67")
    # June: team and business pay; the mean of 25 %, none and a third.
    assert worth[date(2026, 6, 1), "EUR"] == round(Decimal(100) / ((Decimal("0.25") + Decimal(1) / 3) / 3), 2)
    assert set(worth) == {(date(2026, month, 1), "EUR") for month in (4, 5, 6)}


def test_prices_in_words_are_no_prices(settings):
    settings.PLAN_PRICES = {"team": "49,50 EUR", "business": "on request"}
    assert prices() == [{"plan": "team", "price": "49.50", "currency": "EUR"}]


def test_a_drawing_puts_each_day_in_its_place(visits):
    line = shown(BY_KEY["dau"], today=TODAY, days=30).series[0]
    assert [point.x for point in line.points] == ["0.0", "597.3", "618.7"]
    assert {point.height for point in line.points} == {"116.0"}
    assert all(shown(one, today=TODAY, days=30).series == () for one in FIGURES if one.key not in ("dau", "mau"))
