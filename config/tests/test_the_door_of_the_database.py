"""While the database does not answer, one at a time waits for it, and all the others are told at once."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql import base

from config.postgres import base as ours
from config.postgres.door import HOPE_SECONDS, PAUSE_SECONDS, Door


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def door(clock):
    return Door(clock)


@pytest.fixture
def shut(door, clock):
    """The door, after people have waited in vain for a while."""
    door.failed(away=True)
    clock.now += HOPE_SECONDS
    door.failed(away=True)
    return door


def test_everybody_may_wait_for_a_restart(door, clock):
    door.failed(away=True)
    clock.now += HOPE_SECONDS - 1
    door.failed(away=True)
    assert [door.may_pass() for _ in range(3)] == [True] * 3


def test_an_outage_is_over_with_the_first_who_comes_through(door, clock):
    door.failed(away=True)
    clock.now += HOPE_SECONDS
    door.opened()
    door.failed(away=True)
    assert door.may_pass()


def test_everybody_passes_while_it_is_open(door):
    assert [door.may_pass() for _ in range(3)] == [True] * 3


def test_nobody_waits_right_after_somebody_waited_in_vain(shut, clock):
    assert not shut.may_pass()
    clock.now += PAUSE_SECONDS
    assert shut.may_pass()


def test_one_at_a_time_knocks_while_it_is_shut(shut, clock):
    clock.now += PAUSE_SECONDS
    assert [shut.may_pass() for _ in range(3)] == [True, False, False]
    shut.failed(away=True)
    clock.now += PAUSE_SECONDS
    assert [shut.may_pass() for _ in range(2)] == [True, False]


def test_whoever_comes_through_opens_it_for_all(shut, clock):
    clock.now += PAUSE_SECONDS
    shut.may_pass()
    shut.opened()
    assert [shut.may_pass() for _ in range(3)] == [True] * 3


def test_a_pool_whose_connections_are_all_taken_shuts_no_door(door):
    door.failed(away=False)
    assert door.may_pass()


def test_a_connection_that_cannot_be_made_shuts_the_door_of_its_database(monkeypatch, clock):
    asked, errors = [], [0]

    def refused(self, params):
        asked.append(params)
        errors[0] += 1
        clock.now += HOPE_SECONDS
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(ours, "_doors", {"default": Door(clock)})
    monkeypatch.setattr(base.DatabaseWrapper, "get_new_connection", refused)
    monkeypatch.setattr(ours.DatabaseWrapper, "_errors", lambda self: errors[0])
    for _ in range(4):
        with pytest.raises(psycopg.OperationalError):
            connection.get_new_connection({})
    assert len(asked) == 2
