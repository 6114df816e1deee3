"""A question ends with its job, however that ends: nobody waits for an answer that will not come, and what is forgotten stays so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from boq.models import Conversation, Turn
from boq.pipelines import answer_question as pipeline
from boq.services import conversations
from boq.services.asking.toolbox import BillTools
from boq.tasks import run_question
from jobs import services as jobs
from jobs.lease import claim
from jobs.models import Job

pytestmark = pytest.mark.django_db
SUM = [("sum_amounts", {})]


@pytest.fixture
def waiting(says, bill, actor, alice):
    """A question that waits for a worker: (turn, job)."""
    says(SUM, "The items come to 500 USD.")
    boq = bill(20)
    turn = conversations.ask(by=actor(alice), project=boq.project, boq=boq, question="How much?")
    return turn, conversations.job_of(turn)


def die(job):
    """A worker takes the job and is gone; its lease has run out."""
    claim(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_expires_at=timezone.now() - timedelta(seconds=1))


def during_the_first_tool(monkeypatch, act):
    called = BillTools.call

    def call(self, asked_for):
        act()
        return called(self, asked_for)

    monkeypatch.setattr(BillTools, "call", call)


def test_a_crash_is_said_and_the_conversation_goes_on(waiting, monkeypatch, actor, alice):
    turn, job = waiting

    def crash(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(pipeline, "messages_of", crash)
    run_question(str(job.pk))
    turn.refresh_from_db()
    assert (turn.status, turn.error_code) == ("failed", "job.failed")
    talk = turn.conversation
    again = conversations.ask(by=actor(alice), project=talk.project, boq=talk.boq, question="Again?", conversation=talk)
    assert again.position == 2


def test_a_question_that_kills_every_worker_is_given_up(waiting):
    turn, job = waiting
    for _ in range(3):
        die(job)
        jobs.reap()
    turn.refresh_from_db()
    assert (turn.status, turn.error_code) == ("failed", "job.poisoned")


def test_a_stop_whose_worker_died_is_a_stop(waiting, actor, alice):
    turn, job = waiting
    die(job)
    conversations.stop(by=actor(alice), turn=turn)
    jobs.reap()
    turn.refresh_from_db()
    assert (turn.status, turn.error_code) == ("stopped", "")


def test_a_stop_before_the_first_word_is_a_stop(waiting, monkeypatch):
    turn, job = waiting
    taken = claim

    def stopped(job_id):
        lease = taken(job_id)
        Job.objects.filter(pk=job_id).update(cancel_requested=True)
        return lease

    monkeypatch.setattr("jobs.tasks.claim", stopped)
    run_question(str(job.pk))
    turn.refresh_from_db()
    job.refresh_from_db()
    assert (turn.status, job.status) == ("stopped", "cancelled")


def test_what_is_forgotten_while_it_is_answered_stays_forgotten(waiting, monkeypatch, actor, alice):
    turn, job = waiting
    during_the_first_tool(
        monkeypatch, lambda: conversations.forget(by=actor(alice), conversation=Conversation.objects.get())
    )
    run_question(str(job.pk))
    connection.check_constraints()
    job.refresh_from_db()
    assert job.status == "cancelled"
    assert not Turn.objects.exists()
    assert cache.get(f"turn:{turn.pk}") is None


def test_what_was_forgotten_before_a_worker_came_ends_quietly(waiting):
    _turn, job = waiting
    Conversation.objects.all().delete()
    run_question(str(job.pk))
    job.refresh_from_db()
    assert (job.status, job.error_code) == ("cancelled", "job.cancelled")


def test_a_stopped_answer_leaves_nothing_in_the_cache(waiting, monkeypatch, actor, alice):
    turn, job = waiting
    during_the_first_tool(monkeypatch, lambda: conversations.stop(by=actor(alice), turn=turn))
    run_question(str(job.pk))
    turn.refresh_from_db()
    assert (turn.status, cache.get(f"turn:{turn.pk}")) == ("stopped", None)
