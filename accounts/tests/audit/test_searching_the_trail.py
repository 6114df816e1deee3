"""Owners and admins search the trail and take it along; others do not see it."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, AuditOrigin
from accounts.services.keys import create_key
from accounts.services.trail import record
from projects.services import create_project, update_project

pytestmark = pytest.mark.django_db
PAGE = "/accounts/settings/audit/"


@pytest.fixture
def history(alice, actor):
    """A project made and changed, by a person whose name a spreadsheet would calculate."""
    alice.name = "=1+1"
    alice.save()
    project = create_project(by=actor(alice), name="Villa")
    return update_project(by=actor(alice), project=project, name="Villa 2")


def test_the_page_says_who_did_what(pages, alice, history):
    page = pages(alice).get(PAGE).content.decode()
    assert "made a project" in page
    assert "changed a project" in page
    assert "alice@example.com" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"action": "project.changed"}, {"project.changed"}),
        ({"action": "no.such"}, {"organization.created", "project.created", "project.changed"}),
        ({"text": "no-such-id"}, set()),
        ({"until": "2001-01-01"}, set()),
        ({"since": "2001-01-01", "until": "nonsense"}, {"organization.created", "project.created", "project.changed"}),
    ],
)
def test_the_page_finds(pages, alice, history, query, found):
    rows = pages(alice).get(PAGE, query).context["rows"]
    assert {one.entry.action for one, *_ in rows} == found


def test_an_object_is_followed_by_its_id(api, alice, history):
    found = api(alice).get("/api/v1/audit/", {"text": str(history.pk)}).json()["results"]
    assert [one["action"] for one in found] == ["project.changed", "project.created"]
    assert found[0]["facts"] == {"fields": ["name"]}


def test_the_last_day_there_is_and_the_first_are_days_like_others(api, pages, alice, history):
    query = {"since": "0001-01-01", "until": "9999-12-31"}
    assert api(alice).get("/api/v1/audit/", query).json()["count"] == 3
    assert len(pages(alice).get(PAGE, query).context["rows"]) == 3


def test_days_are_whole(api, alice, history):
    today = timezone.localdate()
    for query, count in (({"since": today}, 3), ({"until": today}, 3), ({"since": today + timedelta(days=1)}, 0)):
        assert api(alice).get("/api/v1/audit/", query).json()["count"] == count


def test_the_pages_go_on_where_the_last_one_ended(pages, alice, actor, firm):
    for number in range(120):
        record(by=actor(alice), action=f"x.{number:03}", target=firm)
    browser, seen, query = pages(alice), [], {}
    while True:
        context = browser.get(PAGE, query).context
        seen += [one.entry.action for one, *_ in context["rows"]]
        if context["older"] is None:
            break
        query = {"before": context["older"]}
    assert seen == [f"x.{number:03}" for number in reversed(range(120))] + ["organization.created"]


def test_the_table_holds_all_and_calculates_nothing(pages, alice, history):
    answer = pages(alice).get(PAGE + "table/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["action"] for row in rows][-1] == "organization.created"
    assert {"project.created", "project.changed"} <= {row["action"] for row in rows}
    assert rows[-2]["name"] == "'=1+1"
    assert AuditEntry.objects.filter(action="audit.exported", actor_id=alice.pk).count() == 1


def test_an_erased_person_leaves_an_id(pages, alice, history):
    AuditOrigin.objects.filter(actor_id=alice.pk).delete()
    page = pages(alice).get(PAGE)
    assert "alice@example.com" not in page.content.decode().partition("<main")[2]
    assert {str(one.entry.actor_id) for one, *_ in page.context["rows"]} == {str(alice.pk)}


def test_only_owners_and_admins_look_into_it(pages, api, bob, charlie, history):
    assert pages(bob).get(PAGE).status_code == 403
    assert pages(bob).get(PAGE + "table/").status_code == 403
    assert api(bob).get("/api/v1/audit/").status_code == 403
    assert api(charlie).get("/api/v1/audit/", {"text": str(history.pk)}).json()["count"] == 0


def test_what_a_key_did_is_told_under_its_name(api, alice, actor, project):
    row, plain = create_key(by=actor(alice), name="The ERP", scopes=["projects:write", "projects:read"])
    program = api(None)
    program.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
    assert program.patch(f"/api/v1/projects/{project.pk}/", {"name": "By program"}).status_code == 200
    entry = api(alice).get("/api/v1/audit/", {"actor": str(row.pk)}).json()["results"][0]
    assert (entry["actor_kind"], entry["name"], entry["email"]) == ("api_key", "The ERP", "")


def test_the_address_is_the_one_that_trusted_proxies_vouch_for(api, alice, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    headers = {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.7", "HTTP_USER_AGENT": "Test"}
    assert api(alice).post("/api/v1/projects/", {"name": "A"}, **headers).status_code == 201
    told = api(alice).get("/api/v1/audit/", {"action": "project.created"}).json()["results"][0]
    assert (told["address"], told["user_agent"]) == ("203.0.113.7", "Test")


def test_a_fact_that_says_nothing_is_not_shown(pages, alice, actor):
    record(by=actor(alice), action="webhook.created", target=alice.memberships.get().organization, kinds=[], name="ERP")
    page = pages(alice).get(PAGE).content.decode()
    assert "name: ERP" in page
    assert "kinds:" not in page
