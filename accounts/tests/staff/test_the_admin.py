"""The admin shows people, organizations, keys and the trail; secrets are on none of its pages, and its changes are written down."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.services.keys import create_key
from conftest import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db, settings):
    settings.STAFF_SECOND_FACTOR = False
    user = person("root@operator.example", "Root")
    user.is_staff = user.is_superuser = True
    user.save()
    return user


def test_every_list_and_first_row_opens(pages, root, boq, alice, actor):
    """With one of most things in it."""
    create_key(by=actor(alice), name="ERP", scopes=["boqs:read"])
    browser, opened = pages(root), 0
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert browser.get(reverse(f"{name}_changelist")).status_code == 200, name
        row = model._default_manager.first()
        if row is not None:
            assert browser.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200, name
            opened += 1
    assert opened > 10


def test_rows_that_hold_secrets_are_not_there(pages, root):
    assert not admin.site.is_registered(Authenticator)


def test_a_key_is_shown_without_its_digest(pages, root, alice, actor):
    row, _ = create_key(by=actor(alice), name="ERP", scopes=["boqs:read"])
    page = pages(root).get(f"/admin/accounts/apikey/{row.pk}/change/").content.decode()
    assert row.prefix in page
    assert row.digest not in page


def test_a_plan_is_changed_and_written_down(pages, root, firm):
    path = f"/admin/accounts/organization/{firm.pk}/change/"
    form = {"name": firm.name, "plan": "team"}
    empty = {f"memberships-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    assert pages(root).post(path, {**form, **empty}).status_code == 302
    firm.refresh_from_db()
    assert firm.plan == "team"
    assert AuditEntry.objects.get(action="admin.changed").facts == {"fields": ["plan"]}


def test_staff_that_is_not_superuser_raises_nobody(fresh, dora, bob):
    page = fresh(dora).post(
        f"/admin/accounts/user/{bob.pk}/change/", {"name": "Bob", "language": "", "is_superuser": "on"}
    )
    assert page.status_code == 302
    bob.refresh_from_db()
    assert not bob.is_superuser


def test_the_admin_wants_a_second_factor_of_staff(pages, root, settings):
    settings.STAFF_SECOND_FACTOR = True
    sent = pages(root).get("/admin/")
    assert (sent.status_code, sent["Location"]) == (302, reverse("mfa_index"))
    Authenticator.objects.create(user=root, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert pages(root).get("/admin/").status_code == 200


def test_the_page_of_a_person_leads_to_their_access(pages, root, bob):
    browser = pages(root)
    there = f"/admin/accounts/user/{bob.pk}/access/"
    link = re.search(
        r'href="([^"]*to-access[^"]*)"', browser.get(f"/admin/accounts/user/{bob.pk}/change/").content.decode()
    )
    assert browser.get(link.group(1))["Location"] == there
    assert browser.get(there).status_code == 200


def test_people_are_neither_added_nor_deleted_here(pages, root, bob):
    assert pages(root).get("/admin/accounts/user/add/").status_code == 403
    assert pages(root).post(f"/admin/accounts/user/{bob.pk}/delete/").status_code == 403
