"""An organization is handed over or deleted by its owner, who has just proved who they are."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.access import Role
from accounts.errors import Conflict, Forbidden, Invalid, NotFound
from accounts.models import ApiKey, AuditEntry, Membership, Organization, TokenFamily
from accounts.services import actor_for, create_organization, invitations, ownership
from accounts.services.ownership import remove_deleted_organizations

pytestmark = pytest.mark.django_db


def member(firm, user):
    return Membership.objects.get(organization=firm, user=user)


def test_the_heir_owns_and_the_former_owner_stays_as_admin(alice, bob, firm, actor, role_of, mails):
    ownership.transfer(by=actor(alice), membership=member(firm, bob), link="https://mizan.test/m")
    assert (role_of(bob), role_of(alice)) == (Role.OWNER, Role.ADMIN)
    assert {one["to"]: one["person"] for one in mails("ownership_transferred")} == {
        "alice@example.com": "Bob",
        "bob@example.com": "Bob",
    }
    assert AuditEntry.objects.filter(action="organization.transferred").count() == 1


@pytest.mark.parametrize("who", ["ada", "eve", "bob"])
def test_nobody_but_an_owner_hands_over_or_deletes(who, request, firm, actor, role_of, alice):
    person = request.getfixturevalue(who)
    with pytest.raises(Forbidden):
        ownership.transfer(by=actor(person), membership=member(firm, person), link="")
    with pytest.raises(Forbidden):
        ownership.delete_organization(by=actor(person), organization_id=firm.pk, name=firm.name)
    assert role_of(alice) == Role.OWNER


def test_an_outsider_hands_over_nothing(charlie, bob, firm, actor):
    with pytest.raises(NotFound):
        ownership.transfer(by=actor(charlie), membership=member(firm, bob), link="")
    with pytest.raises(NotFound):
        ownership.delete_organization(by=actor(charlie), organization_id=firm.pk, name=firm.name)


def test_a_person_who_cannot_sign_in_inherits_nothing(alice, bob, firm, actor):
    bob.is_active = False
    bob.save()
    with pytest.raises(Conflict, match="no_heir"):
        ownership.transfer(by=actor(alice), membership=member(firm, bob), link="")


@pytest.mark.parametrize("page", ["organization-transfer", "organization-delete"])
def test_the_pages_ask_who_one_is_before_they_show_anything(page, pages, fresh, alice):
    asked = pages(alice).get(reverse(f"accounts:{page}"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert fresh(alice).get(reverse(f"accounts:{page}")).status_code == 200


@pytest.mark.parametrize("page", ["organization-transfer", "organization-delete"])
def test_a_form_that_is_sent_without_that_does_nothing(page, pages, alice, bob, firm, role_of):
    form = {"member": member(firm, bob).pk, "name": firm.name}
    assert pages(alice).post(reverse(f"accounts:{page}"), form).url.startswith(reverse("account_reauthenticate"))
    assert role_of(alice) == Role.OWNER


def test_handing_over_on_the_page(fresh, alice, bob, firm, role_of):
    answer = fresh(alice).post(reverse("accounts:organization-transfer"), {"member": member(firm, bob).pk})
    assert answer.url == reverse("accounts:members")
    assert role_of(bob) == Role.OWNER


def test_the_page_offers_members_of_this_firm_alone(fresh, alice, charlie):
    outsider = Membership.objects.get(user=charlie)
    assert fresh(alice).post(reverse("accounts:organization-transfer"), {"member": outsider.pk}).status_code == 400


def test_the_name_must_be_typed(fresh, alice, firm, actor):
    with pytest.raises(Invalid, match="name_differs"):
        ownership.delete_organization(by=actor(alice), organization_id=firm.pk, name="another")
    assert fresh(alice).post(reverse("accounts:organization-delete"), {"name": "another"}).status_code == 400
    assert Membership.objects.filter(organization=firm).exists()


def test_a_deleted_firm_is_closed_at_once(fresh, alice, bob, firm, invited, pages, api, mails):
    from django.utils import timezone

    own = create_organization(owner=alice, name="Alice alone")
    _, token = invited()
    ApiKey.objects.create(organization=firm, name="k", prefix="mzn_live_x", digest="x", scopes=["boqs:read"])
    TokenFamily.objects.create(user=bob, organization=firm, current_jti="x", expires_at=timezone.now())
    client, program = fresh(alice), api(bob)
    assert client.post(reverse("accounts:organization-delete"), {"name": firm.name}).status_code == 302
    assert actor_for(alice).organization_id == own.pk
    assert not ApiKey.objects.exists()
    assert not TokenFamily.objects.exists()
    assert program.get("/api/v1/projects/").status_code == 401
    assert pages(None).get(f"/invitations/{token}/").status_code == 404
    assert client.get("/projects/").status_code == 200
    assert {one["to"] for one in mails("organization_deleted")} == {"alice@example.com", "bob@example.com"}


def test_everything_of_it_goes_and_the_trail_stays(alice, boq, firm, actor, work):
    from django.apps import apps
    from django.core.files.storage import default_storage

    from boq.services.reports import request_export

    request_export(by=actor(alice), boq=boq, format="json")
    work()
    stored = [boq.upload.file.name, boq.exports.get().file.name]
    assert all(map(default_storage.exists, stored))
    entries = AuditEntry.objects.filter(organization_id=firm.pk).count()
    ownership.delete_organization(by=actor(alice), organization_id=firm.pk, name=firm.name)
    assert remove_deleted_organizations() == 1
    assert not any(map(default_storage.exists, stored))
    assert not Organization.objects.filter(pk=firm.pk).exists()
    assert AuditEntry.objects.filter(organization_id=firm.pk).count() == entries + 1
    left = [
        model.__name__
        for model in apps.get_models()
        if any(field.attname == "organization_id" for field in model._meta.concrete_fields)
        if model is not AuditEntry and model._base_manager.filter(organization_id=firm.pk).exists()
    ]
    assert left == []


def test_what_could_not_be_removed_is_tried_again(alice, firm, actor, monkeypatch):
    ownership.delete_organization(by=actor(alice), organization_id=firm.pk, name=firm.name)

    def broken(self, *args, **kwargs):
        raise OSError("the disk is away")

    with monkeypatch.context() as patch:
        patch.setattr(Organization, "delete", broken)
        with pytest.raises(OSError, match="disk"):
            remove_deleted_organizations()
    assert remove_deleted_organizations() == 1


def test_a_deleted_firm_is_not_deleted_twice_and_asks_nobody(alice, firm, actor):
    by = actor(alice)
    ownership.delete_organization(by=by, organization_id=firm.pk, name=firm.name)
    with pytest.raises(NotFound):
        ownership.delete_organization(by=by, organization_id=firm.pk, name=firm.name)
    with pytest.raises(NotFound):
        invitations.invite(by=by, organization=firm, email="dana@example.com", role=Role.VIEWER, link=str)


def test_a_person_whose_only_firm_went_is_asked_to_found_one(fresh, alice, firm):
    client = fresh(alice)
    client.post(reverse("accounts:organization-delete"), {"name": firm.name})
    assert client.get("/projects/").url == reverse("accounts:organization-new")
    assert client.post(reverse("accounts:organization-new"), {"name": "Anew"}).url == "/projects/"
    assert client.get("/projects/").status_code == 200
