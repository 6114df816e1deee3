"""Register, sign in, refresh and switch: tokens of a person in an organization."""

from __future__ import annotations

import pytest

from accounts.models import Membership, User
from accounts.services import create_organization
from conftest import PASSWORD

pytestmark = pytest.mark.django_db
AUTH = "/api/v1/auth/"


def login(api, email="alice@example.com", password=PASSWORD, **more):
    return api(None).post(f"{AUTH}login/", {"email": email, "password": password, **more})


def bearer(api, token):
    client = api(None)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def test_a_new_person_owns_an_organization(api):
    reply = api(None).post(
        f"{AUTH}register/",
        {"email": "Dana@Example.com", "password": PASSWORD, "name": "Dana", "organization": "Dana QS"},
    )
    assert reply.status_code == 201, reply.json()
    me = bearer(api, reply.json()["access"]).get(f"{AUTH}me/").json()
    assert (me["email"], me["role"]) == ("dana@example.com", "owner")
    assert [one["name"] for one in me["organizations"]] == ["Dana QS"]


def test_an_address_is_registered_once_whatever_its_case(api, alice):
    reply = api(None).post(f"{AUTH}register/", {"email": "ALICE@example.com", "password": PASSWORD})
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "email_taken")


def test_a_common_password_is_refused(api, db):
    reply = api(None).post(f"{AUTH}register/", {"email": "dana@example.com", "password": "password1234"})
    assert reply.status_code == 400
    assert not User.objects.exists()


def test_login_answers_access_and_refresh(api, alice):
    tokens = login(api).json()
    assert bearer(api, tokens["access"]).get("/api/v1/projects/").status_code == 200
    renewed = api(None).post(f"{AUTH}refresh/", {"refresh": tokens["refresh"]})
    assert bearer(api, renewed.json()["access"]).get(f"{AUTH}me/").json()["email"] == "alice@example.com"


def test_a_wrong_password_and_an_unknown_email_get_the_same_answer(api, alice):
    wrong, unknown = login(api, password="not-the-password"), login(api, email="nobody@example.com")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    bodies = [reply.json()["error"] for reply in (wrong, unknown)]
    assert next((body["code"], body["message"], body["facts"]) for body in bodies) == (
        bodies[1]["code"], bodies[1]["message"], bodies[1]["facts"],
    )  # fmt: skip


def test_tries_run_out(api, alice):
    statuses = [login(api, password="wrong").status_code for _ in range(12)]
    assert statuses[0] == 401
    assert statuses[-1] == 429


def test_a_refresh_token_is_no_access_token(api, alice):
    refresh = login(api).json()["refresh"]
    reply = bearer(api, refresh).get("/api/v1/projects/")
    assert (reply.status_code, reply.json()["error"]["code"]) == (401, "invalid_token")


def test_login_accepts_an_organization_and_switch_changes_it(api, alice, firm):
    second = create_organization(owner=alice, name="Second")
    there = login(api, organization=str(second.pk)).json()
    assert there["organization"] == str(second.pk)
    back = bearer(api, there["access"]).post(f"{AUTH}switch/", {"organization": str(firm.pk)})
    assert back.json()["organization"] == str(firm.pk)


def test_a_foreign_organization_does_not_exist(api, alice, charlie):
    foreign = charlie.organizations.get()
    assert login(api, organization=str(foreign.pk)).status_code == 404
    assert api(alice).post(f"{AUTH}switch/", {"organization": str(foreign.pk)}).status_code == 404


def test_a_removed_member_is_out_at_once(api, bob, firm):
    client = api(bob)
    assert client.get("/api/v1/projects/").status_code == 200
    Membership.objects.filter(user=bob, organization=firm).delete()
    assert client.get("/api/v1/projects/").status_code == 401


def test_a_deactivated_person_is_out_at_once(api, alice):
    client = api(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert client.get("/api/v1/projects/").status_code == 401
    assert login(api).status_code == 401
