"""What drills of load and scale calculate: percentiles, sums, who took the processor, and what a cluster needs. No engines."""

from __future__ import annotations

import http.client
import math
import random
import socket

import pytest

from scripts.drills.lines import Connection, Line
from scripts.drills.processor import CHILD, Ledger, Seen
from scripts.drills.projection import BUSY, Costs, Habits, a_piece, cores, people_on, times
from scripts.drills.traffic import CAST, Crowd, Followed, Sample, percentile, summarize


def sample(at: float = 0.0, seconds: float = 0.1, **more: object) -> Sample:
    return Sample(**{"at": at, "who": 1, "kind": "page", "name": "bill", "status": 200, "seconds": seconds, **more})


@pytest.mark.parametrize(
    ("values", "share", "found"),
    [
        ([], 0.95, 0.0),
        ([3.0], 0.5, 3.0),
        ([3.0, 1.0, 2.0, 4.0], 0.5, 2.0),
        (range(1, 101), 0.95, 95),
        (range(1, 21), 0.95, 19),
        (range(1, 21), 0.99, 20),
        ([1.0, 9.0], 1.0, 9.0),
        ([1.0, 9.0], 0.0, 1.0),
    ],
)
def test_a_percentile_is_one_of_the_values(values, share, found):
    assert percentile(values, share) == found


def test_of_any_values_the_share_is_within_the_percentile_and_no_smaller_one_would_do():
    values = [random.Random(3).lognormvariate(-2, 1) for _ in range(377)]
    for share in (0.5, 0.95, 0.99):
        found = percentile(values, share)
        assert sum(one <= found for one in values) >= share * len(values)
        assert sum(one < found for one in values) < share * len(values)


def test_a_summary_counts_what_failed_and_whose_fault_it_was():
    found = summarize(
        [
            sample(seconds=0.1),
            sample(status=404, error="404 not_found", seconds=0.2),
            sample(status=503, error="503 unavailable", seconds=0.3),
            sample(status=0, error="ConnectionRefusedError", seconds=9.0),
            sample(status=302, error="signed out", seconds=0.1),
        ]
    )
    assert (found.count, found.failed, found.ours) == (5, 4, 2)
    assert (found.p50, found.slowest) == (0.2, 9.0)
    assert summarize([]) == type(found)()


def test_a_crowd_tells_kinds_and_times_apart():
    crowd = Crowd("http://127.0.0.1:1")
    crowd.samples = [
        sample(at=10, seconds=0.1),
        sample(at=20, seconds=0.4, name="projects"),
        sample(at=20, seconds=0.9, kind="api"),
        sample(at=30, seconds=0.7),
    ]
    assert crowd.summary("page", 10, 30).slowest == 0.4, "the end is outside"
    assert crowd.summary().count == 4
    assert list(crowd.by_name("page")) == ["bill", "projects"], "the slowest first"
    assert crowd.summary("upload") == summarize([])


def test_every_firm_has_somebody_who_uploads_and_half_the_people_share_one():
    assert all(roles[0] == "owner" for roles in CAST)
    people = [role for roles in CAST for role in roles]
    assert len(people) == 10
    assert people.count("viewer") == 2
    assert Followed("id", 1, 300, 1.0, 1.2).end == "", "a job that was not seen to end"


def test_a_get_on_a_connection_that_was_just_closed_is_sent_again_once_and_a_post_never(monkeypatch):
    asked = []

    def closed(self, method, *rest):
        asked.append(method)
        raise ConnectionResetError

    monkeypatch.setattr(Connection, "_once", closed)
    for method, tries in (("GET", 2), ("POST", 1)):
        asked.clear()
        connection = Connection("http://127.0.0.1:1", 3, Line())
        connection.kept = http.client.HTTPConnection("127.0.0.1", 1)
        reply = connection.ask(method, "/", None, {})
        assert (len(asked), reply.status, reply.error) == (tries, 0, "ConnectionResetError")
    asked.clear()
    assert Connection("http://127.0.0.1:1", 3, Line()).ask("GET", "/", None, {}).status == 0
    assert len(asked) == 1, "a new connection is not tried again"


def test_a_connection_that_the_other_side_ended_is_not_used_for_a_post():
    here, there = socket.socketpair()
    with here, there:
        connection = Connection("http://127.0.0.1:1", 3, Line())
        connection.kept = http.client.HTTPConnection("127.0.0.1", 1)
        assert connection._was_closed(), "it was never opened"
        connection.kept.sock = here
        assert not connection._was_closed()
        there.shutdown(socket.SHUT_WR)
        assert connection._was_closed()


def test_who_took_the_processor_also_when_processes_come_and_go():
    ledger = Ledger()
    web, worker, postgres = 1, 2, 3
    roots = {"web": web, "worker": worker, "PostgreSQL": postgres}

    def seen(*rows: tuple[int, int, float, float]) -> dict[int, Seen]:
        return {pid: Seen(pid, parent, 100 + pid, own, ended) for pid, parent, own, ended in rows}

    masters = ((web, 9, 5.0, 0.0), (worker, 9, 5.0, 0.0), (postgres, 9, 1.0, 7.0))
    ledger.note(
        roots, seen(*masters, (11, web, 2.0, 0.0), (21, worker, 3.0, 1.0), (31, postgres, 4.0, 0.0)), first=True
    )
    assert sum(ledger.spent().values()) == 0, "what was before is not counted"
    ledger.note(
        roots,
        seen(*masters, (11, web, 3.0, 0.0), (21, worker, 3.5, 1.0), (211, 21, 0.25, 0.0), (31, postgres, 4.5, 0.0)),
    )
    assert ledger.spent() == {"web": 1.0, "worker": 0.5, CHILD: 0.25, "PostgreSQL": 0.5}
    # The reader and a connection ended (their parents are charged), and a web process died: what was seen of it stays.
    postgres_now = (postgres, 9, 1.0, 7.0 + 4.75)
    ledger.note(roots, seen(*masters[:2], postgres_now, (21, worker, 3.5, 1.0 + 0.5), (12, web, 0.5, 0.0)))
    assert ledger.spent() == {"web": 1.5, "worker": 0.5, CHILD: 0.5, "PostgreSQL": 0.75}


COSTS = Costs(
    page={"web": 0.05, "PostgreSQL": 0.005},
    call={"web": 0.02, "PostgreSQL": 0.002},
    imported={"worker": 0.1, "import child": 0.3, "PostgreSQL": 0.05},
)
HABITS = Habits(pages=0.2, calls=0.1, imports=0.01)


def test_cores_grow_with_people_and_none_is_busier_than_planned():
    needed = cores(COSTS, HABITS, 100)
    assert needed["web"] == pytest.approx(100 * (0.2 * 0.05 + 0.1 * 0.02) / BUSY)
    assert needed["import child"] == pytest.approx(100 * 0.01 * 0.3 / BUSY)
    assert needed["Redis"] == 0
    assert cores(COSTS, HABITS, 1_000)["web"] == pytest.approx(10 * needed["web"])


def test_as_many_people_as_the_cores_carry_need_those_cores():
    carried = people_on(COSTS, HABITS, 16, "PostgreSQL")
    assert cores(COSTS, HABITS, carried)["PostgreSQL"] <= 16 < cores(COSTS, HABITS, carried + 1)["PostgreSQL"]
    assert people_on(COSTS, HABITS, 16, "nginx") == 0, "nothing is known of it"


def test_a_piece_of_work_and_how_many_times_the_smallest():
    each = a_piece({"web": 10.0, "everybody else": 50.0}, 200)
    assert each["web"] == 0.05
    assert "everybody else" not in each
    assert a_piece({}, 0)["web"] == 0
    assert times({1: 4.0, 2: 8.0, 4: 9.0}) == {1: 1.0, 2: 2.0, 4: 2.25}
    assert not math.isnan(times({1: 0.0, 2: 1.0})[2])
