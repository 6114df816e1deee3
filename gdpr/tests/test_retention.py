"""What was kept for long enough goes; a dry run only counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AuditEntry, AuditOrigin, Event, Invitation, TokenFamily
from accounts.services import emit
from config.privacy import RETENTION_DAYS
from gdpr import retention
from gdpr.models import ErasureRequest, PrivacyRequest, RetentionRun
from jobs.models import Job, Kind
from llm.models import LedgerEntry
from mails.models import Mail

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=4_000)


@pytest.fixture
def old(alice, firm):
    """One row of each kind that is far too old, and of some the same that is fresh."""
    soon = timezone.now() + timedelta(days=3)
    common = {"user": alice, "organization": firm, "current_jti": "j"}
    TokenFamily.objects.create(**common, expires_at=LONG_AGO)
    TokenFamily.objects.create(**common, expires_at=soon)
    Invitation.objects.create(organization=firm, email="a@example.com", role="viewer", digest="1", expires_at=LONG_AGO)
    Invitation.objects.create(organization=firm, email="b@example.com", role="viewer", digest="2", expires_at=soon)
    emit(organization_id=firm.pk, kind="old")
    Event.objects.filter(kind="old").update(created_at=LONG_AGO)
    AuditOrigin.objects.update(created_at=LONG_AGO)
    Mail.objects.create(address="a@example.com", template="t", language="en")
    Mail.objects.update(created_at=LONG_AGO)
    PrivacyRequest.objects.create(user=alice, kind="question", text="x", due_at=LONG_AGO, answered_at=LONG_AGO)
    PrivacyRequest.objects.create(user=alice, kind="question", text="open", due_at=LONG_AGO)
    ErasureRequest.objects.create(digest="d", due_at=LONG_AGO, finished_at=LONG_AGO, status="done")
    for kind in (Kind.MAIL, Kind.IMPORT):
        Job.objects.create(kind=kind, subject_id=alice.pk, status="succeeded", finished_at=LONG_AGO)
    entry = {
        "organization": firm,
        "prompt": "p",
        "provider": "h",
        "model": "m",
        "input_hash": "h",
        "status": "answered",
    }
    LedgerEntry.objects.create(**entry, reply="what was said", cost="0.5")
    LedgerEntry.objects.update(created_at=LONG_AGO)


def test_every_rule_has_a_number_of_days_and_every_number_a_rule():
    assert {rule.code for rule in retention.RULES if not rule.setting} == set(RETENTION_DAYS)
    assert len({rule.code for rule in retention.RULES}) == len(retention.RULES)


def test_a_dry_run_counts_and_removes_nothing(old, capsys):
    call_command("retention", "--dry-run")
    done = RetentionRun.objects.get()
    assert done.dry_run
    assert {code for code, count in done.counts.items() if count} == {
        "token_families", "invitations", "events", "audit_people", "mails", "privacy_requests", "erasure_requests", "jobs",
        "model_replies",
    }  # fmt: skip
    assert Event.objects.filter(kind="old").exists()
    assert "Nothing was removed." in capsys.readouterr().out


def test_a_run_removes_what_is_old_and_keeps_what_is_not(old):
    counted = retention.run(dry_run=True).counts
    done = retention.run()
    assert done.counts == counted
    assert Invitation.objects.get().email == "b@example.com"
    assert TokenFamily.objects.count() == 1
    assert not Event.objects.filter(kind="old").exists()
    assert not Mail.objects.exists()
    assert PrivacyRequest.objects.get().text == "open"
    assert [job.kind for job in Job.objects.all()] == ["import"]
    assert set(retention.run().counts.values()) == {0}


def test_the_audit_trail_loses_names_and_keeps_its_entries(old):
    entries = AuditEntry.objects.count()
    retention.run()
    assert AuditEntry.objects.count() == entries
    assert not AuditOrigin.objects.exists()


def test_replies_of_models_go_and_what_they_cost_stays(old):
    retention.run()
    entry = LedgerEntry.objects.get()
    assert (entry.reply, float(entry.cost)) == ("", 0.5)
    assert entry.input_hash.startswith("forgotten:")


def test_a_rule_that_fails_does_not_stop_the_others(old, monkeypatch):
    broken = retention.RULES[0].__class__
    first = retention.RULES[0]
    bad = broken(first.code, first.what, first.why, lambda before: 1 / 0, first.act)
    monkeypatch.setattr(retention, "RULES", (bad, *retention.RULES[1:]))
    counts = retention.run().counts
    assert counts[first.code] == -1
    assert counts["events"] == 1


def test_more_rows_than_fit_in_one_go_all_go(old, monkeypatch, firm):
    monkeypatch.setattr(retention, "CHUNK", 2)
    for _ in range(5):
        emit(organization_id=firm.pk, kind="old")
    Event.objects.update(created_at=LONG_AGO)
    count = Event.objects.count()
    assert retention.run().counts["events"] == count > 5
    assert not Event.objects.exists()
