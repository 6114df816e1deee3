"""Requests are counted by day, door and person, and taken into the database without loss or doubling."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from redis.exceptions import ConnectionError as Away

from config.figures import counting
from website.models import PersonDay, RequestCount

pytestmark = pytest.mark.django_db


def come(path="/projects/", *, actor=None, status=200, seconds=0.02):
    request = RequestFactory().get(path)
    request.actor = actor
    counting.note(request, HttpResponse(status=status), seconds)


def totals():
    return {one.door: (one.requests, one.broken, one.milliseconds) for one in RequestCount.objects.all()}


def test_what_came_is_counted_by_door_and_person(alice, bob, actor):
    for one in (alice, alice, bob, None):
        come(actor=one and actor(one))
    come("/api/v1/projects/", actor=actor(alice), status=503, seconds=0.1)
    come("/static/x.css")
    come("/health/live")
    counting.gather()
    assert totals() == {"pages": (4, 0, 80), "api": (1, 1, 100)}
    people = {(one.user, one.door): one.requests for one in PersonDay.objects.select_related("user")}
    assert people == {(alice, "pages"): 2, (alice, "api"): 1, (bob, "pages"): 1}


def test_taking_in_twice_changes_nothing_and_more_is_added(alice, actor):
    come(actor=actor(alice))
    counting.gather()
    counting.gather()
    come(actor=actor(alice))
    counting.gather()
    assert totals() == {"pages": (2, 0, 40)}
    assert PersonDay.objects.get().requests == 2


def test_an_emptied_cache_begins_a_new_count_beside_the_old_one():
    come()
    counting.gather()
    cache.clear()
    come()
    counting.gather()
    assert sorted(RequestCount.objects.values_list("requests", flat=True)) == [1, 1]


def test_yesterdays_last_minute_is_taken_in_too(monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(counting.timezone, "now", lambda: now - timedelta(days=1))
    come()
    monkeypatch.setattr(counting.timezone, "now", lambda: now)
    counting.gather()
    assert RequestCount.objects.get().day == (now - timedelta(days=1)).date()


def test_who_was_erased_meanwhile_is_left_out(alice, actor):
    come(actor=actor(alice))
    alice.delete()
    counting.gather()
    assert totals() == {"pages": (1, 0, 20)}
    assert not PersonDay.objects.exists()


def test_without_redis_a_page_is_answered_all_the_same(monkeypatch):
    def away():
        raise Away

    monkeypatch.setattr(counting, "_redis", away)
    come()


def test_a_request_of_the_application_is_counted(pages, alice):
    pages(alice).get("/projects/")
    counting.gather()
    assert totals()["pages"][0] == 1
    assert PersonDay.objects.get().user == alice
