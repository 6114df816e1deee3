"""What subscriptions come to, as pure values."""

from __future__ import annotations

from datetime import UTC, datetime

from billing.standing import Standing, id_of, standing_of

PLANS = {"price_team": "team", "price_business": "business"}


def sub(status: str, price: str = "price_team", created: int = 1, **more):
    item = {"price": {"id": price}, "current_period_start": 100, "current_period_end": 200}
    return {"id": f"sub_{created}", "status": status, "created": created, "items": {"data": [item]}, **more}


def test_nothing_and_what_never_began_come_to_nothing():
    assert standing_of([], PLANS) == Standing()
    assert standing_of([sub("incomplete"), sub("incomplete_expired"), {"status": "new_word"}], PLANS) == Standing()


def test_what_runs_counts_before_what_failed_and_what_is_over():
    found = standing_of(
        [sub("canceled", created=3), sub("past_due", "price_business", created=2), sub("active")], PLANS
    )
    assert (found.kind, found.plan, found.subscription, found.living) == ("active", "team", "sub_1", 2)


def test_a_trial_at_stripe_runs_and_a_paused_one_is_over():
    assert standing_of([sub("trialing")], PLANS).kind == "active"
    assert [standing_of([sub(one)], PLANS).kind for one in ("paused", "unpaid", "canceled")] == ["ended"] * 3


def test_of_two_that_run_the_wider_then_the_newer_counts():
    assert standing_of([sub("active", created=9), sub("active", "price_business")], PLANS).plan == "business"
    assert standing_of([sub("active", created=1), sub("active", created=9)], PLANS).subscription == "sub_9"


def test_the_end_is_the_day_it_was_cancelled_to():
    at = standing_of([sub("active", cancel_at=150)], PLANS)
    assert (at.kind, at.until) == ("ending", datetime.fromtimestamp(150, UTC))
    period = standing_of([sub("active", cancel_at_period_end=True)], PLANS)
    assert period.until == datetime.fromtimestamp(200, UTC)


def test_the_period_is_found_where_older_versions_told_it():
    old = {"id": "s", "status": "active", "created": 1, "current_period_end": 300, "items": {"data": []}}
    found = standing_of([old], PLANS)
    assert (found.paid_until, found.plan, found.price) == (datetime.fromtimestamp(300, UTC), "", "")


def test_an_id_is_taken_from_a_text_or_a_whole_thing():
    assert (id_of("cus_1"), id_of({"id": "cus_1"}), id_of(None), id_of(7)) == ("cus_1", "cus_1", "", "")
