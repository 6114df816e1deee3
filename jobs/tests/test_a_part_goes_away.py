"""A job under which the database or the cache goes away is done again; one that finds the disk full says so."""

from __future__ import annotations

import errno
import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from redis.exceptions import ConnectionError as CacheAway

from jobs import services
from jobs.models import Job, Kind, Status
from jobs.tasks import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(firm):
    return Job.objects.create(organization=firm, kind=Kind.EXPORT, subject_id=uuid.uuid4())


def raising(error):
    def work(lease):
        raise error

    return work


@pytest.mark.parametrize("error", [OperationalError("the connection is lost"), CacheAway("away")])
def test_it_is_queued_again(job, error):
    run(str(job.pk), raising(error))
    job.refresh_from_db()
    assert (job.status, job.attempts, job.lease_token, job.error_code) == (Status.QUEUED, 1, None, "")


def test_it_is_woken_once_the_part_may_be_back(job, monkeypatch):
    woken = []
    monkeypatch.setattr(services, "wake", lambda job_id, kind: woken.append(job_id))
    run(str(job.pk), raising(CacheAway("away")))
    Job.objects.update(woken_at=timezone.now() - services.QUEUED_TOO_LONG)
    services.reap()
    assert woken == [job.pk]


def test_one_that_takes_the_database_down_each_time_is_parked(job, settings):
    for _ in range(settings.JOB_TRIES):
        run(str(job.pk), raising(OperationalError("server closed the connection unexpectedly")))
    Job.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    services.reap()
    job.refresh_from_db()
    assert (job.status, job.error_code) == (Status.FAILED, "job.poisoned")


def test_one_that_finds_no_room_ends_with_that_code(job):
    run(str(job.pk), raising(OSError(errno.ENOSPC, "No space left on device")))
    job.refresh_from_db()
    assert (job.status, job.error_code) == (Status.FAILED, "storage_full")
