"""An organization that asks for a second factor opens once there is one; its members are shown the way."""

from __future__ import annotations

import pytest

from accounts.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(alice, firm):
    Organization.objects.filter(pk=firm.pk).update(require_second_factor=True)
    return firm


def test_pages_lead_to_where_it_is_set_up(alice, strict, pages):
    client = pages(alice)
    answer = client.get("/projects/", follow=True)
    assert answer.request["PATH_INFO"] == "/accounts/settings/security/"
    assert "asks its members for a second factor" in answer.content.decode()
    assert client.get("/accounts/settings/profile/").status_code == 200


def test_the_api_says_so(alice, strict, api):
    answer = api(alice).get("/api/v1/projects/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "second_factor.required")


def test_with_one_all_is_open(alice, strict, app, pages, api):
    assert pages(alice).get("/projects/").status_code == 200
    assert api(alice).get("/api/v1/projects/").status_code == 200


def test_recovery_codes_alone_are_none(alice, strict, pages):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(alice)
    assert pages(alice).get("/projects/").status_code == 302
