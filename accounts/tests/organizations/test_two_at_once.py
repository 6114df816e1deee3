"""Changes at the same moment do not pass each other: an owner stays, and a link lets one person in once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from accounts.access import SYSTEM, Actor, ActorKind, Role
from accounts.errors import Forbidden, MizanError
from accounts.models import AuditEntry, Invitation, Membership
from accounts.services import actor_for, invitations, members
from accounts.services.withdrawing import withdraw
from conftest import person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Run the calls together; "done" or the code of what each came to."""
    gate = Barrier(len(calls))

    def run(call):
        try:
            gate.wait(10)
            call()
        except MizanError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_of_two_owners_who_leave_one_stays(alice, firm):
    olga = person("olga@example.com", "Olga")
    Membership.objects.create(organization=firm, user=olga, role=Role.OWNER)
    actors = [actor_for(alice, firm.pk), actor_for(olga, firm.pk)]
    assert at_once(*(lambda by=by: members.leave(by=by) for by in actors)) == ["done", "organization.last_owner"]
    assert Membership.objects.filter(organization=firm, role=Role.OWNER).count() == 1


def test_of_two_owners_who_demote_each_other_one_stays(alice, firm):
    olga = person("olga@example.com", "Olga")
    hers = Membership.objects.create(organization=firm, user=olga, role=Role.OWNER)
    mine = Membership.objects.get(organization=firm, user=alice)
    first, second = actor_for(alice, firm.pk), actor_for(olga, firm.pk)
    found = at_once(
        lambda: members.change_role(by=first, membership=hers, role=Role.VIEWER),
        lambda: members.change_role(by=second, membership=mine, role=Role.VIEWER),
    )
    assert found == ["done", "forbidden"]
    assert Membership.objects.filter(organization=firm, role=Role.OWNER).count() == 1


def test_ten_tries_with_one_link_make_one_member(alice, firm, invited):
    dana = person("dana@example.com", "Dana")
    _, token = invited("dana@example.com")
    by = Actor(ActorKind.USER, None, dana.pk)
    found = at_once(*(lambda: invitations.accept(by=by, token=token) for _ in range(10)))
    assert found.count("done") == 1
    assert Membership.objects.filter(organization=firm, user=dana).count() == 1


def test_a_button_pressed_four_times_makes_one_account(alice, firm, invited):
    _, token = invited("dana@example.com")

    def join():
        invitations.join_as_new_person(token=token, name="Dana", password="quarry lantern seven")

    found = at_once(*[join] * 4)
    assert found.count("done") == 1
    assert set(found) <= {"done", "email_taken", "invitation.not_open"}
    assert Membership.objects.filter(organization=firm, user__email="dana@example.com").count() == 1


def test_ten_invitations_of_one_person_are_one(alice, firm):
    by = actor_for(alice, firm.pk)

    def ask():
        invitations.invite(by=by, organization=firm, email="dana@example.com", role=Role.VIEWER, link=str)

    assert at_once(*[ask] * 10) == ["done"] + ["invitation.asked_already"] * 9


def test_of_two_new_passwords_by_one_link_at_once_one_counts(alice, api):
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    key = f"{user_pk_to_url_str(alice)}-{default_token_generator.make_token(alice)}"
    answers = []

    def reset(number):
        body = {"key": key, "password": f"granite window {number} eleven"}
        answers.append(api(None).post("/api/v1/auth/password-reset/confirm/", body).status_code)

    at_once(*(partial(reset, number) for number in range(4)))
    assert sorted(answers) == [200, 400, 400, 400]


def test_who_was_demoted_while_they_waited_makes_no_key(alice, bob, firm):
    from accounts.services import keys

    Membership.objects.filter(user=bob).update(role=Role.ADMIN)
    stale = actor_for(bob, firm.pk)
    made, _ = keys.create_key(by=stale, name="ERP", scopes=["boqs:read"])
    Membership.objects.filter(user=bob).update(role=Role.VIEWER)
    for act in (
        lambda: keys.create_key(by=stale, name="More", scopes=["boqs:read"]),
        lambda: keys.rotate_key(by=stale, key=made),
        lambda: keys.revoke_key(by=stale, key=made),
    ):
        with pytest.raises(Forbidden):
            act()
    assert made.__class__.objects.get().revoked_at is None


def test_an_invitation_is_taken_back_or_accepted_but_not_both(alice, firm, invited, monkeypatch):
    """Staff and erasures hold the invitations and not the organization: who accepts one waits for them, and then looks again."""
    dana = person("dana@example.com", "Dana")
    _, token = invited("dana@example.com")
    held, looked = Event(), Event()
    whole = invitations.require_place
    monkeypatch.setattr(invitations, "require_place", lambda one: (looked.set(), whole(one)))

    def take_back():
        with transaction.atomic():
            rows = Invitation.objects.filter(invited_by=alice)
            list(rows.select_for_update())
            held.set()
            looked.wait(0.3)  # as long as an acceptance that does not wait needs to pass
            withdraw(by=SYSTEM, invitations=rows, why="user.deactivated")

    def accept():
        held.wait(10)
        invitations.accept(by=Actor(ActorKind.USER, None, dana.pk), token=token)

    assert at_once(take_back, accept) == ["done", "invitation.not_open"]
    assert Invitation.objects.get().accepted_at is None
    assert AuditEntry.objects.filter(action="invitation.lapsed").count() == 1
