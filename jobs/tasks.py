"""The jobs' own timetable, and the base that every job task runs in."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from celery import shared_task

from accounts.errors import MizanError
from boq.engine.errors import EngineError
from config.away import is_away, is_full
from config.traces import traced_work
from jobs import repeats, services
from jobs.lease import JobCancelled, JobLost, Lease, claim
from jobs.models import Job

log = structlog.get_logger(__name__)


@shared_task(ignore_result=True)
def reap() -> None:
    """Pick up what dead workers left; see `jobs.services.reap`."""
    services.reap()


@shared_task(ignore_result=True)
def forget_replies() -> None:
    """Remove kept replies whose day is over."""
    repeats.forget()


def run(job_id: str, work: Callable[[Lease], None]) -> None:
    """Claim the job, do `work`, and end it with a code whatever happens. Safe to deliver twice: only the lease holder works."""
    lease = claim(job_id)
    if lease is None:
        return  # finished, cancelled, parked, or running elsewhere
    job = lease.job
    with structlog.contextvars.bound_contextvars(**_named(job)), traced_work(f"job {job.kind}", kind="consumer"):
        began = time.monotonic()
        try:
            lease.check()
            work(lease)
        except JobLost:
            log.warning("job_lost")
        except JobCancelled:
            lease.cancelled()
        except (EngineError, MizanError) as error:
            log.info("job_failed", code=error.code)
            lease.fail(error.code, **error.facts)
        except Exception as error:
            _broken(lease, error)
        log.info("job_left", kind=job.kind, status=str(lease.job.status), seconds=round(time.monotonic() - began, 3))


def _broken(lease: Lease, error: Exception) -> None:
    """What nobody foresaw, and what is nobody's fault: a part that is away is waited for, a full disk is said."""
    if is_away(error):
        log.warning("job_interrupted", error=type(error).__name__)
        lease.give_back()
    elif is_full(error):
        log.error("job_found_no_room")
        lease.fail("storage_full")
    else:
        log.exception("job_crashed")
        lease.fail("job.failed", job=str(lease.job.pk))


def _named(job: Job) -> dict[str, str]:
    """What every line of the log says while the job is worked on."""
    ids = {
        "job_id": job.pk,
        "request_id": job.request_id,
        "organization_id": job.organization_id,
        "user_id": job.requested_by_id,
    }
    return {name: str(value) for name, value in ids.items() if value}
