"""Thin Celery shells: each claims its job and hands it to a pipeline. Safe to deliver twice."""

from __future__ import annotations

from functools import partial

from celery import shared_task

from boq.pipelines.analyse_boq import analyse_boq
from boq.pipelines.answer_question import answer_question
from boq.pipelines.import_boq import import_boq
from boq.pipelines.write_report import write_report
from boq.services import files, reports
from boq.services.asking.toolbox import BillTools
from boq.services.conversations import bills_of, note_end
from jobs.models import Job
from jobs.tasks import run


@shared_task(ignore_result=True)
def run_import(job_id: str) -> None:
    """Read one upload."""
    run(job_id, import_boq)


@shared_task(ignore_result=True)
def run_analysis(job_id: str) -> None:
    """Analyse one bill."""
    run(job_id, analyse_boq)


@shared_task(ignore_result=True)
def run_export(job_id: str) -> None:
    """Write one export."""
    run(job_id, write_report)


@shared_task(ignore_result=True)
def run_question(job_id: str) -> None:
    """Answer one question to a bill. A crash, or a stop before the first word, is noted at the question."""
    run(job_id, partial(answer_question, bills=bills_of, toolbox=BillTools))
    for job in Job.objects.filter(pk=job_id):
        note_end(job)


@shared_task(ignore_result=True)
def forget_expired_exports() -> None:
    """Remove downloads whose time is over, and files whose rows are gone."""
    reports.forget_expired()
    files.sweep()
