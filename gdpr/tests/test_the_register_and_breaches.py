"""The register of processing, the clock of a breach, and the page for officers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, User
from gdpr.docs import PAGE, written
from gdpr.models import Breach, BreachNotice, PrivacyRequest, ProcessingActivity
from gdpr.register import ACTIVITIES, fill

NOW = timezone.now()


@pytest.fixture
def officer(db):
    user = User.objects.create_superuser("officer@example.com", "quarry lantern seven")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_register_is_filled_once_and_what_the_operator_wrote_stays(db):
    ProcessingActivity.objects.create(
        code="mails", name="Ours", purpose="p", basis="legal", people="x", data="y", kept="z"
    )
    call_command("fill_register")
    assert fill() == 0
    assert ProcessingActivity.objects.count() == len(ACTIVITIES)
    assert ProcessingActivity.objects.get(code="mails").name == "Ours"


def test_the_clock_of_a_breach_runs_for_72_hours(db):
    breach = Breach.objects.create(title="A lost laptop", discovered_at=timezone.now() - timedelta(hours=70))
    assert breach.open_clock
    assert breach.hours_left == 1
    breach.discovered_at -= timedelta(hours=10)
    assert breach.hours_left < 0


def test_a_breach_is_not_closed_before_the_authority_was_told_or_it_says_why_not(db):
    breach = Breach.objects.create(title="A lost laptop", discovered_at=NOW)
    breach.closed_at = NOW
    with pytest.raises(IntegrityError), transaction.atomic():
        breach.save()
    breach.not_told_reason = "The disk was encrypted."
    breach.save()


def test_told_too_late_it_says_why(db):
    breach = Breach(title="A lost laptop", discovered_at=NOW, authority_told_at=NOW + timedelta(hours=73))
    with pytest.raises(IntegrityError), transaction.atomic():
        breach.save()
    breach.delay_reason = "Over the holidays."
    breach.save()


def test_the_admin_shows_the_clock_and_who_was_told(officer):
    breach = Breach.objects.create(title="A lost laptop", discovered_at=timezone.now())
    BreachNotice.objects.create(breach=breach, whom="people", told_at=NOW, how="by mail")
    assert "71 hours left" in officer.get("/admin/gdpr/breach/").content.decode()
    assert "by mail" in officer.get(f"/admin/gdpr/breach/{breach.pk}/change/").content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "processingactivity",
        "breach",
        "privacyrequest",
        "consent",
        "erasurerequest",
        "erasureledger",
        "dataexport",
        "retentionrun",
    ],
)
def test_every_list_of_the_admin_opens(name, officer):
    fill()
    assert officer.get(f"/admin/gdpr/{name}/").status_code == 200


def test_an_answer_in_the_admin_stops_the_months_clock_and_is_audited(officer, alice):
    one = PrivacyRequest.objects.create(user=alice, kind="question", text="What?", due_at=NOW)
    page = f"/admin/gdpr/privacyrequest/{one.pk}/change/"
    assert officer.post(page, {"answer": "This."}).status_code == 302
    one.refresh_from_db()
    assert one.answered_at
    assert AuditEntry.objects.filter(target_type="privacyrequest", target_id=str(one.pk)).exists()


def test_consents_cannot_be_changed_in_the_admin(officer):
    assert officer.get("/admin/gdpr/consent/add/").status_code == 403


def test_the_page_for_officers_says_what_the_code_does():
    page = PAGE.read_text("utf-8")
    assert written(page) == page, "run `manage.py write_privacy_docs`"
    assert "<!-- end of retention -->" in page
