"""Fields that a body has no business with change nothing, and ids of other firms lead nowhere: in paths, bodies, filters and lists."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.models import Membership, Organization, User
from accounts.services import found_home
from conftest import person
from projects.models import Project

pytestmark = pytest.mark.django_db
GREEDY = {
    "is_staff": True,
    "is_superuser": True,
    "is_active": False,
    "role": "owner",
    "id": str(uuid4()),
    "plan": "unlimited",
}


@pytest.fixture
def foreign(charlie, actor):
    """Charlie's firm with a project."""
    from projects.services import create_project

    return create_project(by=actor(charlie), name="Secret tower")


def test_nobody_makes_themselves_staff_or_owner(api, bob, charlie):
    reply = api(bob).patch(
        "/api/v1/auth/me/", {**GREEDY, "name": "Robert", "email": "x@example.com", "organization": str(charlie.pk)}
    )
    assert reply.status_code == 200
    fresh = User.objects.get(pk=bob.pk)
    assert (fresh.name, fresh.is_staff, fresh.is_superuser, fresh.is_active, fresh.email) == (
        "Robert",
        False,
        False,
        True,
        bob.email,
    )
    assert list(Membership.objects.filter(user=bob).values_list("role", flat=True)) == ["viewer"]


def test_an_organization_keeps_its_plan(api, alice, firm):
    url = f"/api/v1/organizations/{firm.pk}/"
    plan = firm.plan
    assert api(alice).patch(url, {**GREEDY, "name": "New", "created_at": "2001-01-01"}).status_code == 200
    fresh = Organization.objects.get(pk=firm.pk)
    assert (fresh.name, fresh.plan, fresh.created_at) == ("New", plan, firm.created_at)


def test_a_project_stays_where_it_is(api, alice, project, foreign):
    body = {
        "organization": str(foreign.organization_id),
        "organization_id": str(foreign.organization_id),
        "narrowed": True,
        "created_by": str(foreign.created_by_id),
        "id": str(foreign.pk),
    }
    assert api(alice).patch(f"/api/v1/projects/{project.pk}/", body).status_code == 200
    fresh = Project.objects.get(pk=project.pk)
    assert (fresh.organization_id, fresh.narrowed, fresh.created_by_id) == (
        project.organization_id,
        False,
        project.created_by_id,
    )


def test_a_registration_makes_a_common_person(api, mailoutbox):
    body = {"email": "greta@example.com", "password": "quarry-lantern-seven", "name": "Greta", "accept": True, **GREEDY}
    assert api(None).post("/api/v1/auth/register/", body).status_code == 202
    made = User.objects.get(email="greta@example.com")
    assert (made.is_staff, made.is_superuser, made.is_active) == (False, False, True)
    assert made.organizations.get().plan == found_home(user=person("h@example.com", "H")).plan


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("put", "/api/v1/projects/{project}/people/", {"narrowed": True, "people": ["{stranger}"]}),
        ("post", "/api/v1/organizations/{firm}/transfer/", {"user": "{stranger}"}),
        ("patch", "/api/v1/organizations/{firm}/members/{stranger}/", {"role": "viewer"}),
        ("delete", "/api/v1/organizations/{firm}/members/{stranger}/", {}),
        ("patch", "/api/v1/organizations/{strange_firm}/", {"name": "Mine"}),
        ("post", "/api/v1/privacy/erasure/", {"successors": {"{strange_firm}": "{me}"}}),
        ("post", "/api/v1/projects/{strange_project}/uploads/", {}),
        ("post", "/api/v1/projects/{strange_project}/conversations/", {"question": "How much?"}),
        (
            "post",
            "/api/v1/auth/login/",
            {"email": "alice@example.com", "password": "a-long-password-of-tests", "organization": "{strange_firm}"},
        ),
    ],
)
def test_ids_of_another_firm_lead_nowhere(method, path, body, api, alice, firm, project, charlie, foreign):
    ids = {
        "me": alice.pk,
        "firm": firm.pk,
        "project": project.pk,
        "stranger": charlie.pk,
        "strange_firm": foreign.organization_id,
        "strange_project": foreign.pk,
    }

    def filled(value):
        if isinstance(value, dict):
            return {filled(name): filled(one) for name, one in value.items()}
        if isinstance(value, list):
            return [filled(one) for one in value]
        return value.format(**ids) if isinstance(value, str) else value

    sent = {"format": "multipart"} if path.endswith("uploads/") else {}
    reply = getattr(api(alice), method)(filled(path), filled(body), **sent)
    if path.endswith("erasure/") and reply.status_code == 202:
        assert reply.json()["status"] == "waiting"  # a name for a firm that is not hers is passed over
    else:
        assert reply.status_code in (400, 404), reply.content
    assert Membership.objects.filter(user=charlie).values_list("role", "organization_id").get() == (
        "owner",
        foreign.organization_id,
    )
    assert Organization.objects.get(pk=foreign.organization_id).name == "Charlie Ltd"
    assert not Membership.objects.filter(user=alice, organization_id=foreign.organization_id).exists()


@pytest.mark.parametrize("name", ["project", "upload"])
def test_a_filter_by_a_foreign_id_finds_what_a_random_one_finds(name, api, alice, boq, foreign):
    def found(value):
        return api(alice).get(f"/api/v1/boqs/?{name}={value}").json()["results"]

    assert found(foreign.pk) == found(uuid4()) == []


def test_the_trail_tells_of_no_stranger(api, alice, firm, charlie, foreign):
    assert api(alice).get(f"/api/v1/audit/?actor={charlie.pk}").json()["count"] == 0
    assert api(alice).get(f"/api/v1/audit/?text={foreign.pk}").json()["count"] == 0


def test_no_page_is_larger_than_a_thousand(api, alice, actor):
    Project.objects.bulk_create(
        Project(organization_id=actor(alice).organization_id, name=f"{number}") for number in range(1_001)
    )
    client = api(alice)
    for path in ("projects", "boqs", "jobs", "layouts", "audit"):
        for size in ("1000000000", "9" * 5_000, "-1", "0", "x", "²"):
            reply = client.get(f"/api/v1/{path}/?page_size={size}")
            assert reply.status_code == 200, (path, size)
            assert len(reply.json()["results"]) <= 1_000
