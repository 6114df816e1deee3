"""What a drill of faults says of the requests that it saw: when all was as before, what failed, and which bar that misses."""

from __future__ import annotations

import pytest

from scripts.drills.normal import Bar, Before, Outcome, as_before, before, judged, kinds_of, normal_at, table
from scripts.drills.traffic import Sample

WAS = Before(100, 0.2, 0.0)
CUT = frozenset({0, 502, 503})


def sample(at, status=200, seconds=0.1, kind="page"):
    return Sample(at, 1, kind, "projects", status, seconds, "" if 0 < status < 400 else str(status))


def steady(since, until, **how):
    return [sample(float(at), **how) for at in range(since, until)]


def test_how_it_was_counts_what_the_server_failed_and_not_what_people_did_wrong():
    was = before([sample(0, 404), sample(1, 503), *steady(2, 10)])
    assert (was.count, was.share) == (10, 0.1)


@pytest.mark.parametrize(
    ("window", "good"),
    [
        ([], False),
        (steady(0, 10), True),
        (steady(0, 10, seconds=0.49), True),  # twice as slow, and within the objective
        (steady(0, 10, seconds=0.6), False),
        ([*steady(0, 10), sample(5, 503)], False),
    ],
)
def test_a_window_is_as_before_when_it_is_as_quick_and_as_good(window, good):
    assert as_before(window, WAS) is good


def test_how_quick_it_is_need_not_be_asked():
    assert as_before(steady(0, 10, seconds=9.0), WAS, quick=False)
    assert not as_before([*steady(0, 10), sample(5, 503)], WAS, quick=False)


def test_a_server_that_was_slow_before_may_be_so_again():
    assert as_before(steady(0, 10, seconds=1.9), Before(100, 1.0, 0.0))


def test_it_is_as_before_after_the_last_failure_that_is_followed_by_two_good_windows():
    seen = [*steady(0, 100), sample(7, 503), sample(21, 500)]
    assert normal_at(seen, WAS, 0.0, 100.0) == 22.0


def test_it_is_not_as_before_while_nobody_has_seen_enough():
    assert normal_at(steady(0, 19), WAS, 0.0, 19.0) is None
    assert normal_at(steady(0, 20), WAS, 0.0, 20.0) == 0.0


def outcome(samples, **more):
    facts = {"well": 20.0, "normal": 20.0, "jobs_done": 25.0, "loads": (4.0, 5.0), **more}
    return Outcome("redis", began=0.0, mended=10.0, watched=60.0, was=WAS, samples=samples, **facts)


def test_what_is_allowed_to_fail_misses_no_bar():
    seen = [*steady(0, 60), sample(3, 503), sample(4, 503, kind="upload")]
    assert judged(outcome(seen), Bar(CUT, most=2, seconds=10)) == []


@pytest.mark.parametrize(
    ("seen", "more", "bar", "words"),
    [
        ([sample(3, 500)], {}, Bar(CUT, most=5), "redis: failed as nothing may: 1 page 500"),
        ([sample(3, 503)], {}, Bar(CUT, frozenset({"upload"}), most=5), "redis: failed as nothing may: 1 page 503"),
        ([sample(3, 503), sample(4, 503)], {}, Bar(CUT, most=1), "redis: 2 requests failed, at most 1 may"),
        ([], {"well": None}, Bar(CUT), "redis: it never was answered as before"),
        ([], {"well": 80.0}, Bar(CUT, seconds=60), "redis: answered as before only after 70 s, 60 s are allowed"),
        ([], {"normal": None}, Bar(CUT), "redis: it never was as quick as before"),
        ([], {"normal": 80.0}, Bar(CUT, seconds=60), "redis: as quick as before only after 70 s, 60 s are allowed"),
        ([], {"jobs_done": None}, Bar(CUT), "redis: jobs were left over"),
        ([], {"jobs_done": 400.0}, Bar(CUT), "redis: its jobs were done only after 390 s"),
        ([], {"faults": ["nothing was under way"]}, Bar(CUT), "redis: nothing was under way"),
    ],
)
def test_each_bar_that_is_missed_is_said(seen, more, bar, words):
    assert judged(outcome(seen, **more), bar) == [words]


def test_a_busy_machine_excuses_nothing():
    busy = outcome([], normal=None, loads=(4.0, 12.0))
    assert judged(busy, Bar(CUT)) == ["redis: it never was as quick as before"]
    assert "4 to 12" in table([busy], [])


def test_what_failed_is_told_by_kind_and_status():
    assert kinds_of([sample(1, 0), sample(2, 503, kind="api"), sample(3, 0)]) == "1 api 503, 2 page no answer"
    assert kinds_of([]) == "none"


def test_failures_last_from_the_first_request_to_the_last_answer():
    assert outcome([sample(3, 503), sample(9, 503, seconds=4.0), sample(30)]).failing_seconds == 10.0


def test_the_table_has_a_row_for_each_fault_with_its_verdict():
    rows = table([outcome([sample(3, 500)])], ["redis: failed as nothing may: 1 page 500"]).splitlines()
    assert len({row.count("|") for row in rows}) == 1
    assert "1 page 500" in rows[-1]
    assert rows[-1].endswith("| does not hold |")
    assert table([outcome([])], []).endswith("| holds |")
