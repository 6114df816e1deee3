"""Signing up, in and out, and changing the organization, on pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.middleware import SESSION_ORGANIZATION
from accounts.models import Membership, User

pytestmark = pytest.mark.django_db
PAGES = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]


def test_signing_up_founds_a_firm_and_opens_the_projects(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    form = {
        "email": "Dana@Example.com",
        "password1": "quarry-lantern-seven",
        "name": "Dana",
        "organization": "Dana & Co",
        "accept": "on",
    }
    answer = client.post(reverse("account_signup"), form, follow=True)
    user = User.objects.get(email="dana@example.com")
    assert answer.request["PATH_INFO"] == reverse("projects:list")
    assert user.organizations.get().name == "Dana & Co"
    assert Membership.objects.get(user=user).role == "owner"


def test_a_weak_password_is_refused_with_a_reason(client):
    answer = client.post(reverse("account_signup"), {"email": "dana@example.com", "password1": "short"})
    assert "errorlist" in answer.content.decode()
    assert not User.objects.exists()


def test_signing_in_and_out(client, alice):
    form = {"login": alice.email, "password": "a-long-password-of-tests"}
    assert client.post(reverse("account_login"), form).url == reverse("projects:list")
    assert client.get("/projects/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/projects/").status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_the_way_in_wears_the_products_clothes(name, client):
    page = client.get(reverse(name)).content.decode()
    assert 'class="entrance"' in page
    assert "mizan/base.css" in page


def test_a_person_changes_to_another_organization_of_theirs(pages, alice, charlie):
    other = charlie.organizations.get()
    Membership.objects.create(organization=other, user=alice, role="viewer")
    client = pages(alice)
    assert "Charlie Ltd" in client.get("/projects/").content.decode()
    client.post("/accounts/organization/", {"organization": str(other.pk)})
    assert client.session[SESSION_ORGANIZATION] == str(other.pk)
    assert client.get("/projects/new/").wsgi_request.actor.organization_id == other.pk


@pytest.mark.parametrize("wanted", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_organization_that_is_not_theirs_stays_closed(wanted, pages, alice):
    assert pages(alice).post("/accounts/organization/", {"organization": wanted}).status_code == 404


def test_a_strangers_organization_stays_closed(pages, alice, charlie):
    client = pages(alice)
    answer = client.post("/accounts/organization/", {"organization": str(charlie.organizations.get().pk)})
    assert (answer.status_code, SESSION_ORGANIZATION in client.session) == (404, False)


def test_languages_turn_the_page_around(client):
    chosen = client.post(reverse("set_language"), {"language": "ar", "next": "/"})
    assert chosen.url == "/ar/"
    page = client.get(reverse("account_login")).content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    assert "bootstrap.rtl.min.css" in page
