"""Asking for an analysis of a bill."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from accounts.access import Action, Actor, require
from accounts.errors import Conflict
from accounts.processing import require_processing
from accounts.services import quotas, record
from boq.models import Analysis, Boq
from jobs.models import Job, Kind, Status
from jobs.services import enqueue
from llm.analyses.wishes import Wish, told
from llm.endpoints import Endpoint, endpoints_for

RESUMABLE = (Status.PARTIAL, Status.FAILED, Status.CANCELLED)


@transaction.atomic
def request_analysis(*, by: Actor, boq: Boq, wish: Wish | None = None) -> Job:
    """Queue an analysis of `boq`; a bill has at most one active. Without a provider the offline analyst does it, and is named."""
    require(by, Action.ANALYSE, boq)
    require_processing(by)
    quotas.require_running(boq.organization_id)
    route = route_of(boq, by.user_id)
    analysis = Analysis.objects.create(
        organization_id=boq.organization_id,
        boq=boq,
        analyst=Analysis.Analyst.LLM if route else Analysis.Analyst.OFFLINE,
        model=route[0].model if route else "",
        options=told(wish or Wish()),
        route=[{"name": one.name, "host": one.host, "model": one.model, "terms": one.terms} for one in route],
        requested_by_id=by.user_id,
    )
    record(by=by, action="analysis.requested", target=analysis, boq=str(boq.pk))
    job = _queue(by, boq, analysis)
    quotas.spend(organization_id=boq.organization_id, meter=quotas.ANALYSES)
    return job


@transaction.atomic
def resume_analysis(*, by: Actor, analysis: Analysis) -> Job:
    """Queue what a partial analysis has left; finished batches are neither repeated nor paid again."""
    require(by, Action.ANALYSE, analysis)
    require_processing(by)
    quotas.require_running(analysis.organization_id)
    job = job_of(analysis)
    if not resumable(analysis, job):
        raise Conflict("analysis.nothing_to_resume")
    record(by=by, action="analysis.resumed", target=analysis)
    return _queue(by, analysis.boq, analysis)


def _queue(by: Actor, boq: Boq, analysis: Analysis) -> Job:
    try:
        return enqueue(
            by=by,
            kind=Kind.ANALYSIS,
            organization_id=boq.organization_id,
            subject_id=boq.pk,
            project_id=boq.project_id,
            payload={"analysis": str(analysis.pk)},
        )
    except Conflict as error:
        raise Conflict("analysis.already_running") from error


def resumable(analysis: Analysis, job: Job | None) -> bool:
    """True when something is left to do and `job`, its newest, does it no more."""
    return not analysis.complete and job is not None and job.status in RESUMABLE


def route_of(boq: Boq, asked_by: UUID | None) -> tuple[Endpoint, ...]:
    """Who would be asked for this person, in order; () when the offline analyst would work."""
    return endpoints_for(boq.organization_id, asked_by=asked_by, kept_back=boq.upload.llm_opt_out)


def job_of(analysis: Analysis) -> Job | None:
    """The newest job of an analysis."""
    jobs = Job.objects.filter(kind=Kind.ANALYSIS, subject_id=analysis.boq_id, payload__analysis=str(analysis.pk))
    return jobs.order_by("-created_at").first()
