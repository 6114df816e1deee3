"""What somebody does to their own account is in the trail, also where allauth does it."""

import pytest
from allauth.mfa.models import Authenticator

from accounts.models import AuditEntry

pytestmark = pytest.mark.django_db
EMAIL = "/accounts/email/"


@pytest.fixture
def fresh(client, alice):
    """Alice's browser, a moment after she signed in."""
    from conftest import PASSWORD

    assert client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD}).status_code == 302
    return client


def entries(action):
    return AuditEntry.objects.filter(action=action)


def test_an_address_that_is_asked_for_and_given_up(fresh, alice):
    assert fresh.post(EMAIL, {"email": "alice@new.example", "action_add": "1"}).status_code == 302
    assert entries("user.email_asked_for").get().actor_id == alice.pk
    assert fresh.post(EMAIL, {"email": "alice@new.example", "action_remove": "1"}).status_code == 302
    assert entries("user.email_given_up").get().actor_id == alice.pk
    assert "new.example" not in str(list(AuditEntry.objects.values_list("facts", flat=True)))


def test_a_passkey_that_is_renamed(fresh, alice):
    key = Authenticator.objects.create(user=alice, type=Authenticator.Type.WEBAUTHN, data={"name": "Old"})
    assert fresh.post(f"/accounts/2fa/webauthn/keys/{key.pk}/edit/", {"name": "New"}).status_code == 302
    key.refresh_from_db()
    assert key.data["name"] == "New"
    assert entries("second_factor.renamed").get().facts == {"factor": key.pk}
