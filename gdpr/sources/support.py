"""Tickets, their messages and files."""

from __future__ import annotations

from gdpr.classes import Source

PEOPLE: tuple[Source, ...] = (
    Source(
        model="support.Attachment",
        what="files that a person attached to messages to support, and those they were answered with",
        owner=("message__ticket__requester_id",),
        address=("message__ticket__address",),
        personal="id message name size sha256 created_at",
        hidden="file",
    ),
    Source(
        model="support.Message",
        what="messages to support, the answers, and internal notes on them",
        owner=("ticket__requester_id",),
        address=("ticket__address", "address"),
        personal="id ticket kind by_mail address public text created_at",
        hidden="digest",
        link="author",
        told="id created_at",
    ),
    Source(
        model="support.Ticket",
        what="what a person asked support",
        owner=("requester_id",),
        address=("address",),
        personal="id number organization requester address subject status priority source language request_id error_code "
        "first_response_at solved_at closed_at score score_words created_at updated_at key",
        link="assignee",
        told="id number created_at",
    ),
)
WORK: tuple[Source, ...] = (
    Source(
        model="support.CannedReply",
        what="ready answers of the operator's staff",
        plain="id title language text enabled",
    ),
)
