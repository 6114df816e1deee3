"""A request is counted once, by its route, its door, and the role and plan of whoever made it; never by a person or an id."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from prometheus_client import REGISTRY

from config.metrics import exposition

pytestmark = pytest.mark.django_db
REQUESTS, SECONDS = "http_requests_total", "http_request_duration_seconds_count"


@pytest.fixture
def more():
    """How much a metric has grown since it was asked before."""
    seen = {}

    def grown(name, **labels):
        key = (name, *sorted(labels.items()))
        now = REGISTRY.get_sample_value(name, labels) or 0.0
        before, seen[key] = seen.get(key, now), now
        return now - before

    return grown


def test_a_page_is_counted_with_its_time(pages, alice, more):
    labels = {"method": "GET", "view": "projects:list", "door": "page", "status": "200"}
    ours = {"role": "owner", "plan": "self_hosted", "door": "page"}
    for metric, told in ((REQUESTS, labels), ("mizan_requests_by_role_total", ours)):
        more(metric, **told)
    more(SECONDS, view="projects:list", door="page")
    pages(alice).get(reverse("projects:list"))
    assert more(REQUESTS, **labels) == 1
    assert more(SECONDS, view="projects:list", door="page") == 1
    assert more("mizan_requests_by_role_total", **ours) == 1


@pytest.mark.parametrize(("who", "role"), [("bob", "viewer"), ("nobody", "nobody")])
def test_whoever_asks_the_api_is_counted_by_role(who, role, api, request, more):
    plan = "none" if who == "nobody" else "self_hosted"
    labels = {"role": role, "plan": plan, "door": "api"}
    more("mizan_requests_by_role_total", **labels)
    api(None if who == "nobody" else request.getfixturevalue(who)).get("/api/v1/projects/")
    assert more("mizan_requests_by_role_total", **labels) == 1


def test_errors_of_the_api_are_counted_by_their_code(api, alice, more):
    for code, status in (("unauthenticated", "401"), ("project.not_found", "404"), ("not_found", "404")):
        more("api_errors_total", code=code, status=status)
    api(None).get("/api/v1/projects/")
    api(alice).get("/api/v1/nowhere/")
    assert more("api_errors_total", code="unauthenticated", status="401") == 1
    assert more("api_errors_total", code="not_found", status="404") == 1


def test_an_odd_method_and_an_unknown_address_make_no_label_of_their_own(client, more):
    labels = {"method": "other", "view": "none", "door": "page", "status": "404"}
    more(REQUESTS, **labels)
    client.generic("BREW", "/somewhere/alice@example.com/")
    assert more(REQUESTS, **labels) == 1


def test_probes_are_not_counted(client):
    client.get("/health/live")
    client.get("/metrics")
    assert b'door="probe"' not in exposition.page(standing=False)


def test_no_label_holds_an_id_or_an_address(pages, api, alice, firm):
    api(alice).get(f"/api/v1/projects/{firm.pk}/")
    pages(alice).get(f"/projects/{firm.pk}/")
    told = exposition.page(standing=False).decode()
    assert re.search(r"[0-9a-f]{8}-[0-9a-f]{4}|@|Alice", told) is None


def test_look_ups_in_the_cache_make_the_hit_rate(more):
    from django.core.cache import cache

    hits = {"cache": "default", "result": "hit"}
    more("mizan_cache_requests_total", **hits)
    cache.set("metrics-test", None)
    assert cache.get("metrics-test", "otherwise") is None
    assert cache.get("metrics-nowhere", "otherwise") == "otherwise"
    assert more("mizan_cache_requests_total", **hits) == 1
    rate = exposition.hit_rate(exposition.counted_here())
    assert 0 < rate.samples[0].value < 1
