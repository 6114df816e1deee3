"""Thin Celery shells of mails. Safe to deliver twice."""

from __future__ import annotations

from celery import shared_task

from jobs.tasks import run
from mails.sending import send_mail


@shared_task(ignore_result=True)
def send(job_id: str) -> None:
    """Send one mail."""
    run(job_id, send_mail)
