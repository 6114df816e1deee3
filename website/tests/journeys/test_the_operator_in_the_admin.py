"""Whoever runs the server looks around in the admin: the dashboard, people, jobs, a ticket, plans, flags, figures."""

from __future__ import annotations

import pytest
from django.urls import reverse

from website.tests.journeys.stations import looks

# Names and words of people, codes, and what packages of the admin bring untranslated or against axe: the two boxes of many choices.
OTHERS = (
    "Olga", "olga@", "'Alice'", "Alice & Partners", "alice@", "Alice@", "The total is wrong", "Runs the experiment", "'en'",
    "selector-", "id_groups_", "search-label-icon", "arrow button", "Choose", "Remove", "Type into", "click to clear",
    "'Id'", "landing-headline", "scrollable content",
)  # fmt: skip
pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]
LISTS = (
    "accounts_user", "accounts_organization", "jobs_job", "support_ticket", "billing_upgraderequest", "website_flag", "llm_ledgerentry",
)  # fmt: skip


@pytest.fixture
def operator(walk, bill, alice, actor, fresh, settings, look):
    """Runs the server on which alice works and has asked something."""
    from conftest import person
    from support.services.asking import open_ticket

    settings.STAFF_SECOND_FACTOR = False
    settings.PLANS = True
    open_ticket(by=actor(alice), subject="The total is wrong", text="It says 5, I count 6.", files=[])
    user = person("olga@operator.example", "Olga")
    user.is_staff = user.is_superuser = True
    user.language = look[0]
    user.save()
    walk.page.context.clear_cookies()
    walk.sign_in(fresh(user))
    return user


@looks(17, common=False)
def test_the_operator_looks_around(walk, operator, alice, look):
    walk.go(reverse("admin:index"))
    walk.station("dashboard", others=OTHERS)
    for name in LISTS:
        walk.go(reverse(f"admin:{name}_changelist"))
        walk.station(name, others=OTHERS)
    walk.go(reverse("admin:accounts_user_change", args=[alice.pk]))
    walk.station("a-person", others=OTHERS)
    from support.models import Ticket

    walk.go(reverse("admin:support_ticket_change", args=[Ticket.objects.get().pk]))
    walk.station("a-ticket", others=OTHERS)
