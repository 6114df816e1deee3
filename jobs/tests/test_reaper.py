"""The reaper picks up what dead workers left, parks poison, and wakes what was never heard."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import services
from jobs.lease import claim
from jobs.models import Job, Kind, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(firm):
    return Job.objects.create(organization=firm, kind=Kind.EXPORT, subject_id=uuid.uuid4())


@pytest.fixture
def woken(monkeypatch):
    calls = []
    monkeypatch.setattr(services, "wake", lambda job_id, kind: calls.append(job_id))
    return calls


def die(job):
    """The worker of a claimed job is gone; its lease has run out."""
    claim(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_expires_at=timezone.now() - timedelta(seconds=1))


def test_a_dead_workers_job_is_queued_again_and_woken(job, woken):
    die(job)
    assert services.reap() == {"requeued": 1, "parked": 0, "cancelled": 0, "woken": 1}
    job.refresh_from_db()
    assert (job.status, woken) == (Status.QUEUED, [job.pk])


def test_a_living_workers_job_is_left_alone(job, woken):
    claim(job.pk)
    assert services.reap() == {"requeued": 0, "parked": 0, "cancelled": 0, "woken": 0}


def test_a_job_that_kills_three_workers_is_parked(job, woken):
    for _ in range(2):
        die(job)
        services.reap()
    die(job)
    assert services.reap()["parked"] == 1
    job.refresh_from_db()
    assert (job.status, job.error_code) == (Status.FAILED, "job.poisoned")
    assert claim(job.pk) is None


def test_a_dead_workers_cancelled_job_is_not_queued_again(job, woken, alice, actor):
    die(job)
    services.cancel(by=actor(alice), job=job)
    assert services.reap()["cancelled"] == 1
    job.refresh_from_db()
    assert job.status == Status.CANCELLED


def test_a_wake_up_that_the_broker_lost_is_sent_again_but_not_at_once(job, woken):
    assert services.reap()["woken"] == 0
    Job.objects.filter(pk=job.pk).update(woken_at=timezone.now() - timedelta(minutes=1))
    assert services.reap()["woken"] == 1
    assert services.reap()["woken"] == 0


def test_the_broker_being_away_is_no_error(job, monkeypatch):
    def away(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(services.celery, "send_task", away)
    services.wake(job.pk, job.kind)
    job.refresh_from_db()
    assert job.status == Status.QUEUED


def test_every_kind_of_job_has_a_registered_task():
    from config.celery import app

    app.loader.import_default_modules()
    assert set(services.TASKS) == set(Kind.values)
    assert set(services.TASKS.values()) <= set(app.tasks)
