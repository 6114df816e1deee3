"""Projects through the API: who may see, make, change and delete them."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry, Event
from projects.models import Project

pytestmark = pytest.mark.django_db
URL = "/api/v1/projects/"


@pytest.mark.parametrize(("who", "status"), [("alice", 201), ("bob", 403)])
def test_only_those_who_may_edit_make_projects(who, status, request, api):
    reply = api(request.getfixturevalue(who)).post(URL, {"name": "School"})
    assert reply.status_code == status
    assert Project.objects.count() == (status == 201)


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("bob", 200), ("charlie", 404)])
def test_members_see_a_project_and_outsiders_do_not(who, status, request, api, project):
    assert api(request.getfixturevalue(who)).get(f"{URL}{project.pk}/").status_code == status


@pytest.mark.parametrize(("who", "status"), [("alice", 204), ("bob", 403), ("charlie", 404)])
def test_only_admins_and_owners_delete(who, status, request, api, project):
    assert api(request.getfixturevalue(who)).delete(f"{URL}{project.pk}/").status_code == status
    assert Project.objects.filter(pk=project.pk).exists() == (status != 204)


def test_nobody_is_asked_to_sign_in(api):
    reply = api(None).get(URL)
    assert (reply.status_code, reply.json()["error"]["code"]) == (401, "unauthenticated")


def test_lists_are_paged(api, alice, project):
    body = api(alice).get(URL).json()
    assert (body["count"], body["next"], body["previous"]) == (1, None, None)
    assert body["results"][0]["id"] == str(project.pk)


def test_the_organization_cannot_be_set_from_outside(api, alice, charlie):
    foreign = charlie.organizations.get()
    reply = api(alice).post(URL, {"name": "School", "organization": str(foreign.pk), "created_by": str(charlie.pk)})
    made = Project.objects.get(pk=reply.json()["id"])
    assert (made.organization_id, made.created_by_id) == (alice.organizations.get().pk, alice.pk)


@pytest.mark.parametrize("escape", ["\\u0000", "\\ud800"])
def test_text_that_cannot_be_stored_is_refused_at_the_door(escape, api, alice):
    reply = api(alice).post(URL, f'{{"name": "a{escape}b"}}', content_type="application/json")
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, "bad_text")


@pytest.mark.parametrize(
    "body", ['{"name": NaN}', '{"name": 1e400}', '{"name": ' + "9" * 5000 + "}", "{", "[" * 100_000]
)
def test_impossible_json_is_malformed(body, api, alice):
    reply = api(alice).post(URL, body, content_type="application/json")
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, "malformed")


def test_making_a_project_leaves_an_audit_entry_and_an_event(api, alice):
    made = api(alice).post(URL, {"name": "School"}).json()["id"]
    entry = AuditEntry.objects.get(action="project.created")
    assert (entry.target_id, entry.actor_id) == (made, alice.pk)
    assert Event.objects.get(kind="project.created").payload == {"project": made}


def test_every_error_carries_its_request_id(api, alice):
    error = api(alice).get(f"{URL}{alice.pk}/").json()["error"]
    assert set(error) == {"code", "message", "facts", "request_id"}
    assert error["request_id"]
