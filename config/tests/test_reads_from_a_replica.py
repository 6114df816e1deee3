"""Which reads go to a replica: the router and its middleware by themselves. A real replica is tried by `scripts.drills.replica`."""

from __future__ import annotations

import base64
import json
import uuid

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from accounts.access import Actor, ActorKind
from accounts.models import Membership, User
from boq.models import Item
from config import replica
from config.tests.walk.routes import routes
from config.tests.walk.table import TABLE
from projects.models import Project, ProjectMember

ROUTER = replica.Router()
ANNA, OTTO = (Actor(ActorKind.USER, uuid.uuid4(), uuid.uuid4()) for _ in range(2))


class Shelf(dict):
    """A cache."""

    away = False

    def set(self, key, value, seconds):
        self[key] = value

    def get_many(self, keys):
        if self.away:
            raise ConnectionError
        return {key: self[key] for key in keys if key in self}


@pytest.fixture
def shelf(monkeypatch):
    made = Shelf()
    monkeypatch.setattr(replica, "caches", {"handy": made, "default": made})
    return made


@pytest.fixture(autouse=True)
def there(settings, monkeypatch, shelf):
    """A replica that is near enough, and no transaction."""
    monkeypatch.setitem(settings.DATABASES, "replica", {})
    settings.REPLICA_AFTER_SECONDS = 10
    monkeypatch.setattr(replica, "is_good", lambda: True)
    monkeypatch.setattr(replica, "in_transaction", lambda: False)


def ask(view=None, *, actor=ANNA, method="get", name="projects:list", bearer=""):
    """(where a project was read, the answer) of one request, as Django's handler would call the middleware."""
    read = []

    def seen(request):
        read.append(ROUTER.db_for_read(Project))
        return HttpResponse("made")

    request = getattr(RequestFactory(), method)("/", headers={"authorization": f"Bearer {bearer}"} if bearer else {})
    request.actor = actor
    request.resolver_match = ResolverMatch(seen, (), {}, name.rpartition(":")[2], [], name.split(":")[:-1])

    def inner(asked):
        view_ = view or seen
        return middleware.process_view(asked, view_, (), {}) or view_(asked)

    middleware = replica.ReplicaMiddleware(inner)
    answer = middleware(request)
    return (read[-1] if read else ""), answer


def test_lists_are_read_from_it_and_nothing_else():
    assert ask()[0] == "replica"
    assert ask(name="projects:detail")[0] == "default"
    assert ask(method="post")[0] == "default"
    assert ROUTER.db_for_read(Project) == "default"


def test_what_is_written_goes_to_the_primary_and_so_do_its_tables():
    with replica.may_lag():
        assert ROUTER.db_for_write(Project) == "default"
    assert ROUTER.allow_migrate("default", "boq")
    assert not ROUTER.allow_migrate("replica", "boq")


def test_who_may_what_is_never_stale():
    with replica.may_lag():
        assert ROUTER.db_for_read(Item) == "replica"
        assert {ROUTER.db_for_read(model) for model in (User, Membership, ProjectMember)} == {"default"}


def test_in_a_transaction_all_is_read_where_it_is_written(monkeypatch):
    monkeypatch.setattr(replica, "in_transaction", lambda: True)
    assert ask()[0] == "default"


def test_who_wrote_a_moment_ago_reads_the_primary_and_others_do_not():
    ask(method="post", name="projects:create")
    assert ask()[0] == "default"
    assert ask(actor=OTTO)[0] == "replica"


def test_a_program_is_known_by_its_token_before_anybody_has_looked_at_it():
    body = base64.urlsafe_b64encode(json.dumps({"sub": str(ANNA.user_id)}).encode()).decode().rstrip("=")
    ask(method="post", name="projects:create")  # on a page
    assert ask(actor=None, name="api:project-list", bearer=f"x.{body}.y")[0] == "default"
    assert ask(actor=None, name="api:project-list", bearer="mzn_live_1")[0] == "replica"
    ask(actor=OTTO, method="post", name="api:project-list", bearer="mzn_live_1")
    assert ask(actor=None, name="api:project-list", bearer="mzn_live_1")[0] == "default"


def test_a_refused_change_is_none():
    ask(lambda request: HttpResponse(status=403), method="post", name="projects:create")
    assert ask()[0] == "replica"


def test_while_nobody_can_tell_who_wrote_the_primary_is_read(shelf):
    shelf.away = True
    assert ask()[0] == "default"


def test_a_page_that_fails_on_it_is_made_from_the_primary_and_it_is_left_alone(monkeypatch):
    left = []
    monkeypatch.setattr(replica, "leave_alone", left.append)

    def view(request):
        if ROUTER.db_for_read(Project) == "replica":
            raise OperationalError("gone")
        return HttpResponse("from the primary")

    assert ask(view)[1].content == b"from the primary"
    assert left == ["OperationalError"]


def test_what_is_not_found_on_it_is_looked_for_on_the_primary():
    def view(request):
        return HttpResponse(status=404 if ROUTER.db_for_read(Project) == "replica" else 200)

    assert ask(view)[1].status_code == 200


def test_a_replica_that_is_behind_or_away_is_not_read(monkeypatch, settings):
    monkeypatch.undo()
    behind = [0.0]

    class Cursor:
        def __enter__(self):
            return self

        def __exit__(self, *raised):
            return False

        def execute(self, sql):
            if behind[0] < 0:
                raise OperationalError("away")

        def fetchone(self):
            return (behind[0],)

    class Connection:
        cursor = Cursor

    monkeypatch.setattr(replica, "connections", {"replica": Connection()})
    settings.REPLICA_LAG_SECONDS = 10
    for seconds, good in ((3, True), (60, False), (-1, False)):
        behind[0] = seconds
        monkeypatch.setitem(replica._state, "looked", 0.0)
        assert replica.is_good() is good


def test_every_page_that_may_lag_is_a_page_that_is_read():
    assert {name for name, _path in routes()} >= replica.MAY_LAG
    assert all("GET" in TABLE[name] for name in replica.MAY_LAG)
