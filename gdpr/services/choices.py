"""What a person decides about the processing of their data: restriction, language models, requests to a human."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.access import SYSTEM, Action, Actor, require
from accounts.errors import Conflict, Invalid
from accounts.models import User
from accounts.services import record
from boq.models import Boq, Turn, Upload
from gdpr.models import PrivacyRequest
from gdpr.services.people import acting_person, oneself
from jobs import services as jobs
from jobs.models import ACTIVE, Job, Kind

ANSWER_DAYS = 30
LONGEST_REQUEST = 4_000


@transaction.atomic
def restrict(*, by: Actor, restricted: bool) -> User:
    """Have the processing of one's data restricted (Art. 18), or lift that. What asks a model on the person's behalf is stopped."""
    user = acting_person(by)
    if restricted != (user.processing_restricted_at is not None):
        user.processing_restricted_at = timezone.now() if restricted else None
        user.save(update_fields=["processing_restricted_at"])
        record(by=oneself(user), action="processing.restricted" if restricted else "processing.resumed", target=user)
        if restricted:
            _stop(Job.objects.filter(requested_by=user))
    return user


@transaction.atomic
def opt_out(*, by: Actor, opted_out: bool) -> User:
    """Keep what one asks for from language models, or allow it again. What is under way is stopped."""
    user = acting_person(by)
    if opted_out != user.llm_opt_out:
        user.llm_opt_out = opted_out
        user.save(update_fields=["llm_opt_out"])
        record(by=oneself(user), action="llm.opted-out" if opted_out else "llm.opted-in", target=user)
        if opted_out:
            _stop(Job.objects.filter(requested_by=user))
    return user


@transaction.atomic
def keep_upload_back(*, by: Actor, upload: Upload, opted_out: bool) -> Upload:
    """Keep everything that was read from a file from language models, or allow it again. What is under way is stopped."""
    require(by, Action.UPLOAD, upload)
    if opted_out != upload.llm_opt_out:
        upload.llm_opt_out = opted_out
        upload.save(update_fields=["llm_opt_out"])
        record(by=by, action="llm.opted-out" if opted_out else "llm.opted-in", target=upload)
        if opted_out:
            bills = Boq.objects.filter(upload=upload).values("pk")
            turns = Turn.objects.filter(conversation__project_id=upload.project_id).values("pk")
            _stop(Job.objects.filter(kind=Kind.ANALYSIS, subject_id__in=bills))
            _stop(Job.objects.filter(kind=Kind.QUESTION, subject_id__in=turns))
    return upload


def _stop(wanted: QuerySet[Job]) -> None:
    for job in wanted.filter(kind__in=(Kind.ANALYSIS, Kind.QUESTION), status__in=ACTIVE):
        with suppress(Conflict):  # it ended meanwhile
            jobs.cancel(by=SYSTEM, job=job)


@transaction.atomic
def ask_a_person(*, by: Actor, kind: str, text: str) -> PrivacyRequest:
    """Write down a request that somebody has to answer within a month. Raises Invalid without a known kind and a text."""
    user = acting_person(by)
    text = text.replace("\x00", "").strip()
    if kind not in PrivacyRequest.Kind.values or not text or len(text) > LONGEST_REQUEST:
        raise Invalid("privacy.bad_request", most=LONGEST_REQUEST)
    due = timezone.now() + timedelta(days=ANSWER_DAYS)
    request = PrivacyRequest.objects.create(user=user, kind=kind, text=text, due_at=due)
    record(by=oneself(user), action="privacy.asked", target=request, kind=kind)
    return request
