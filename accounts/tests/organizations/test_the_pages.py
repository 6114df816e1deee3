"""Pages of the organization: what each role sees and may send, and words where something clashes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.access import Role
from accounts.models import Invitation, Membership
from accounts.services import create_organization

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"accounts:{name}", args=args)


@pytest.mark.parametrize("who", ["alice", "ada", "eve", "bob"])
def test_every_member_sees_who_works_there_and_only_managers_the_forms(who, request, pages, invited):
    invited()
    page = pages(request.getfixturevalue(who)).get(url("members")).content.decode()
    manages = who in ("alice", "ada")
    assert "alice@example.com" in page
    assert ("dana@example.com" in page) == manages
    assert ('name="role"' in page) == manages


def test_an_admin_is_offered_nothing_about_owners(pages, ada, alice, bob):
    page = pages(ada).get(url("members")).content.decode()
    assert url("member", bob.pk) in page
    assert url("member", alice.pk) not in page
    assert 'value="owner"' not in page


@pytest.mark.parametrize(("who", "status"), [("ada", 302), ("eve", 403), ("bob", 403), ("charlie", 404), (None, 302)])
def test_who_changes_and_removes_on_the_page(who, status, request, pages, bob, role_of):
    client = pages(request.getfixturevalue(who) if who else None)
    assert client.post(url("member", bob.pk), {"role": "estimator"}).status_code == status
    assert (role_of(bob) == "estimator") == (who == "ada")
    assert client.post(url("member", bob.pk), {"remove": "1"}).status_code == status
    assert (role_of(bob) == "") == (who == "ada")


@pytest.mark.parametrize(("who", "status"), [("eve", 403), ("bob", 403)])
def test_others_send_no_invitation(who, status, request, pages):
    client = pages(request.getfixturevalue(who))
    assert client.post(url("members"), {"email": "d@example.com", "role": "viewer"}).status_code == status
    assert not Invitation.objects.exists()


def test_an_admin_who_writes_a_form_of_their_own_makes_no_owner(pages, ada, bob, role_of):
    client = pages(ada)
    assert client.post(url("members"), {"email": "d@example.com", "role": "owner"}).status_code == 400
    assert client.post(url("member", bob.pk), {"role": "owner"}).status_code == 403
    assert (role_of(bob), Invitation.objects.count()) == ("viewer", 0)


def test_a_clash_is_said_beside_the_form(pages, alice, bob):
    answer = pages(alice).post(url("members"), {"email": bob.email, "role": "viewer"})
    assert answer.status_code == 400
    assert "That person is a member already." in answer.content.decode()


def test_an_unknown_role_is_refused(pages, alice, bob, role_of):
    assert pages(alice).post(url("member", bob.pk), {"role": "king"}).status_code == 400
    assert role_of(bob) == "viewer"


def test_an_invitation_is_sent_again_and_taken_back(pages, alice, charlie, bob, invited):
    made, _ = invited()
    assert pages(charlie).post(url("invitation", made.pk), {"revoke": "1"}).status_code == 404
    assert pages(bob).post(url("invitation", made.pk), {"revoke": "1"}).status_code == 403
    client = pages(alice)
    client.post(url("invitation", made.pk), {"resend": "1"})
    assert "a moment ago" in client.get(url("members")).content.decode()
    client.post(url("invitation", made.pk), {"revoke": "1"})
    made.refresh_from_db()
    assert made.revoked_at


def test_the_organization_is_renamed_by_those_who_manage_it(pages, ada, bob, firm):
    assert pages(bob).post(url("organization"), {"name": "Mine"}).status_code == 403
    assert pages(ada).post(url("organization"), {"name": " Alice   & Co "}).status_code == 302
    firm.refresh_from_db()
    assert firm.name == "Alice & Co"


def test_the_last_owner_is_told_why_they_cannot_leave(pages, alice, role_of):
    client = pages(alice)
    client.post(url("organization-leave"))
    assert "keeps at least one owner" in client.get(url("organization")).content.decode()
    assert role_of(alice) == Role.OWNER


def test_who_leaves_falls_back_to_another_organization(pages, bob, firm):
    other = create_organization(owner=bob, name="Bob's own")
    client = pages(bob)
    client.post(url("switch"), {"organization": str(firm.pk)})
    client.post(url("organization-leave"))
    assert other.name in client.get("/projects/").content.decode().replace("&#x27;", "'")


def test_a_session_of_a_removed_member_falls_back_too(pages, bob, firm, project):
    create_organization(owner=bob, name="Bob's own")
    client = pages(bob)
    client.post(url("switch"), {"organization": str(firm.pk)})
    assert str(project.pk) in client.get("/projects/").content.decode()
    Membership.objects.filter(user=bob, organization=firm).delete()
    answer = client.get("/projects/")
    assert answer.status_code == 200
    assert str(project.pk) not in answer.content.decode()


def test_somebody_without_an_organization_founds_one_and_can_still_sign_out(pages, bob):
    Membership.objects.filter(user=bob).delete()
    client = pages(bob)
    assert client.get("/projects/").url == url("organization-new")
    page = client.get(url("organization-new")).content.decode()
    assert reverse("account_logout") in page
    assert client.post(url("organization-new"), {"name": ""}).status_code == 400
    assert client.post(url("organization-new"), {"name": "Bob's own"}).url == "/projects/"
    assert client.get(url("organization")).status_code == 200


def test_one_sees_where_one_works(pages, alice, firm):
    other = create_organization(owner=alice, name="Second")
    client = pages(alice)
    client.post(url("switch"), {"organization": str(other.pk)})
    page = client.get("/projects/").content.decode()
    assert "<bdi>Second</bdi>" in page


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("ada", 200), ("eve", 403), ("bob", 403), ("charlie", 404)]
)
def test_who_opens_the_page_of_people_of_a_project(who, status, request, pages, project):
    client = pages(request.getfixturevalue(who))
    address = reverse("projects:people", args=[project.pk])
    assert client.get(address).status_code == status
    client.post(address, {"narrowed": "1"})
    project.refresh_from_db()
    assert project.narrowed == (status == 200)


def test_a_project_is_opened_again_and_forgets_its_names(pages, alice, eve, project):
    address = reverse("projects:people", args=[project.pk])
    client = pages(alice)
    client.post(address, {"narrowed": "1", "people": [str(eve.pk), "nonsense"]})
    assert [one.user for one in project.named.all()] == [eve]
    client.post(address, {"narrowed": "0"})
    project.refresh_from_db()
    assert (project.narrowed, project.named.count()) == (False, 0)
