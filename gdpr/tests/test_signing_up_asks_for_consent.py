"""Nobody has an account without having accepted the terms and the privacy policy."""

from __future__ import annotations

import pytest

from accounts.models import User
from gdpr.services.consents import consents_of, pending

pytestmark = pytest.mark.django_db
FORM = {"email": "dana@example.com", "password1": "quarry-lantern-seven", "name": "Dana", "organization": "Dana & Co"}
BODY = {"email": "dana@example.com", "password": "quarry-lantern-seven", "name": "Dana", "organization": "Dana & Co"}


def test_without_the_box_nobody_is_signed_up(client):
    page = client.post("/accounts/signup/", FORM).content.decode()
    assert "Accept the terms and the privacy policy to go on." in page
    assert 'href="/terms/"' in page
    assert not User.objects.exists()


def test_with_it_both_documents_are_accepted(client):
    client.post("/accounts/signup/", {**FORM, "accept": "on"})
    user = User.objects.get()
    assert {(one.document, one.how) for one in consents_of(user)} == {("privacy", "sign_up"), ("terms", "sign_up")}
    assert pending(user) == []


@pytest.mark.parametrize("body", [BODY, {**BODY, "accept": False}])
def test_the_api_asks_too(body, api):
    assert api(None).post("/api/v1/auth/register/", body).status_code == 400
    assert not User.objects.exists()


def test_and_writes_down_that_it_was_the_api(api):
    assert api(None).post("/api/v1/auth/register/", {**BODY, "accept": True}).status_code == 202
    assert {one.how for one in consents_of(User.objects.get())} == {"api"}
