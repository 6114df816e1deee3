"""The lease: how a worker holds a job, shows progress and ends it. Every write is conditional on the token."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from jobs.models import Job, Status
from jobs.news import announce


class JobLost(Exception):
    """The lease is no longer ours: another worker has the job, or it has ended. Stop without writing."""


class JobCancelled(Exception):
    """A person asked to stop."""


def _expiry() -> datetime:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def claim(job_id: uuid.UUID | str) -> Lease | None:
    """Take a queued job, or a running one whose lease has run out. None when there is nothing to take."""
    token = uuid.uuid4()
    free = Q(status=Status.QUEUED) | Q(status=Status.RUNNING, lease_expires_at__lt=Now())
    taken = Job.objects.filter(free, pk=job_id, attempts__lt=settings.JOB_TRIES).update(
        status=Status.RUNNING,
        lease_token=token,
        lease_expires_at=_expiry(),
        attempts=F("attempts") + 1,
        started_at=Now(),
        phase="",
        done=0,
        total=0,
    )
    return Lease(Job.objects.get(pk=job_id), token) if taken else None


class Lease:
    """A claimed job. `progress` and `check` raise JobLost or JobCancelled; `hold` guards the transaction that saves results."""

    def __init__(self, job: Job, token: uuid.UUID) -> None:
        self.job = job
        self.token = token
        self._written = 0.0
        self._phase = ""

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, lease_token=self.token, status=Status.RUNNING)

    def progress(self, phase: str, done: int, total: int) -> None:
        """Show progress and renew the lease; at most four writes a second within a phase."""
        now = time.monotonic()
        if phase == self._phase and done < total and now - self._written < 0.25:
            return
        self._written, self._phase = now, phase
        if not self._mine().update(phase=phase, done=done, total=total, lease_expires_at=_expiry()):
            raise JobLost
        self.check()

    def check(self) -> None:
        """Raise JobCancelled when a person asked to stop, JobLost when the job is no longer ours."""
        cancel = self._mine().values_list("cancel_requested", flat=True).first()
        if cancel is None:
            raise JobLost
        if cancel:
            raise JobCancelled

    def should_stop(self) -> bool:
        """True when the work should be dropped at once (cancelled or lost)."""
        return self._mine().values_list("cancel_requested", flat=True).first() in (True, None)

    @contextmanager
    def keep_alive(self) -> Iterator[None]:
        """Renew the lease from a second thread while something long and silent runs."""
        stop = threading.Event()

        def renew() -> None:
            while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
                self._mine().update(lease_expires_at=_expiry())
            connection.close()

        thread = threading.Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(timeout=5)

    @contextmanager
    def hold(self) -> Iterator[Job]:
        """A transaction in which the job row is locked and ours: what is saved inside is saved once, with the job's end."""
        with transaction.atomic():
            job = self._mine().select_for_update().first()
            if job is None:
                raise JobLost
            if job.cancel_requested:
                raise JobCancelled
            yield job

    def finish(
        self,
        job: Job,
        status: Status,
        result: dict[str, Any],
        code: str = "",
        facts: dict[str, Any] | None = None,
        *,
        done: int | None = None,
    ) -> None:
        """End the job, and tell the outbox; call it inside `hold`, so that results and end are one.

        `done` is how much was done of as much.
        """
        job.status, job.result, job.error_code, job.error_facts = status, result, code, facts or {}
        job.lease_token, job.lease_expires_at = None, None
        job.finished_at = None if status is Status.NEEDS_INPUT else timezone.now()
        if done is not None:
            job.phase, job.done, job.total = "done", done, done
        job.save(
            update_fields=[
                "status", "result", "error_code", "error_facts", "lease_token", "lease_expires_at", "finished_at", "phase", "done",
                "total",
            ]
        )  # fmt: skip
        announce(job)
        self.job = job

    def postpone(self, job: Job, seconds: float) -> None:
        """Queue the job again for later; call it inside `hold`. `reap` wakes it soon after `seconds` have passed.

        Its attempts begin anew, as nobody died: who postpones counts on their own.
        """
        job.status, job.attempts, job.lease_token, job.lease_expires_at = Status.QUEUED, 0, None, None
        job.woken_at = timezone.now() + timedelta(seconds=seconds)
        job.save(update_fields=["status", "attempts", "lease_token", "lease_expires_at", "woken_at"])
        self.job = job

    def give_back(self) -> None:
        """Queue the job again because a part of the server went away under it; `reap` wakes it.

        The try counts, or a job that takes the database down with it would do so for ever: after the last one the lease runs out,
        and `reap` parks the job. So it goes where the database is still away and nothing can be written.
        """
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()  # the one in hand may be dead
        with suppress(DatabaseError, InterfaceError):
            self._mine().filter(attempts__lt=settings.JOB_TRIES).update(
                status=Status.QUEUED, lease_token=None, lease_expires_at=None, woken_at=timezone.now()
            )

    def fail(self, code: str, **facts: Any) -> None:
        """End the job as failed, unless it is no longer ours."""
        with transaction.atomic():
            job = self._mine().select_for_update().first()
            if job is not None:
                self.finish(job, Status.FAILED, {}, code, facts)

    def cancelled(self) -> None:
        """End the job as cancelled, unless it is no longer ours."""
        with transaction.atomic():
            job = self._mine().select_for_update().first()
            if job is not None:
                self.finish(job, Status.CANCELLED, {}, "job.cancelled")
