"""A person is asked by mail: the link is for their address, for some days, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.access import Actor, ActorKind, Role
from accounts.errors import Conflict, Forbidden, NotFound
from accounts.models import AuditEntry, Invitation, Membership, User
from accounts.services import invitations
from conftest import person

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-nobody-knows-9"


def nobody_yet(user):
    return Actor(ActorKind.USER, None, user.pk)


def test_the_link_goes_by_mail_and_only_its_hash_is_kept(invited, mails, firm):
    made, token = invited("Dana@Example.com")
    (mail,) = mails("invitation")
    assert mail["to"] == "dana@example.com"
    assert mail["link"].endswith(f"/{token}/")
    assert (mail["organization"], mail["inviter"], mail["role"]) == (firm.name, "Alice", "Estimator")
    assert token not in str(list(Invitation.objects.values()))
    assert made.expires_at - timezone.now() > timedelta(days=6, hours=23)


def test_the_person_who_was_asked_becomes_a_member(invited, firm, role_of):
    dana = person("dana@example.com", "Dana")
    _, token = invited()
    invitations.accept(by=nobody_yet(dana), token=token)
    assert role_of(dana) == Role.ESTIMATOR
    assert AuditEntry.objects.get(action="invitation.accepted").organization_id == firm.pk


def test_accepting_verifies_the_address(invited):
    dana = person("dana@example.com", "Dana")
    EmailAddress.objects.filter(user=dana).update(verified=False)
    _, token = invited()
    invitations.accept(by=nobody_yet(dana), token=token)
    assert EmailAddress.objects.get(user=dana).verified


def test_an_invitation_is_no_good_to_another_person(invited, charlie, role_of):
    _, token = invited()
    with pytest.raises(Forbidden, match="other_address"):
        invitations.accept(by=nobody_yet(charlie), token=token)
    assert role_of(charlie) == ""


@pytest.mark.parametrize("verified", [True, False])
def test_a_second_address_counts_once_it_is_verified(verified, invited, charlie, role_of):
    EmailAddress.objects.create(user=charlie, email="dana@example.com", verified=verified)
    _, token = invited()
    if verified:
        invitations.accept(by=nobody_yet(charlie), token=token)
    else:
        with pytest.raises(Forbidden):
            invitations.accept(by=nobody_yet(charlie), token=token)
    assert bool(role_of(charlie)) == verified


def test_a_link_works_once(invited, firm):
    dana = person("dana@example.com", "Dana")
    _, token = invited()
    invitations.accept(by=nobody_yet(dana), token=token)
    Membership.objects.filter(user=dana).delete()  # taken out again
    with pytest.raises(NotFound, match="not_open"):
        invitations.accept(by=nobody_yet(dana), token=token)


def test_a_link_ends_with_its_time(invited):
    dana = person("dana@example.com", "Dana")
    made, token = invited()
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(NotFound, match="not_open"):
        invitations.accept(by=nobody_yet(dana), token=token)


def test_a_link_that_was_taken_back_is_dead(invited, alice, actor):
    dana = person("dana@example.com", "Dana")
    made, token = invited()
    invitations.revoke(by=actor(alice), invitation=made)
    with pytest.raises(NotFound, match="not_open"):
        invitations.accept(by=nobody_yet(dana), token=token)


def test_a_link_that_was_sent_again_kills_the_first(invited, alice, actor):
    dana = person("dana@example.com", "Dana")
    made, old = invited()
    Invitation.objects.filter(pk=made.pk).update(expires_at=made.expires_at - timedelta(minutes=2))
    new = []
    invitations.resend(by=actor(alice), invitation=made, link=lambda token: new.append(token) or "https://mizan.test/")
    with pytest.raises(NotFound):
        invitations.accept(by=nobody_yet(dana), token=old)
    invitations.accept(by=nobody_yet(dana), token=new[0])


def test_nobody_is_mailed_twice_within_a_minute(invited, alice, actor):
    made, _ = invited()
    with pytest.raises(Conflict, match="just_sent"):
        invitations.resend(by=actor(alice), invitation=made, link=str)


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "\udcff", "é" * 300])
def test_made_up_links_lead_nowhere(token):
    with pytest.raises(NotFound, match="not_open"):
        invitations.open_invitation(token)


def test_an_admin_asks_no_owner(ada, invited):
    with pytest.raises(Forbidden, match="owners_only"):
        invited(role=Role.OWNER, by=ada)
    assert not Invitation.objects.exists()


def test_an_admin_neither_resends_nor_revokes_the_invitation_of_an_owner(ada, invited, actor):
    made, _ = invited(role=Role.OWNER)
    for act in (
        lambda: invitations.revoke(by=actor(ada), invitation=made),
        lambda: invitations.resend(by=actor(ada), invitation=made, link=str),
    ):
        with pytest.raises(Forbidden, match="owners_only"):
            act()


@pytest.mark.parametrize("who", ["eve", "bob"])
def test_estimators_and_viewers_ask_nobody_and_see_no_invitations(who, request, invited, actor):
    with pytest.raises(Forbidden):
        invited(by=request.getfixturevalue(who))
    with pytest.raises(Forbidden):
        invitations.invitations_of(actor(request.getfixturevalue(who)))


def test_a_member_and_somebody_who_was_asked_are_not_asked(invited, bob):
    with pytest.raises(Conflict, match="member_already"):
        invited("BOB@example.com")
    invited("dana@example.com")
    with pytest.raises(Conflict, match="asked_already"):
        invited("DANA@example.com")


def test_somebody_whose_time_ran_out_is_asked_anew(invited):
    made, _ = invited()
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now())
    again, _ = invited()
    assert again.pk != made.pk
    assert Invitation.objects.filter(revoked_at=None).get() == again


def test_a_firm_does_not_mail_the_whole_world(invited, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_A_DAY", 2)
    invited("one@example.com")
    invited("two@example.com")
    with pytest.raises(Conflict, match="too_many_today"):
        invited("three@example.com")


def test_a_deactivated_person_does_not_join(invited):
    dana = person("dana@example.com", "Dana")
    dana.is_active = False
    dana.save()
    _, token = invited()
    with pytest.raises(NotFound):
        invitations.accept(by=nobody_yet(dana), token=token)


# The page behind the link


def test_a_new_person_signs_up_on_the_page_with_the_address_fixed(invited, pages, firm):
    _, token = invited()
    client = pages(None)
    page = client.get(f"/invitations/{token}/").content.decode()
    assert "dana@example.com" in page
    answer = client.post(
        f"/invitations/{token}/",
        {
            "name": "Dana",
            "password": PASSWORD,
            "accept": "on",
            "email": "evil@example.com",
            "role": "owner",
        },
    )
    assert answer.status_code == 302
    dana = User.objects.get(email="dana@example.com")
    assert [(one.organization, one.role) for one in dana.memberships.all()] == [(firm, Role.ESTIMATOR)]
    assert EmailAddress.objects.get(user=dana).verified
    assert client.get("/projects/").status_code == 200
    assert AuditEntry.objects.filter(action="user.registered", target_id=str(dana.pk)).count() == 1
    assert not User.objects.filter(email="evil@example.com").exists()


@pytest.mark.parametrize("password", ["short", "password1234", "dana@example.com", ""])
def test_the_rules_of_passwords_hold_on_this_page_too(password, invited, pages):
    _, token = invited()
    assert (
        pages(None).post(f"/invitations/{token}/", {"name": "Dana", "password": password, "accept": "on"}).status_code
        == 400
    )
    assert not User.objects.filter(email="dana@example.com").exists()


def test_a_person_with_an_account_signs_in_first(invited, pages):
    dana = person("dana@example.com", "Dana")
    _, token = invited()
    shown = pages(None).get(f"/invitations/{token}/").content.decode()
    assert f"next=/invitations/{token}/" in shown
    pages(None).post(f"/invitations/{token}/", {"name": "Dana", "password": PASSWORD, "accept": "on"})
    assert not dana.memberships.exists()


def test_whoever_is_signed_in_joins_with_one_button_and_works_there(invited, pages, firm, charlie):
    _, token = invited("charlie@example.com")
    client = pages(charlie)
    assert "csrfmiddlewaretoken" in client.get(f"/invitations/{token}/").content.decode()
    assert client.post(f"/invitations/{token}/").url == "/projects/"
    assert client.session["organization"] == str(firm.pk)


def test_another_person_is_told_so(invited, pages, charlie, role_of):
    _, token = invited()
    client = pages(charlie)
    assert "dana@example.com" in client.get(f"/invitations/{token}/").content.decode()
    client.post(f"/invitations/{token}/")
    assert role_of(charlie) == ""


def test_a_dead_link_is_no_error_of_ours(pages, db):
    assert pages(None).get("/invitations/nothing/").status_code == 404
