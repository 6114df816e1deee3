"""Lines about workers, mail and backups."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from config import doctor
from config.launch.base import Site, State
from config.launch.lines import backups
from config.launch.registry import LINES
from jobs.models import Job
from mails.models import Mail

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def test_workers_answer(judge, monkeypatch):
    monkeypatch.setattr(doctor.celery.control, "ping", lambda **asked: [{"worker-1@host": {"ok": "pong"}}])
    assert judge("work.workers")
    monkeypatch.setattr(doctor.celery.control, "ping", lambda **asked: [])
    assert not judge("work.workers")


def timetable(settings):
    PeriodicTask.objects.all().delete()
    every = IntervalSchedule.objects.create(every=5, period="seconds")
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        PeriodicTask.objects.create(name=name, task=entry["task"], interval=every, last_run_at=timezone.now())


@pytest.mark.django_db
def test_beat_ticks(settings, judge):
    timetable(settings)
    assert judge("work.beat")
    PeriodicTask.objects.update(last_run_at=timezone.now() - timedelta(hours=1))
    assert not judge("work.beat")


@pytest.mark.django_db
def test_everything_that_happens_by_itself_is_on_the_timetable(settings, judge, look):
    timetable(settings)
    assert judge("work.timetable")
    PeriodicTask.objects.filter(name="retention").update(enabled=False)
    assert look("work.timetable").words == "Not on the timetable, or switched off: retention."
    PeriodicTask.objects.filter(name="retention").update(enabled=True, task="some.other.task")
    assert not judge("work.timetable")


@pytest.mark.django_db
def test_no_job_waits_long(alice, judge):
    assert judge("work.queue")
    now = timezone.now()
    Job.objects.create(kind="import", subject_id=alice.pk, created_at=now - timedelta(hours=3), woken_at=now)
    assert not judge("work.queue")


@pytest.mark.django_db
@pytest.mark.parametrize("backend", ["locmem", "console", "dummy", "filebased"])
def test_what_only_pretends_to_send_is_no_mail(settings, judge, backend):
    Mail.objects.create(address="a@firm.org", template="t", language="en", sent_at=timezone.now())
    settings.EMAIL_BACKEND = SMTP
    assert judge("mail.sends")
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    assert not judge("mail.sends")


@pytest.mark.django_db
def test_mail_leaves_when_one_has_gone_and_none_was_given_up(settings, judge, look):
    settings.EMAIL_BACKEND = SMTP
    assert look("mail.sends").state is State.PERSON  # nobody knows before the first
    Mail.objects.create(address="a@firm.org", template="t", language="en", sent_at=timezone.now())
    assert f"the last one went on {timezone.now():%-d}" in look("mail.sends").words
    Mail.objects.create(address="a@firm.org", template="t", language="en", given_up_at=timezone.now())
    assert not judge("mail.sends")


@pytest.mark.parametrize(
    ("sender", "good"),
    [
        ("Mizan <mizan@mail.firm.org>", True),
        ("mizan@firm.org", True),
        ("Mizan <mizan@localhost>", False),
        ("x@example.com", False),
    ],
)
def test_the_sender_has_a_domain_of_the_internet(settings, judge, sender, good):
    settings.DEFAULT_FROM_EMAIL = sender
    assert judge("mail.sender") is good


def test_letters_to_support_reach_somebody(settings, judge):
    settings.SUPPORT = replace(settings.SUPPORT, team="")
    settings.PRIVACY = replace(settings.PRIVACY, contact="")
    for contact, good in (("people@firm.org", True), ("", False)):
        settings.CONTACT_EMAIL = contact
        assert judge("mail.support") is good


@pytest.fixture
def noted(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    def note(**facts):
        (tmp_path / "backups").mkdir(exist_ok=True)
        (tmp_path / "backups" / "status.json").write_text(json.dumps(facts))

    return note


def ago(hours):
    return (timezone.now() - timedelta(hours=hours)).isoformat()


def test_a_backup_of_a_day_that_was_restored_within_36_hours(noted, judge):
    noted(last_backup=ago(20), last_verified=ago(30))
    assert judge("backups.made")
    assert judge("backups.verified")
    noted(last_backup=ago(27), last_verified=ago(37))
    assert not judge("backups.made")
    assert not judge("backups.verified")


def test_titles_name_the_limits_by_which_lines_are_judged():
    assert f"within {doctor.BACKUP_OLD / timedelta(hours=1):.0f} hours" in str(LINES["backups.made"].title)
    assert f"within {doctor.VERIFIED_OLD / timedelta(hours=1):.0f} hours" in str(LINES["backups.verified"].title)
    assert timedelta(weeks=3) == doctor.CERTIFICATE_LATER
    assert "three weeks" in str(LINES["door.certificate"].title)


def test_a_failure_counts_for_the_line_that_it_is_about(noted, judge, look):
    noted(last_backup=ago(1), last_verified=ago(1), last_failure=ago(0), failed="verify", fault="2 faults")
    assert judge("backups.made")
    assert not judge("backups.verified")
    assert "verify failed: 2 faults" in look("backups.verified").words
    noted(last_backup=ago(1), last_verified=ago(1), last_failure=ago(0), failed="base", fault="the disk is full")
    assert not judge("backups.made")
    assert judge("backups.verified")


def test_without_a_backup_of_its_own_somebody_else_may_make_them(settings, tmp_path, look, noted):
    settings.DATA_DIR = tmp_path
    for code in ("backups.made", "backups.verified"):
        assert (look(code).state, look(code).elsewhere) == (State.FAILS, True)
    noted(last_files=ago(1))  # files alone are copied here, as beside a managed database
    assert look("backups.made").elsewhere
    noted(last_backup=ago(100), last_verified=ago(100))  # it is made here, and stopped: no word helps
    assert not look("backups.made").elsewhere
    assert not look("backups.verified").elsewhere


@pytest.mark.django_db
def test_the_log_is_kept(judge, look, monkeypatch):
    assert look("backups.log").elsewhere  # as tests run: archive_mode=off
    assert look("backups.log", Site()).words == "archive_mode=off"
    now = timezone.now()

    def stands(*archiver):
        monkeypatch.setattr(backups, "rows", lambda sql: [("on",)] if "archive_mode" in sql else [archiver])
        return judge("backups.log")

    assert stands(now - timedelta(minutes=1), None, 7)
    assert stands(now - timedelta(minutes=1), now - timedelta(hours=1), 7)  # failed once, works again
    assert not stands(now - timedelta(minutes=9), now - timedelta(minutes=1), 7)
    assert not stands(now - timedelta(hours=3), None, 7)
    assert not stands(None, None, 0)
