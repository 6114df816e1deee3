"""Organizations, members and invitations through the API: the rules of the pages."""

from __future__ import annotations

import time

import pytest

from accounts.access import Role
from accounts.models import Invitation, Membership, Organization
from accounts.services import create_organization

pytestmark = pytest.mark.django_db
API = "/api/v1/organizations/"


@pytest.fixture
def here(firm):
    """The address of alice's firm."""
    return f"{API}{firm.pk}/"


def stale(api, user):
    """A client of somebody who signed in an hour ago."""
    from rest_framework_simplejwt.tokens import AccessToken

    from accounts.tokens import AUTH_TIME

    client = api(user)
    token = AccessToken(client._credentials["HTTP_AUTHORIZATION"].removeprefix("Bearer "))
    token[AUTH_TIME] = int(time.time()) - 3600
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def test_one_lists_ones_own_and_founds_another(api, alice, charlie):
    made = api(alice).post(API, {"name": "Second", "plan": "gold", "owner": str(charlie.pk)})
    assert (made.status_code, made.json()["role"], made.json()["plan"]) == (201, "owner", "self_hosted")
    assert [one["name"] for one in api(alice).get(API).json()] == ["Alice & Partners", "Second"]
    assert [one["name"] for one in api(charlie).get(API).json()] == ["Charlie Ltd"]


def test_a_name_is_needed(api, alice):
    assert api(alice).post(API, {"name": "  "}).status_code == 400
    assert api(alice).post(API, {}).status_code == 400


def test_nobody_owns_the_world(api, alice, monkeypatch):
    from accounts.services import organizations

    monkeypatch.setattr(organizations, "MOST_OWNED", 1)
    answer = api(alice).post(API, {"name": "Second"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "organization.too_many")


def test_a_token_opens_its_own_organization_alone(api, alice):
    other = create_organization(owner=alice, name="Second")
    assert api(alice).get(f"{API}{other.pk}/").status_code == 404
    assert api(alice).get(f"{API}{other.pk}/members/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("ada", 200), ("eve", 403), ("bob", 403), ("charlie", 404), (None, 401)]
)
def test_who_renames_it(who, status, request, api, here, firm):
    answer = api(request.getfixturevalue(who) if who else None).patch(here, {"name": "Renamed"})
    firm.refresh_from_db()
    assert (answer.status_code, firm.name == "Renamed") == (status, status == 200)


@pytest.mark.parametrize(("who", "status"), [("alice", 409), ("ada", 403), ("bob", 403), ("charlie", 404)])
def test_who_demands_a_second_factor(who, status, request, api, here):
    assert api(request.getfixturevalue(who)).patch(here, {"require_second_factor": True}).status_code == status


def test_an_owner_with_one_demands_it(api, alice, here, with_factor):
    assert api(with_factor(alice)).patch(here, {"require_second_factor": True}).json()["require_second_factor"] is True


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("bob", 200), ("charlie", 404), (None, 401)])
def test_members_know_each_other(who, status, request, api, here, bob):
    assert api(request.getfixturevalue(who) if who else None).get(f"{here}members/").status_code == status


def test_a_member_is_shown_without_what_is_theirs_alone(api, alice, bob, here):
    rows = api(alice).get(f"{here}members/").json()
    assert [one["role"] for one in rows] == ["owner", "viewer"]
    assert set(rows[0]) == {"id", "name", "email", "role", "active", "since"}


@pytest.mark.parametrize(("who", "status"), [("alice", 200), ("ada", 200), ("eve", 403), ("charlie", 404)])
def test_who_changes_a_role(who, status, request, api, here, bob, role_of):
    answer = api(request.getfixturevalue(who)).patch(f"{here}members/{bob.pk}/", {"role": "estimator"})
    assert (answer.status_code, role_of(bob)) == (status, "estimator" if status == 200 else "viewer")


@pytest.mark.parametrize(("who", "status"), [("alice", 204), ("ada", 204), ("eve", 403), ("charlie", 404)])
def test_who_removes_a_member(who, status, request, api, here, bob, role_of):
    answer = api(request.getfixturevalue(who)).delete(f"{here}members/{bob.pk}/")
    assert (answer.status_code, role_of(bob)) == (status, "" if status == 204 else "viewer")


@pytest.mark.parametrize("who", ["eve", "bob"])
def test_the_role_comes_before_the_form(who, request, api, pages, here, ada):
    client = api(request.getfixturevalue(who))
    answers = [
        client.patch(here, {}),
        client.patch(f"{here}members/{ada.pk}/", {"role": "king"}),
        client.post(f"{here}invitations/", {}),
    ]
    assert [one.status_code for one in answers] == [403] * 3
    assert pages(request.getfixturevalue(who)).post(f"/accounts/settings/members/{ada.pk}/").status_code == 403


def test_a_key_joins_nothing(api, alice, actor, invited):
    from accounts.services.keys import create_key

    _, token = invited()
    _, plain = create_key(by=actor(alice), name="k", scopes=["boqs:read"])
    client = api(None)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")
    assert client.post("/api/v1/invitations/accept/", {"token": token}).status_code == 403


def test_a_stranger_is_no_member_of_ones_firm(api, alice, charlie, here):
    assert api(alice).patch(f"{here}members/{charlie.pk}/", {"role": "viewer"}).status_code == 404
    assert api(alice).delete(f"{here}members/{charlie.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 201), ("ada", 201), ("eve", 403), ("bob", 403), ("charlie", 404)]
)
def test_who_invites(who, status, request, api, here):
    answer = api(request.getfixturevalue(who)).post(f"{here}invitations/", {"email": "d@example.com", "role": "viewer"})
    assert (answer.status_code, Invitation.objects.count()) == (status, int(status == 201))
    assert "token" not in str(answer.json())


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "no", "role": "viewer"},
        {"email": "d@example.com", "role": "king"},
        {"email": "d\x00@example.com", "role": "viewer"},
    ],
)
def test_a_wrong_invitation_is_refused(body, api, alice, here):
    assert api(alice).post(f"{here}invitations/", body).status_code == 400


def test_an_invitation_is_seen_and_taken_back(api, alice, bob, charlie, here, invited):
    made, _ = invited()
    url = f"{here}invitations/{made.pk}/"
    assert [api(one).get(url).status_code for one in (alice, bob, charlie)] == [200, 403, 404]
    assert api(alice).post(f"{url}resend/").status_code == 409  # a moment ago
    assert api(alice).delete(url).status_code == 204
    assert api(alice).get(url).status_code == 404


def test_one_joins_with_the_token_of_the_mail(api, charlie, invited, role_of):
    _, token = invited("charlie@example.com", Role.VIEWER)
    answer = api(charlie).post("/api/v1/invitations/accept/", {"token": token, "role": "owner"})
    assert (answer.status_code, answer.json()["role"], role_of(charlie)) == (201, "viewer", "viewer")
    assert api(charlie).post("/api/v1/invitations/accept/", {"token": token}).status_code == 404


def test_another_person_does_not(api, charlie, invited):
    _, token = invited()
    answer = api(charlie).post("/api/v1/invitations/accept/", {"token": token})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "invitation.other_address")
    assert api(None).post("/api/v1/invitations/accept/", {"token": token}).status_code == 401


def test_leaving(api, alice, bob, here, role_of):
    assert api(bob).post(f"{here}leave/").status_code == 204
    assert role_of(bob) == ""
    answer = api(alice).post(f"{here}leave/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "organization.last_owner")


def test_handing_over_asks_for_a_fresh_sign_in(api, alice, bob, here, role_of):
    answer = stale(api, alice).post(f"{here}transfer/", {"user": str(bob.pk)})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "sign_in_again")
    assert api(alice).post(f"{here}transfer/", {"user": str(bob.pk)}).status_code == 200
    assert (role_of(alice), role_of(bob)) == ("admin", "owner")


@pytest.mark.parametrize(("who", "status"), [("ada", 403), ("bob", 403), ("charlie", 404)])
def test_others_neither_hand_over_nor_delete(who, status, request, api, here, firm, alice):
    client = api(request.getfixturevalue(who))
    assert client.post(f"{here}transfer/", {"user": str(alice.pk)}).status_code == status
    assert client.delete(here, {"name": firm.name}).status_code == status
    assert Membership.objects.filter(organization=firm, user=alice, role=Role.OWNER).exists()


def test_deleting_asks_for_the_name_and_a_fresh_sign_in(api, alice, here, firm):
    assert stale(api, alice).delete(here, {"name": firm.name}).status_code == 403
    assert api(alice).delete(here, {"name": "wrong"}).status_code == 400
    assert api(alice).delete(here, {"name": firm.name}).status_code == 204
    assert Organization.objects.get(pk=firm.pk).deleted_at


def test_a_session_without_a_recent_proof_hands_nothing_over(pages, fresh, alice, bob, here, role_of):
    body = {"user": str(bob.pk)}
    assert pages(alice).post(f"{here}transfer/", body, content_type="application/json").status_code == 403
    assert fresh(alice).post(f"{here}transfer/", body, content_type="application/json").status_code == 200
    assert role_of(bob) == "owner"


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("ada", 200), ("eve", 403), ("bob", 403), ("charlie", 404)]
)
def test_who_narrows_a_project(who, status, request, api, project, eve):
    client = api(request.getfixturevalue(who))
    url = f"/api/v1/projects/{project.pk}/people/"
    assert client.get(url).status_code == status
    assert client.put(url, {"narrowed": True, "people": [str(eve.pk)]}).status_code == status
    project.refresh_from_db()
    assert project.narrowed == (status == 200)


def test_only_members_are_named(api, alice, charlie, project):
    answer = api(alice).put(f"/api/v1/projects/{project.pk}/people/", {"narrowed": True, "people": [str(charlie.pk)]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "project.not_a_member")
    project.refresh_from_db()
    assert not project.narrowed


def test_who_is_named_does_not_narrow_further(api, eve, alice, project):
    url = f"/api/v1/projects/{project.pk}/people/"
    api(alice).put(url, {"narrowed": True, "people": [str(eve.pk)]})
    assert api(eve).get(f"/api/v1/projects/{project.pk}/").json()["narrowed"] is True
    assert api(eve).put(url, {"narrowed": False}).status_code == 403
    shown = api(alice).get(url).json()
    assert {one["name"]: (one["always"], one["named"]) for one in shown["people"]} == {
        "Alice": (True, False),
        "Eve": (False, True),
    }
