"""Dora works for the operator; erin may also work in people's names."""

import pytest
from django.contrib.auth.models import Permission

from conftest import person


@pytest.fixture
def dora(db, settings):
    settings.STAFF_SECOND_FACTOR = False
    user = person("dora@operator.example", "Dora")
    user.is_staff = True
    user.save()
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    return user


@pytest.fixture
def erin(db, settings):
    settings.STAFF_SECOND_FACTOR = False
    user = person("erin@operator.example", "Erin")
    user.is_staff = True
    user.save()
    wanted = ["view_user", "change_user", "impersonate_user"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user


@pytest.fixture
def step(fresh):
    """Take a step on somebody's page of access: (as whom, with whom, which, reason). Answers the page that says how it went."""

    def take(staff, user, do, reason="Ticket 12"):
        browser, path = fresh(staff), f"/admin/accounts/user/{user.pk}/access/"
        answer = browser.post(path, {"do": do, "reason": reason})
        return browser.get(path) if answer.status_code == 302 else answer

    return take
