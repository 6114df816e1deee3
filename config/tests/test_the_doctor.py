"""`manage.py doctor` says how each part is, what there is to do, and by its exit code whether anything is wrong."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from config import doctor
from config.doctor import FAULT, GOOD, WARNING, Said, examine
from jobs.models import Job
from mails.models import Mail


def states(look):
    return [one.state for one in look()]


@pytest.mark.django_db
def test_jobs_that_wait_long_and_jobs_that_were_given_up_are_told(alice):
    assert states(doctor.queue) == [GOOD]
    now = timezone.now()
    Job.objects.create(kind="import", subject_id=alice.pk, created_at=now - timedelta(hours=3), woken_at=now)
    Job.objects.create(
        kind="export", subject_id=alice.pk, status="failed", error_code="job.poisoned", finished_at=now, created_at=now
    )
    told = list(doctor.queue())
    assert [one.state for one in told] == [FAULT, WARNING]
    assert "1 job waits, for 3 hours" in told[0].words
    assert all(one.mend for one in told)


@pytest.mark.django_db
def test_mail_that_is_printed_or_given_up_is_told(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert states(doctor.mail) == [GOOD]
    Mail.objects.create(address="a@example.com", template="t", language="en", given_up_at=timezone.now())
    assert states(doctor.mail) == [FAULT]


@pytest.mark.django_db
def test_a_beat_that_is_silent_is_told():
    from django_celery_beat.models import IntervalSchedule, PeriodicTask

    PeriodicTask.objects.all().delete()
    assert states(doctor.beat) == [FAULT]
    every = IntervalSchedule.objects.create(every=5, period="seconds")
    task = PeriodicTask.objects.create(name="reap", task="jobs.tasks.reap", interval=every, last_run_at=timezone.now())
    assert states(doctor.beat) == [GOOD]
    PeriodicTask.objects.filter(pk=task.pk).update(last_run_at=timezone.now() - timedelta(hours=1))
    assert states(doctor.beat) == [FAULT]


def test_backups_are_told_as_their_own_file_tells_them(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert states(doctor.backups) == [WARNING]
    (tmp_path / "backups").mkdir()
    now = timezone.now()

    def noted(**facts):
        (tmp_path / "backups" / "status.json").write_text(json.dumps(facts))
        return states(doctor.backups)

    assert noted(last_backup=now.isoformat(), last_verified=now.isoformat()) == [GOOD, GOOD]
    assert noted(last_backup=now.isoformat(), last_verified=(now - timedelta(hours=37)).isoformat()) == [GOOD, FAULT]
    assert noted(last_backup=now.isoformat(), last_failure=now.isoformat(), failed="base", fault="full") == [
        FAULT,
        GOOD,
        FAULT,
    ]


def test_a_part_that_hangs_or_breaks_hides_no_other():
    def hangs():
        time.sleep(3)
        yield Said("x", GOOD, "late")

    def breaks():
        raise KeyError("x")

    told = {one.part: one for one in examine((("slow", hangs), ("bad", breaks), ("model", doctor.model)), seconds=0.3)}
    assert "did not answer within 0.3 seconds" in told["slow"].words
    assert told["bad"].words == "cannot be told: KeyError"
    assert told["language model"].state == GOOD


def test_the_command_ends_with_one_where_there_is_a_fault(monkeypatch, capsys):
    monkeypatch.setattr(
        doctor, "examine", lambda: [Said("disk", GOOD, "room"), Said("beat", FAULT, "silent", "Start it.")]
    )
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "FAULT    beat: silent" in said
    assert "Start it." in said
    monkeypatch.setattr(doctor, "examine", lambda: [Said("disk", GOOD, "room")])
    call_command("doctor")
    assert "All is well." in capsys.readouterr().out
