"""Only the lease holder works, and only while the lease is its own."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import services
from jobs.lease import JobCancelled, JobLost, claim
from jobs.models import Job, Kind, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(firm):
    return Job.objects.create(organization=firm, kind=Kind.EXPORT, subject_id=uuid.uuid4())


def expire(job):
    Job.objects.filter(pk=job.pk).update(lease_expires_at=timezone.now() - timedelta(seconds=1))


def test_a_job_is_claimed_once(job):
    assert claim(job.pk) is not None
    assert claim(job.pk) is None


def test_a_claim_counts_as_a_try_and_resets_progress(job):
    Job.objects.filter(pk=job.pk).update(done=7, total=9)
    lease = claim(job.pk)
    assert (lease.job.attempts, lease.job.done, lease.job.total) == (1, 0, 0)


def test_an_expired_lease_may_be_taken_over(job):
    late = claim(job.pk)
    expire(job)
    new = claim(job.pk)
    assert new is not None
    assert new.token != late.token


def test_a_late_worker_can_write_nothing(job):
    late = claim(job.pk)
    expire(job)
    claim(job.pk)
    with pytest.raises(JobLost):
        late.progress("read", 1, 2)
    with pytest.raises(JobLost), late.hold():
        pytest.fail("a late worker entered the transaction that saves")
    late.fail("job.failed")
    job.refresh_from_db()
    assert (job.status, job.error_code) == (Status.RUNNING, "")


def test_progress_is_shown_and_renews_the_lease(job):
    lease = claim(job.pk)
    expire(job)
    lease.progress("read", 5, 10)
    job.refresh_from_db()
    assert (job.phase, job.done, job.total, job.percent) == ("read", 5, 10, 50)
    assert job.lease_expires_at > timezone.now()


def test_a_cancelled_job_stops_at_the_next_progress(job, alice, actor):
    lease = claim(job.pk)
    services.cancel(by=actor(alice), job=job)
    assert lease.should_stop()
    with pytest.raises(JobCancelled):
        lease.progress("read", 1, 2)
    with pytest.raises(JobCancelled), lease.hold():
        pytest.fail("a cancelled job entered the transaction that saves")
    lease.cancelled()
    job.refresh_from_db()
    assert job.status == Status.CANCELLED


def test_results_and_end_are_one(job):
    lease = claim(job.pk)

    def save_and_fail():
        with lease.hold() as held:
            lease.finish(held, Status.SUCCEEDED, {"export": "x"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_and_fail()
    job.refresh_from_db()
    assert (job.status, job.result) == (Status.RUNNING, {})
