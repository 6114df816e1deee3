"""What the outbox tells of jobs: that one ended, or waits for a person. Ids and codes, never what a result says."""

from __future__ import annotations

import structlog

from accounts.services import emit
from config.metrics import events
from jobs.models import Job

RESULT_IDS = ("boq", "analysis", "export", "turn", "conversation")


def announce(job: Job) -> None:
    """Append the job's end to the outbox, in the transaction that ends the job, and count it once that is committed.

    Jobs of no organization (mails) are nobody's news.
    """
    events.job_ended(job)
    if job.organization_id is None:
        return
    ids = {name: str(job.result[name]) for name in RESULT_IDS if job.result.get(name)}
    if job.project_id:
        ids["project"] = str(job.project_id)
    with structlog.contextvars.bound_contextvars(request_id=job.request_id):
        emit(
            organization_id=job.organization_id,
            kind=f"{job.kind}.{job.status}",
            job=str(job.pk),
            subject=str(job.subject_id),
            error=job.error_code,
            **ids,
        )
