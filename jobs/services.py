"""Asking for work, cancelling it, waking it, and picking up what dead workers left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError as BrokerDown

from accounts.access import Action, Actor, require
from accounts.errors import Conflict
from accounts.services import record
from config.celery import app as celery
from jobs.models import TERMINAL, Job, Kind, Status
from jobs.news import announce

log = structlog.get_logger(__name__)

# Tasks live above this app, so they are named, not imported; a test proves that each name is a registered task.
TASKS: dict[str, str] = {
    Kind.IMPORT: "boq.tasks.run_import",
    Kind.ANALYSIS: "boq.tasks.run_analysis",
    Kind.EXPORT: "boq.tasks.run_export",
    Kind.MAIL: "mails.tasks.send",
    Kind.QUESTION: "boq.tasks.run_question",
    Kind.GDPR_EXPORT: "gdpr.tasks.run_export",
    Kind.GDPR_ERASURE: "gdpr.tasks.run_erasure",
}
# What a job that ends without a worker leaves (cancelled while it waited, or its worker died) is cleared up by the app that it
# works for: called with the job, in the transaction that ends it.
AFTER_END: dict[str, str] = {
    Kind.IMPORT: "boq.services.uploads.forget_rows",
    Kind.QUESTION: "boq.services.conversations.note_end",
}
QUEUED_TOO_LONG = timedelta(seconds=15)


def enqueue(
    *,
    by: Actor,
    kind: Kind,
    organization_id: UUID | None,
    subject_id: UUID,
    project_id: UUID | None = None,
    payload: dict[str, Any] | None = None,
) -> Job:
    """Queue a job in the caller's transaction; it wakes a worker on commit. Raises Conflict when the subject has an active one.

    The caller has checked that `by` may ask for it.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(
                organization_id=organization_id,
                project_id=project_id,
                kind=kind,
                subject_id=subject_id,
                payload=payload or {},
                requested_by_id=by.user_id,
                request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
            )
    except IntegrityError as error:
        raise Conflict("job.already_running", subject=str(subject_id)) from error
    wake_on_commit(job)
    return job


def wake_on_commit(job: Job) -> None:
    """Send the wake-up once the row is really there. A lost wake-up is sent again by `reap`."""
    transaction.on_commit(lambda: wake(job.pk, job.kind))


def wake(job_id: UUID, kind: str) -> None:
    """Tell a worker. The broker being away is no error: the row waits and `reap` wakes it later."""
    try:
        celery.send_task(TASKS[kind], args=[str(job_id)], retry=False)
    except (BrokerDown, OSError) as error:
        log.warning("job_wake_failed", job_id=str(job_id), error=type(error).__name__)


def requeue(job: Job, payload: dict[str, Any]) -> None:
    """Send a job that waited for a person on its way again; call it with the row locked."""
    job.status, job.payload, job.result = Status.QUEUED, payload, {}
    job.attempts, job.woken_at, job.cancel_requested = 0, timezone.now(), False
    job.save(update_fields=["status", "payload", "result", "attempts", "woken_at", "cancel_requested"])
    wake_on_commit(job)


@transaction.atomic
def cancel(*, by: Actor, job: Job) -> Job:
    """Ask a running job to stop; a waiting one is cancelled at once. Raises Conflict when it has ended."""
    require(by, Action.CANCEL_JOB, job)
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status in TERMINAL:
        raise Conflict("job.not_cancellable", status=job.status)
    if job.status == Status.RUNNING:
        job.cancel_requested = True
        job.save(update_fields=["cancel_requested"])
    else:
        job.status, job.error_code, job.finished_at = Status.CANCELLED, "job.cancelled", timezone.now()
        job.save(update_fields=["status", "error_code", "finished_at"])
        _clear_after(job)
    record(by=by, action="job.cancelled", target=job)
    return job


def _clear_after(job: Job) -> None:
    """Call it in the transaction that ended the job."""
    announce(job)
    if clear := AFTER_END.get(job.kind):
        import_string(clear)(job)


def _end_dead(dead: QuerySet[Job], status: Status, code: str) -> int:
    """End jobs whose workers are dead, each with what it leaves. Returns how many."""
    ended = 0
    for job_id in dead.values_list("pk", flat=True):
        with transaction.atomic():
            changed = dead.filter(pk=job_id).update(
                status=status, error_code=code, lease_token=None, finished_at=timezone.now()
            )
            if changed:  # and not by another reaper
                _clear_after(Job.objects.get(pk=job_id))
        ended += changed
    return ended


def reap() -> dict[str, int]:
    """Requeue what dead workers left, park what failed too often, wake what was never heard. Returns the counts."""
    now = timezone.now()
    dead = Job.objects.filter(status=Status.RUNNING, lease_expires_at__lt=now)
    stopped = _end_dead(dead.filter(cancel_requested=True), Status.CANCELLED, "job.cancelled")
    parked = _end_dead(dead.filter(attempts__gte=settings.JOB_TRIES), Status.FAILED, "job.poisoned")
    overdue = now - QUEUED_TOO_LONG
    requeued = dead.update(status=Status.QUEUED, lease_token=None, lease_expires_at=None, woken_at=overdue)
    unheard = Job.objects.filter(status=Status.QUEUED, woken_at__lte=overdue)
    woken = 0
    for job_id, kind in unheard.values_list("pk", "kind")[:500]:
        Job.objects.filter(pk=job_id).update(woken_at=now)
        wake(job_id, kind)
        woken += 1
    return {"requeued": requeued, "parked": parked, "cancelled": stopped, "woken": woken}
