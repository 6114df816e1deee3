"""Thin Celery shells of support. Safe to deliver twice."""

from __future__ import annotations

from celery import shared_task

from support.services import answering


@shared_task(ignore_result=True)
def close_solved() -> None:
    """Close what has been solved for long enough."""
    answering.close_solved()
