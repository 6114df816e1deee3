"""Questions that an organization writes itself. A row never changes: a better wording is a new version."""

from __future__ import annotations

from django.db import transaction

from accounts.access import Action, Actor, require
from accounts.errors import Invalid, NotFound
from accounts.models import Organization
from accounts.services import record
from llm.models import OwnQuestion

MOST = 50


@transaction.atomic
def write_question(
    *, by: Actor, organization: Organization, title: str, instruction: str, instead_of: OwnQuestion | None = None
) -> OwnQuestion:
    """A new question, or a new version of `instead_of`.

    Raises Invalid without words, or when there are too many; NotFound when somebody reworded or retired `instead_of` meanwhile.
    """
    require(by, Action.ANALYSE, organization)
    title, instruction = title.strip(), instruction.strip()
    if not title or not instruction:
        raise Invalid("question.no_words")
    mine = OwnQuestion.objects.filter(organization=organization, retired=False)
    if instead_of is None and mine.count() >= MOST:
        raise Invalid("question.too_many", most=MOST)
    question = OwnQuestion(organization=organization, title=title, instruction=instruction, created_by_id=by.user_id)
    if instead_of is not None:
        require(by, Action.ANALYSE, instead_of)
        if not OwnQuestion.objects.filter(pk=instead_of.pk, retired=False).update(retired=True):
            raise NotFound("not_found")
        question.series, question.version = instead_of.series, instead_of.version + 1
    question.save(force_insert=True)
    record(by=by, action="question.written", target=question, version=question.version)
    return question


@transaction.atomic
def retire_question(*, by: Actor, question: OwnQuestion) -> None:
    """Offer it no longer. Findings that were made with it keep its words."""
    require(by, Action.ANALYSE, question)
    if OwnQuestion.objects.filter(pk=question.pk, retired=False).update(retired=True):
        record(by=by, action="question.retired", target=question)
