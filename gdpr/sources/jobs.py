"""Work in the background."""

from __future__ import annotations

from gdpr.classes import Source

PEOPLE: tuple[Source, ...] = (
    Source(
        model="jobs.KeptReply",
        what="answers to requests that may come twice, for a day",
        owner=("actor_id",),
        personal="id actor_id key status body created_at",
        hidden="digest",
        organization="organization",
    ),
)
WORK: tuple[Source, ...] = (
    Source(
        model="jobs.Job",
        what="work in the background",
        link="requested_by",
        organization="organization project_id payload result error_facts",
        plain="id kind subject_id status phase done total error_code request_id attempts lease_token lease_expires_at cancel_requested "
        "woken_at created_at started_at finished_at",
        told="id kind status created_at",
    ),
)
