"""When a plan has ended nothing new is begun, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.errors import Conflict
from accounts.models import Organization
from accounts.services import create_organization
from billing.models import Funnel
from billing.services import funnel, notices
from billing.tasks import watch
from boq.services.analysis import request_analysis
from boq.services.reports import request_export

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(plans, boq, firm):
    """Alice's firm had its bill read in its trial, which is over."""
    Organization.objects.filter(pk=firm.pk).update(plan="trial", plan_ends_at=timezone.now() - timedelta(days=1))
    return firm


def test_a_trial_lasts_as_long_as_the_operator_says(plans, alice):
    plans.DEFAULT_PLAN, plans.TRIAL_DAYS = "trial", 30
    made = create_organization(owner=alice, name="New")
    assert timedelta(days=29.9) < made.plan_ends_at - timezone.now() <= timedelta(days=30)
    plans.DEFAULT_PLAN = "team"
    assert create_organization(owner=alice, name="Newer").plan_ends_at is None


def test_nothing_new_is_begun(ended, boq, upload, actor, alice, pages, api):
    from django.core.files.uploadedfile import SimpleUploadedFile

    with pytest.raises(Conflict, match=r"plan\.over"):
        upload(b"another", "other.csv")
    with pytest.raises(Conflict, match=r"plan\.over"):
        request_analysis(by=actor(alice), boq=boq)
    file = {"file": SimpleUploadedFile("a.csv", b"a")}
    answer = api(alice).post(f"/api/v1/projects/{boq.project_id}/uploads/", file, format="multipart")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "plan.over")
    assert "exported and downloaded" in answer.json()["error"]["message"]
    assert boq.upload.project.uploads.count() == 1


def test_all_that_is_there_is_read_exported_and_downloaded(ended, boq, actor, alice, work, pages, api):
    request_export(by=actor(alice), boq=boq, format="csv")
    work()
    export = boq.exports.get()
    assert pages(alice).get(f"/exports/{export.pk}/download/").status_code == 200
    for path in (f"/boqs/{boq.pk}/", f"/boqs/{boq.pk}/receipt/", f"/projects/{boq.project_id}/"):
        assert pages(alice).get(path).status_code == 200, path
    assert api(alice).get(f"/api/v1/boqs/{boq.pk}/items/").json()["count"] == boq.items_count


def test_where_there_are_no_plans_none_ends(ended, settings, upload):
    settings.PLANS = False
    upload(b"another", "other.csv")


def test_owners_are_told_once_before_and_once_after(plans, alice, bob, firm, mails):
    def told() -> list[str]:
        watch()
        return mails()

    Organization.objects.filter(pk=firm.pk).update(plan="trial", plan_ends_at=timezone.now() + timedelta(days=5))
    assert told() == []
    Organization.objects.filter(pk=firm.pk).update(plan_ends_at=timezone.now() + timedelta(days=2))
    [soon] = told()
    assert soon.startswith("The trial of Alice & Partners ends on")
    assert told() == []
    Organization.objects.filter(pk=firm.pk).update(plan_ends_at=timezone.now() - timedelta(minutes=1))
    assert told() == ["The trial of Alice & Partners has ended"]
    assert told() == []
    assert mail.outbox == []
    assert Funnel.objects.get(organization=firm).trial_ended_at is not None


def test_without_plans_nobody_is_told_of_ends(firm, mails):
    Organization.objects.filter(pk=firm.pk).update(plan="trial", plan_ends_at=timezone.now())
    assert (notices.tell_of_ends(), mails()) == (0, [])


def test_the_way_to_paying_is_filled_from_the_work_and_its_dates_stay(boq, firm, charlie):
    funnel.fill()
    row = Funnel.objects.get(organization=firm)
    assert (row.signed_up_at, row.first_upload_at) == (firm.created_at, boq.upload.created_at)
    assert row.first_receipt_at == boq.created_at
    boq.upload.delete()
    funnel.fill()
    funnel.note(firm, "paid_at", plan="team")
    first = Funnel.objects.get(organization=firm)
    funnel.note(firm, "paid_at", plan="business")
    last = Funnel.objects.get(organization=firm)
    assert (last.first_upload_at, last.paid_at, last.paid_plan) == (row.first_upload_at, first.paid_at, "team")
    Organization.objects.create(name="Nobody belongs to this one")
    funnel.fill()
    assert funnel.counts()["signed_up_at"] == 2
    assert funnel.counts()["first_upload_at"] == 1
    with pytest.raises(ValueError, match="no step"):
        funnel.note(firm, "organization_id")
