"""An open browser or a stray token neither makes owners nor lifts the demand of a second factor nor makes keys, at either door."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse
from rest_framework_simplejwt.tokens import AccessToken

from accounts.access import Role
from accounts.models import ApiKey, Invitation, Membership
from accounts.services.keys import create_key
from accounts.tokens import AUTH_TIME
from conftest import PASSWORD, person

pytestmark = pytest.mark.django_db
KEYS = "/api/v1/keys/"


@pytest.fixture
def olga(firm):
    """Another owner."""
    user = person("olga@example.com", "Olga")
    Membership.objects.create(organization=firm, user=user, role=Role.OWNER)
    return user


@pytest.fixture
def stale(api):
    """The API client of somebody who signed in an hour ago."""

    def client(user):
        made = api(user)
        token = AccessToken(made._credentials["HTTP_AUTHORIZATION"].removeprefix("Bearer "))
        token[AUTH_TIME] = int(time.time()) - 3600
        made.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return made

    return client


@pytest.fixture
def acts(firm, alice, bob, olga, actor):
    """By name: (page, what is sent there), (method, address of the API, body), and whether it has happened."""
    firm.require_second_factor = True
    firm.save()
    key, _ = create_key(by=actor(alice), name="ERP", scopes=["boqs:read"])
    here = f"/api/v1/organizations/{firm.pk}/"
    of_bob, of_olga = (reverse("accounts:member", args=[one.pk]) for one in (bob, olga))

    def role(user):
        return Membership.objects.filter(organization=firm, user=user).values_list("role", flat=True).first()

    def waived():
        firm.refresh_from_db()
        return not firm.require_second_factor

    return {
        "waive": (
            (reverse("accounts:organization-second-factor"), {"demanded": "0"}),
            ("patch", here, {"require_second_factor": False}),
            waived,
        ),
        "make an owner": (
            (of_bob, {"role": "owner"}),
            ("patch", f"{here}members/{bob.pk}/", {"role": "owner"}),
            lambda: role(bob) == "owner",
        ),
        "unmake an owner": (
            (of_olga, {"role": "viewer"}),
            ("patch", f"{here}members/{olga.pk}/", {"role": "viewer"}),
            lambda: role(olga) == "viewer",
        ),
        "remove an owner": (
            (of_olga, {"remove": "1"}),
            ("delete", f"{here}members/{olga.pk}/", None),
            lambda: role(olga) is None,
        ),
        "invite an owner": (
            (reverse("accounts:members"), {"email": "new@example.com", "role": "owner"}),
            ("post", f"{here}invitations/", {"email": "new@example.com", "role": "owner"}),
            lambda: Invitation.objects.filter(role="owner").exists(),
        ),
        "make a key": (
            (reverse("accounts:key-new"), {"name": "New", "scopes": ["boqs:read"], "days": "90"}),
            ("post", KEYS, {"name": "New", "scopes": ["boqs:read"]}),
            lambda: ApiKey.objects.filter(name="New").exists(),
        ),
        "replace a key": (
            (reverse("accounts:key", args=[key.pk]), {"do": "rotate", "overlap": "day"}),
            ("post", f"{KEYS}{key.pk}/rotate/", {}),
            lambda: ApiKey.objects.count() == 2,
        ),
    }


ACTS = (
    "waive", "make an owner", "unmake an owner", "remove an owner", "invite an owner", "make a key", "replace a key",
)  # fmt: skip


@pytest.fixture
def secured(alice):
    """Alice has a second factor, so that the demand lets her in."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(alice, generate_totp_secret())
    return alice


@pytest.mark.parametrize("act", ACTS)
def test_a_page_asks_who_one_is_first(act, acts, secured, pages, fresh):
    (path, sent), _, happened = acts[act]
    asked = pages(secured).post(path, sent)
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not happened()
    assert fresh(secured).post(path, sent).status_code in (201, 302)
    assert happened()


@pytest.mark.parametrize("act", ACTS)
def test_the_api_asks_for_a_sign_in_of_a_moment_ago(act, acts, secured, stale, api):
    _, (method, path, body), happened = acts[act]
    refused = getattr(stale(secured), method)(path, body)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "sign_in_again")
    assert not happened()
    assert getattr(api(secured), method)(path, body).status_code < 300
    assert happened()


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not_is_told_so_and_not_asked_for_a_password(act, acts, bob, pages, stale):
    Membership.objects.filter(user=bob).update(role=Role.ESTIMATOR)
    bob.memberships.get().organization.__class__.objects.update(require_second_factor=False)
    (path, sent), (method, address, body), _ = acts[act]
    assert pages(bob).post(path, sent).status_code == 403
    refused = getattr(stale(bob), method)(address, body)
    assert (refused.status_code, refused.json()["error"]["code"] != "sign_in_again") == (403, True)


def test_common_acts_ask_for_nothing(pages, stale, alice, bob, firm):
    path = reverse("accounts:member", args=[bob.pk])
    assert pages(alice).post(path, {"role": "admin"}).url == reverse("accounts:members")
    here = f"/api/v1/organizations/{firm.pk}/"
    assert stale(alice).patch(f"{here}members/{bob.pk}/", {"role": "estimator"}).status_code == 200
    assert stale(alice).patch(here, {"name": "Other"}).status_code == 200


def test_what_was_sent_is_taken_up_again_after_the_password(alice, bob, firm, pages):
    browser, path = pages(alice), reverse("accounts:member", args=[bob.pk])
    asked = browser.post(path, {"role": "owner"})
    done = browser.post(asked.url, {"password": PASSWORD})
    assert done.url == reverse("accounts:members")
    assert Membership.objects.get(user=bob).role == Role.OWNER


def test_steps_of_staff_ask_too(pages, bob, settings):
    settings.STAFF_SECOND_FACTOR = False
    root = person("root@operator.example", "Root")
    root.is_staff = root.is_superuser = True
    root.save()
    browser = pages(root)
    for path, sent in (
        (f"/admin/accounts/user/{bob.pk}/access/", {"do": "impersonate", "reason": "Ticket 12"}),
        (f"/admin/accounts/user/{bob.pk}/change/", {"name": "Bob", "is_staff": "on"}),
    ):
        assert browser.post(path, sent).url.startswith(reverse("account_reauthenticate"))
    bob.refresh_from_db()
    assert not bob.is_staff
    assert "in_anothers_name" not in browser.session
