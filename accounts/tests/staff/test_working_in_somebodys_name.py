"""Staff sees Mizan as a person does: only with the right to it and a reason, under a banner, each act marked, what is personal closed."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from accounts.access import Role
from accounts.models import AuditEntry, Membership
from accounts.services.staff import IN_ANOTHERS_NAME
from projects.models import Project

pytestmark = pytest.mark.django_db
OWN = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/settings/security/",
    "/accounts/settings/profile/",
    "/accounts/settings/appearance/",
    "/accounts/settings/notifications/",
    "/accounts/hints/drop-anywhere/",
    "/accounts/organization/new/",
    "/api/v1/organizations/",
    "/support/",
    "/support/new/",
    "/api/v1/support/tickets/",
]


@pytest.fixture
def as_alice(fresh, erin, alice):
    browser = fresh(erin)
    answer = browser.post(f"/admin/accounts/user/{alice.pk}/access/", {"do": "impersonate", "reason": "Ticket 12"})
    assert answer.status_code == 302
    return browser


def test_a_banner_says_whose_name_it_is(as_alice):
    assert "You work in the name of Alice" in as_alice.get("/projects/").content.decode()


def test_common_pages_have_no_banner(pages, alice):
    assert "in the name of" not in pages(alice).get("/projects/").content.decode()


def test_each_act_is_marked_with_who_really_did_it(as_alice, alice, erin):
    assert as_alice.post("/projects/new/", {"name": "Seen"}).status_code == 302
    entry = AuditEntry.objects.get(action="project.created")
    assert (entry.actor_id, entry.impersonator_id) == (alice.pk, erin.pk)


def test_the_organization_is_told(as_alice, firm, alice, erin):
    told = AuditEntry.objects.get(action="impersonation.begun", organization_id=firm.pk)
    assert (told.actor_id, told.facts) == (erin.pk, {"user": str(alice.pk)})


@pytest.mark.parametrize("path", OWN)
def test_what_is_a_persons_own_stays_closed(as_alice, path):
    assert as_alice.get(path, follow=True).status_code == 403


@pytest.mark.parametrize("path", ["keys/", "keys/new/", "webhooks/new/"])
def test_ways_to_take_data_out_of_the_organization_stay_closed(as_alice, path):
    assert as_alice.get(f"/accounts/settings/{path}").status_code == 403


def test_the_api_of_signing_in_stays_closed(as_alice):
    assert as_alice.get("/api/v1/auth/me/").status_code == 403


def test_projects_are_not_deleted_in_somebodys_name(as_alice, project):
    assert as_alice.post(f"/projects/{project.pk}/delete/").status_code == 403
    assert Project.objects.exists()


@pytest.mark.parametrize("path", ["/api/v1/organizations/{}/leave/", "/api/v1/invitations/accept/"])
def test_nobody_leaves_or_joins_in_somebodys_name(as_alice, alice, firm, path):
    Membership.objects.filter(organization=firm).update(role=Role.OWNER)  # so that leaving would be possible
    assert as_alice.post(path.format(firm.pk), {"token": "x"}).status_code == 403
    assert Membership.objects.filter(organization=firm, user=alice).exists()


def test_the_demand_of_a_second_factor_is_not_lifted_in_somebodys_name(as_alice, firm, alice):
    TOTP.activate(alice, generate_totp_secret())
    firm.require_second_factor = True
    firm.save()
    assert as_alice.post("/accounts/settings/organization/second-factor/", {"demanded": "0"}).status_code == 403
    firm.refresh_from_db()
    assert firm.require_second_factor


def test_members_are_not_removed_in_somebodys_name(as_alice, firm, bob):
    assert as_alice.delete(f"/api/v1/organizations/{firm.pk}/members/{bob.pk}/").status_code == 403
    assert Membership.objects.filter(organization=firm, user=bob).exists()


def test_one_is_oneself_in_the_admin_and_after_going_back(as_alice, erin, alice):
    assert as_alice.get(f"/admin/accounts/user/{alice.pk}/access/").status_code == 200
    assert as_alice.post("/accounts/be-oneself/").status_code == 302
    assert AuditEntry.objects.filter(action="impersonation.ended", organization_id=None).count() == 1
    assert "in the name of" not in as_alice.get("/accounts/be-oneself/").content.decode()


def test_it_ends_by_itself(as_alice):
    session = as_alice.session
    kept = session[IN_ANOTHERS_NAME]
    session[IN_ANOTHERS_NAME] = {**kept, "until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert "in the name of Alice" not in as_alice.get("/projects/").content.decode()
    assert IN_ANOTHERS_NAME not in as_alice.session


def test_it_ends_when_staff_is_none_any_more(as_alice, erin):
    erin.is_staff = False
    erin.save()
    assert "in the name of Alice" not in as_alice.get("/projects/").content.decode()


def test_the_right_to_it_is_one_of_its_own(step, dora, bob):
    assert step(dora, bob, "impersonate").status_code == 200
    assert not AuditEntry.objects.filter(action="impersonation.begun").exists()


def test_nobody_works_in_the_name_of_staff(step, erin, dora):
    assert "name of staff" in step(erin, dora, "impersonate").content.decode()


def test_a_reason_is_wanted(step, erin, bob):
    step(erin, bob, "impersonate", "")
    assert not AuditEntry.objects.filter(action="impersonation.begun").exists()


def test_going_back_is_for_those_who_went(pages, alice):
    assert pages(alice).post("/accounts/be-oneself/").status_code == 404
