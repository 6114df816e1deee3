"""An owner who has a second factor can demand it: who has none gets in only to set it up, switch or leave."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.errors import Conflict, Forbidden
from accounts.services import create_organization, organizations

pytestmark = pytest.mark.django_db


@pytest.fixture
def demanded(alice, firm, actor, with_factor):
    """Alice's firm, which demands a second factor; she has one."""
    with_factor(alice)
    return organizations.demand_second_factor(
        by=actor(alice), organization=firm, demanded=True, link_to_setup=lambda: "https://mizan.test/2fa"
    )


def test_who_demands_it_has_one(alice, firm, actor):
    with pytest.raises(Conflict, match="no_factor_yet"):
        organizations.demand_second_factor(by=actor(alice), organization=firm, demanded=True, link_to_setup=str)
    firm.refresh_from_db()
    assert not firm.require_second_factor


@pytest.mark.parametrize("who", ["ada", "eve", "bob"])
def test_nobody_but_an_owner_demands_it(who, request, firm, actor, with_factor):
    by = actor(with_factor(request.getfixturevalue(who)))
    with pytest.raises(Forbidden):
        organizations.demand_second_factor(by=by, organization=firm, demanded=True, link_to_setup=str)


def test_those_who_were_there_are_told(alice, bob, eve, firm, actor, with_factor, mails):
    with_factor(alice)
    with_factor(eve)
    organizations.demand_second_factor(
        by=actor(alice), organization=firm, demanded=True, link_to_setup=lambda: "https://mizan.test/2fa"
    )
    assert [one["to"] for one in mails("second_factor_demanded")] == ["bob@example.com"]


def test_pages_send_who_has_none_to_set_it_up(bob, demanded, pages, project):
    client = pages(bob)
    for url in ("/projects/", f"/projects/{project.pk}/", reverse("accounts:members"), reverse("find")):
        assert client.get(url).url == reverse("accounts:security"), url
    assert client.get(reverse("accounts:security")).status_code == 200


def test_parts_of_pages_send_the_whole_page(bob, demanded, pages):
    answer = pages(bob).get("/find/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("accounts:security")


def test_the_api_says_so(bob, demanded, api, project):
    for method, url in (
        ("get", "/api/v1/projects/"),
        ("get", f"/api/v1/projects/{project.pk}/"),
        ("post", "/api/v1/projects/"),
    ):
        answer = getattr(api(bob), method)(url)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "second_factor.required")


def test_who_has_one_works(alice, bob, demanded, pages, api, with_factor):
    assert pages(alice).get("/projects/").status_code == 200
    with_factor(bob)
    assert pages(bob).get("/projects/").status_code == 200
    assert api(bob).get("/api/v1/projects/").status_code == 200


def test_recovery_codes_alone_are_none(bob, demanded, pages):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(bob)
    assert pages(bob).get("/projects/").url == reverse("accounts:security")


def test_other_organizations_of_the_person_stay_open(bob, demanded, pages):
    other = create_organization(owner=bob, name="Bob's own")
    client = pages(bob)
    client.post(reverse("accounts:switch"), {"organization": str(other.pk)})
    assert client.get("/projects/").status_code == 200


def test_who_does_not_want_one_can_leave(bob, demanded, pages, role_of):
    pages(bob).post(reverse("accounts:organization-leave"))
    assert role_of(bob) == ""


def test_it_can_be_waived(alice, bob, demanded, pages, fresh):
    fresh(alice).post(reverse("accounts:organization-second-factor"), {"demanded": "0"})
    assert pages(bob).get("/projects/").status_code == 200
