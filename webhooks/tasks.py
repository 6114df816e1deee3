"""Thin Celery shells of webhooks. Safe to deliver twice, and to lose: the timetable comes by every few seconds."""

from __future__ import annotations

from celery import shared_task

from webhooks import outbox, sending


@shared_task(ignore_result=True)
def send_due() -> None:
    """Read the outbox, and send what is due."""
    outbox.read()
    sending.send_due()
