"""Before Flower and Grafana nginx asks Mizan who somebody is: staff alone gets in, with a second factor where the admin wants one."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from accounts.models import User

pytestmark = pytest.mark.django_db
DOOR = "/admin/door/"


def member_of_staff(*, factor: bool) -> User:
    person = User.objects.create_superuser("staff@example.com", "a-long-password-of-tests")
    if factor:
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "0"})
    return person


def test_nobody_and_customers_stay_outside(client, pages, alice):
    assert client.get(DOOR).status_code == 401
    assert pages(alice).get(DOOR).status_code == 403


@pytest.mark.parametrize(("wanted", "factor", "status"), [(True, True, 204), (True, False, 403), (False, False, 204)])
def test_staff_gets_in_as_into_the_admin(pages, settings, wanted, factor, status):
    settings.STAFF_SECOND_FACTOR = wanted
    assert pages(member_of_staff(factor=factor)).get(DOOR).status_code == status


def test_in_a_customers_name_staff_is_that_customer(fresh, erin, alice):
    browser = fresh(erin)
    assert browser.get(DOOR).status_code == 204
    browser.post(f"/admin/accounts/user/{alice.pk}/access/", {"do": "impersonate", "reason": "Ticket 12"})
    assert browser.get(DOOR).status_code == 403
