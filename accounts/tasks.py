"""The timetable of accounts."""

from __future__ import annotations

from celery import shared_task

from accounts.services import ownership


@shared_task(ignore_result=True)
def remove_deleted() -> None:
    """Remove the rows and files of organizations that were deleted."""
    ownership.remove_deleted_organizations()
