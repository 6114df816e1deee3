"""Requests to the API in a minute: by plan and role for people, for keys, and by address for everybody else; told in every answer."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection
from rest_framework.test import APIClient

from accounts import plans, throttling
from accounts.models import Organization
from accounts.scopes import Scope
from accounts.services.keys import create_key

pytestmark = pytest.mark.django_db
URL = "/api/v1/projects/"


@pytest.fixture(autouse=True)
def counting(settings, monkeypatch):
    settings.API_THROTTLES = True
    settings.PLANS = True


@pytest.fixture
def slow(monkeypatch, firm):
    """A plan of few requests for alice's firm."""
    plan = plans.Plan("trial", "Trial", {"viewer": 2, "estimator": 3, "admin": 4, "owner": 5, plans.KEY: 3})
    monkeypatch.setitem(plans.BY_NAME, "trial", plan)
    Organization.objects.filter(pk=firm.pk).update(plan="trial")


def told(answer) -> tuple[str, str, str]:
    return answer["RateLimit-Limit"], answer["RateLimit-Remaining"], answer["RateLimit-Policy"]


def test_every_answer_tells_what_is_left(api, alice):
    client = api(alice)
    assert told(client.get(URL)) == ("1200", "1199", "1200;w=60")
    missing = client.get(f"{URL}00000000-0000-0000-0000-000000000000/")
    assert (missing.status_code, told(missing)) == (404, ("1200", "1198", "1200;w=60"))
    assert 0 < int(missing["RateLimit-Reset"]) <= 60


@pytest.mark.parametrize(
    ("path", "status"), [("/api/v1/nonsense/", 404), (URL, 401), ("/api/v1/auth/login/", 405), ("/api/v1/schema/", 200)]
)
def test_answers_to_nobody_tell_it_too(path, status, client):
    answer = client.get(path)
    assert (answer.status_code, answer["RateLimit-Limit"]) == (status, str(plans.ANONYMOUS_A_MINUTE))


def test_pages_are_not_counted(client):
    assert "RateLimit-Limit" not in client.get("/")


@pytest.mark.parametrize(("who", "limit"), [("alice", 5), ("bob", 2)])
def test_each_role_has_its_own(who, limit, slow, api, request):
    client = api(request.getfixturevalue(who))
    statuses = [client.get(URL).status_code for _ in range(limit + 1)]
    assert statuses == [200] * limit + [429]


def test_whoever_asks_too_much_is_told_when_to_come_back(slow, api, bob):
    client = api(bob)
    for _ in range(3):
        answer = client.get(URL)
    assert answer.json()["error"]["code"] == "throttled"
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer.json()["error"]["facts"]["seconds"] == int(answer["Retry-After"])
    assert answer["RateLimit-Remaining"] == "0"


def test_one_persons_requests_are_not_anothers(slow, api, alice, bob):
    for _ in range(4):
        api(bob).get(URL)
    assert api(alice).get(URL).status_code == 200


def test_a_minute_later_it_begins_anew(slow, api, bob):
    client = api(bob)
    for _ in range(3):
        last = client.get(URL)
    assert last.status_code == 429
    redis = cache._cache.get_client(write=True)
    for key in redis.scan_iter("*pace:*"):
        redis.pexpire(key, 1)
    threading.Event().wait(0.05)
    assert client.get(URL).status_code == 200


def test_a_key_has_its_own(slow, alice, actor):
    made = create_key(by=actor(alice), name="Nightly", scopes=[Scope.PROJECTS_READ])
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {made[1]}")
    assert [client.get(URL).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_forged_tokens_run_out_by_address_wherever_they_say_they_come_from(client, monkeypatch):
    monkeypatch.setattr(throttling, "ANONYMOUS_A_MINUTE", 3)
    statuses = [
        client.get(
            URL, headers={"authorization": f"Bearer forged-{number}", "x-forwarded-for": f"10.0.0.{number}"}
        ).status_code
        for number in range(5)
    ]
    assert statuses == [401, 401, 401, 429, 429]


def test_without_plans_everybody_is_self_hosted(slow, settings, api, bob):
    settings.PLANS = False
    assert api(bob).get(URL)["RateLimit-Limit"] == "600"


def test_a_plan_that_is_no_more_is_the_narrowest(settings):
    settings.PLANS = True
    assert plans.plan_named("gold of 2020") is plans.PLANS[0]


def test_counting_can_be_switched_off(settings, api, alice):
    settings.API_THROTTLES = False
    assert "RateLimit-Limit" not in api(alice).get(URL)


def test_requests_pass_while_redis_is_away(api, alice, monkeypatch):
    class Away:
        def eval(self, *args):
            raise ConnectionError("away")

    client = api(alice)
    monkeypatch.setattr(cache._cache, "get_client", lambda **kwargs: Away())
    answer = client.get(URL)
    assert answer.status_code == 200
    assert "RateLimit-Limit" not in answer


def test_a_role_that_is_unknown_has_the_pace_of_nobody(actor, alice):
    assert plans.pace_of(replace(actor(alice), role="ghost")) == plans.ANONYMOUS_A_MINUTE


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_time_are_each_counted(slow, api, alice):
    client = api(alice)
    credentials = client._credentials
    answers, start = [], threading.Barrier(12)

    def ask() -> None:
        one = APIClient()
        one.credentials(**credentials)
        start.wait(20)
        answers.append(one.get(URL).status_code)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Counter(answers) == {200: 5, 429: 7}
