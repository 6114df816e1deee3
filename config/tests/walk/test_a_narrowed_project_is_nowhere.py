"""Every route with the ids of a narrowed project, by an estimator who is not named on it: to them none of it exists."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.scopes import Scope
from boq.models import Layout
from config.tests.walk.routes import METHODS, address, routes
from projects.services import narrow_project

pytestmark = pytest.mark.django_db
BELOW = ("project", "upload", "boq", "layout", "analysis", "export", "job", "conversation", "turn")


@pytest.fixture
def inside(things):
    """What hangs on the project: its ids, and the addresses that hold one."""
    Layout.objects.update(upload=things["upload"])
    ids = [str(things[name]) for name in BELOW]
    others = ("admin", "privacy")  # of staff, and of one's own data: an "export" there is another thing
    urls = {address(path, things) for _, path in routes() if "<" in path and not any(word in path for word in others)}
    return sorted(url for url in urls if any(one in url for one in ids))


def answers(client, url):
    """Method -> status of those that the route takes; the effects are undone."""
    found = {}
    for method in METHODS:
        with transaction.atomic():
            status = getattr(client, method.lower())(url).status_code
            transaction.set_rollback(True)
        if status != 405:
            found[method] = status
    return found


def test_who_is_not_named_finds_nothing_and_who_is_does(things, inside, people, pages, api, actor, alice):
    from projects.models import Project

    project = Project.objects.get(pk=things["project"])
    dave = people["estimator"]
    assert len(inside) > 40

    def walk():
        of_api, of_pages = api(dave), pages(dave)
        return {url: answers(of_api if url.startswith("/api/") else of_pages, url) for url in inside}

    narrow_project(by=actor(alice), project=project, people=[dave.pk])
    named = walk()
    narrow_project(by=actor(alice), project=project, people=[])
    hidden = {url: set(found.values()) for url, found in walk().items()}
    assert {url: found for url, found in hidden.items() if found != {404}} == {}
    seen = [url for url, found in named.items() if set(found.values()) != {404}]
    assert len(seen) > 0.9 * len(inside)  # the walk would tell a leak: named, they get in


def test_no_key_sees_it(things, inside, programs, actor, alice):
    from projects.models import Project

    narrow_project(by=actor(alice), project=Project.objects.get(pk=things["project"]), people=[])
    assert set(programs) == {scope.value for scope in Scope}
    for scope, client in programs.items():
        for url in (one for one in inside if one.startswith("/api/")):
            assert set(answers(client, url).values()) <= {403, 404}, (scope, url)
        for name in ("projects", "boqs", "jobs", "layouts"):
            listed = client.get(f"/api/v1/{name}/")
            assert listed.status_code == 403 or listed.json()["count"] == 0, (scope, name)
