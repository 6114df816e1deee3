"""Asking a bill or a project: a question is a job, its answer comes while one looks."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language

from accounts.access import Action, Actor, require
from accounts.errors import Conflict, Invalid
from accounts.processing import require_processing
from accounts.services import quotas, record
from boq.models import Boq, Conversation, Turn
from boq.pipelines.answer_question import heard_so_far
from jobs import services as jobs
from jobs.models import ACTIVE, TERMINAL, Job, Kind, Status
from llm.endpoints import Endpoint, endpoints_for
from projects.models import Project

LONGEST_QUESTION = 2_000
MOST_TURNS = 100
TITLE = 80

__all__ = [
    "ask", "bills_of", "forget", "heard_so_far", "job_of", "note_end", "stop"
]  # fmt: skip


@transaction.atomic
def ask(
    *, by: Actor, project: Project, boq: Boq | None = None, question: str, conversation: Conversation | None = None
) -> Turn:
    """Queue a question to `boq`, or to all bills of `project`; goes on with `conversation` where one is given."""
    require(by, Action.ANALYSE, project)
    require_processing(by)
    quotas.require_running(project.organization_id)
    question = question.replace("\x00", "").strip()
    if not question or len(question) > LONGEST_QUESTION:
        raise Invalid("ask.bad_question", most=LONGEST_QUESTION)
    if not route_of_talk(project, boq, by.user_id):
        raise Conflict("ask.no_provider")
    if conversation is None:
        conversation = Conversation.objects.create(
            organization_id=project.organization_id,
            project=project,
            boq=boq,
            user_id=by.user_id,
            title=question[:TITLE],
        )
    else:
        Conversation.objects.select_for_update().get(pk=conversation.pk)
        if conversation.turns.filter(status=Turn.Status.ASKED).exists():
            raise Conflict("ask.still_answering")
    last = conversation.turns.aggregate(last=Max("position"))["last"] or 0
    if last >= MOST_TURNS:
        raise Conflict("ask.too_long", most=MOST_TURNS)
    turn = Turn.objects.create(
        organization_id=project.organization_id,
        conversation=conversation,
        position=last + 1,
        question=question,
        language=(get_language() or "en")[:2],
    )
    jobs.enqueue(
        by=by,
        kind=Kind.QUESTION,
        organization_id=project.organization_id,
        subject_id=turn.pk,
        project_id=project.pk,
    )
    record(by=by, action="question.asked", target=conversation)
    return turn


def route_of_talk(project: Project, boq: Boq | None, asked_by: UUID | None) -> tuple[Endpoint, ...]:
    """Who would be asked about a bill, or about all bills of a project, for this person; () when nobody."""
    kept_back = boq is not None and boq.upload.llm_opt_out
    return endpoints_for(project.organization_id, asked_by=asked_by, kept_back=kept_back)


def stop(*, by: Actor, turn: Turn) -> None:
    """Break off an answer on its way; what has come of it is kept."""
    require(by, Action.ANALYSE, turn)
    job = job_of(turn)
    if job is not None and job.status in ACTIVE:
        jobs.cancel(by=by, job=job)


@transaction.atomic
def forget(*, by: Actor, conversation: Conversation) -> None:
    """Delete a conversation: one's own, or anybody's for those who manage the organization."""
    require(by, Action.ANALYSE if conversation.user_id == by.user_id else Action.MANAGE_ORGANIZATION, conversation)
    for turn in conversation.turns.filter(status=Turn.Status.ASKED):
        stop(by=by, turn=turn)
    record(by=by, action="conversation.deleted", target=conversation)
    conversation.delete()


def job_of(turn: Turn) -> Job | None:
    """The job that answers a turn."""
    return Job.objects.filter(kind=Kind.QUESTION, subject_id=turn.pk).order_by("-created_at").first()


def note_end(job: Job) -> None:
    """The job of a question has ended; where no answer was saved with it, the turn says why. See `jobs.services.AFTER_END`."""
    if job.status in TERMINAL:
        stopped = job.status == Status.CANCELLED
        Turn.objects.filter(pk=job.subject_id, status=Turn.Status.ASKED).update(
            status=Turn.Status.STOPPED if stopped else Turn.Status.FAILED,
            error_code="" if stopped else job.error_code,
            finished_at=timezone.now(),
        )


def bills_of(turn: Turn) -> list[Boq]:
    """What a conversation may read: its bill, or all bills of its project, the newest first; none of a file that is kept from models."""
    talk = turn.conversation
    allowed = Boq.objects.filter(organization_id=talk.organization_id, upload__llm_opt_out=False)
    boqs = allowed.filter(project_id=talk.project_id).defer("receipt_text")
    return list(boqs.filter(pk=talk.boq_id) if talk.boq_id else boqs.order_by("-created_at"))
