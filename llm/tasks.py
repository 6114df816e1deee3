"""The timetable of llm."""

from __future__ import annotations

from celery import shared_task

from llm import ledger


@shared_task(ignore_result=True)
def sweep_reservations() -> None:
    """Close what dead workers left reserved; see `llm.ledger.sweep`."""
    ledger.sweep()
