"""Thin Celery shells of the website. Safe to deliver twice."""

from __future__ import annotations

from celery import shared_task

from config.figures.counting import gather


@shared_task(ignore_result=True)
def gather_figures() -> None:
    """Take the counts of requests into the database."""
    gather()
