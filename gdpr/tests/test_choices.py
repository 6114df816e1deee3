"""What a person decides about the processing of their data holds, whatever is under way."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.errors import Conflict
from gdpr.services import choices
from gdpr.services.people import oneself
from jobs.models import Job, Kind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("decide", "field"),
    [
        (lambda by: choices.opt_out(by=by, opted_out=True), "llm_opt_out"),
        (lambda by: choices.restrict(by=by, restricted=True), "processing_restricted_at"),
    ],
    ids=["opt_out", "restrict"],
)
def test_a_job_that_ends_in_that_moment_does_not_undo_the_decision(alice, firm, monkeypatch, decide, field):
    Job.objects.create(kind=Kind.ANALYSIS, organization=firm, subject_id=uuid4(), requested_by=alice)

    def ended(**asked):
        raise Conflict("job.not_cancellable", status="succeeded")

    monkeypatch.setattr(choices.jobs, "cancel", ended)
    decide(oneself(alice))
    alice.refresh_from_db()
    assert getattr(alice, field)
