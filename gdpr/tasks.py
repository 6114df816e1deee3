"""Thin Celery shells of data protection. Safe to deliver twice."""

from __future__ import annotations

from celery import shared_task

from gdpr import retention as rules
from gdpr.services import erasures, exports
from jobs.tasks import run


@shared_task(ignore_result=True)
def run_export(job_id: str) -> None:
    """Gather one person's data."""
    run(job_id, exports.make)


@shared_task(ignore_result=True)
def run_erasure(job_id: str) -> None:
    """Erase one person."""
    run(job_id, erasures.erase)


@shared_task(ignore_result=True)
def queue_due_erasures() -> None:
    """Queue the erasures whose grace is over."""
    erasures.queue_due()


@shared_task(ignore_result=True)
def forget_expired_exports() -> None:
    """Remove exports whose time is over."""
    exports.forget_expired()


@shared_task(ignore_result=True)
def retention() -> None:
    """Remove what has been kept for long enough."""
    rules.run()
