"""Staff deactivates, signs out, resets a second factor and sends a verification again: with a reason, and written down."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.access import Role
from accounts.errors import NotFound
from accounts.models import AuditEntry, AuditOrigin, Membership, TokenFamily
from accounts.services import invitations
from accounts.services.actors import has_second_factor

pytestmark = pytest.mark.django_db


def entry(action):
    return AuditEntry.objects.get(action=action)


def test_who_is_deactivated_is_out_at_once_and_comes_back(step, dora, bob, api, pages):
    program, browser = api(bob), pages(bob)
    assert program.get("/api/v1/projects/").status_code == browser.get("/projects/").status_code == 200
    step(dora, bob, "deactivate")
    assert program.get("/api/v1/projects/").status_code == 401
    assert browser.get("/projects/").status_code == 302
    assert entry("user.deactivated").actor_id == dora.pk
    step(dora, bob, "activate")
    assert pages(bob).get("/projects/").status_code == 200
    assert program.get("/api/v1/projects/").status_code == 401


def test_the_invitations_of_who_is_deactivated_let_nobody_in(step, dora, bob, firm, actor):
    Membership.objects.filter(user=bob).update(role=Role.ADMIN)
    tokens = []
    asked = {"organization": firm, "email": "mallory@example.com", "role": Role.ADMIN}
    invitations.invite(by=actor(bob), link=lambda token: tokens.append(token) or "https://mizan.test/", **asked)
    assert invitations.open_invitation(tokens[0])
    step(dora, bob, "deactivate")
    with pytest.raises(NotFound):
        invitations.open_invitation(tokens[0])


def test_the_last_owner_of_others_is_not_deactivated(step, dora, alice, bob):
    page = step(dora, alice, "deactivate").content.decode()
    alice.refresh_from_db()
    assert alice.is_active
    assert "last owner" in page
    Membership.objects.filter(user=bob).update(role=Role.OWNER)
    step(dora, alice, "deactivate")
    alice.refresh_from_db()
    assert not alice.is_active


def test_being_signed_out_everywhere_ends_programs_and_browsers(step, dora, bob, api, pages):
    program, browser = api(bob), pages(bob)
    browser.get("/projects/")
    step(dora, bob, "sign_out")
    assert program.get("/api/v1/projects/").status_code == 401
    assert browser.get("/projects/").status_code == 302
    assert not TokenFamily.objects.filter(user=bob, revoked_at=None).exists()


def test_a_lost_second_factor_is_taken_away_and_the_person_told(step, dora, bob):
    Authenticator.objects.create(user=bob, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert has_second_factor(bob)
    step(dora, bob, "second_factor")
    assert not has_second_factor(bob)
    assert entry("user.second_factor_reset").facts == {"removed": 1}


def test_a_verification_is_sent_again_while_there_is_something_to_verify(step, dora, bob):
    address, _ = EmailAddress.objects.update_or_create(user=bob, email=bob.email, defaults={"verified": False})
    step(dora, bob, "verification")
    assert entry("user.verification_resent").target_id == str(bob.pk)
    address.verified = True
    address.save()
    assert "verified already" in step(dora, bob, "verification").content.decode()


def test_the_reason_stands_with_what_can_be_erased(step, dora, bob):
    step(dora, bob, "sign_out", "Laptop stolen")
    made = entry("user.forced_out")
    assert "Laptop" not in str(made.facts)
    assert AuditOrigin.objects.get(pk=made.origin_id).note == "Laptop stolen"


def test_nothing_happens_without_a_reason(step, dora, bob):
    step(dora, bob, "deactivate", "")
    bob.refresh_from_db()
    assert bob.is_active


def test_nobody_of_staff_changes_their_own_access(step, dora):
    assert "their own access" in step(dora, dora, "deactivate").content.decode()
    dora.refresh_from_db()
    assert dora.is_active


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_the_page_is_for_staff(who, request, pages, charlie):
    answer = pages(request.getfixturevalue(who)).get(f"/admin/accounts/user/{charlie.pk}/access/")
    assert answer.status_code in (302, 403)


def test_staff_without_the_permission_does_not_change_access(step, dora, bob):
    dora.user_permissions.clear()
    assert step(dora, bob, "deactivate").status_code == 403
    bob.refresh_from_db()
    assert bob.is_active


@pytest.mark.parametrize("do", ["deactivate", "second_factor", "sign_out"])
def test_only_a_superuser_changes_the_access_of_one(step, dora, bob, do):
    bob.is_superuser = True
    bob.save()
    Authenticator.objects.create(user=bob, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "does not allow" in step(dora, bob, do).content.decode()
    bob.refresh_from_db()
    assert bob.is_active
    assert has_second_factor(bob)
    dora.is_superuser = True
    dora.save()
    assert "written into the audit trail" in step(dora, bob, do).content.decode()


def test_a_step_that_there_is_not_is_not_called_done(step, dora, bob):
    assert "written into the audit trail" not in step(dora, bob, "promote").content.decode()
