"""Mails."""

from __future__ import annotations

from gdpr.classes import Source

PEOPLE: tuple[Source, ...] = (
    Source(
        model="mails.Mail",
        what="mails that wait or were sent",
        owner=("user_id",),
        address=("address",),
        personal="id user address template language tries error created_at sent_at given_up_at",
        hidden="facts",
    ),
)
