"""Consents, requests about personal data, the register of processing and the log of breaches."""

from __future__ import annotations

from gdpr import finders
from gdpr.classes import Source

PEOPLE: tuple[Source, ...] = (
    Source(
        model="gdpr.Consent",
        what="which version of which document was accepted, when and how",
        tells=finders.consents_of,
        kept={
            "person_id": "proof that the terms were accepted; it leads to a person only while gdpr.ConsentPerson has a row"
        },
        plain="id document version language digest how given_at",
        told="document version language how given_at",
    ),
    Source(
        model="gdpr.ConsentPerson",
        what="whose consents those are",
        owner=("user_id",),
        personal="id user",
    ),
    Source(
        model="gdpr.PrivacyRequest",
        what="requests about personal data, and their answers",
        owner=("user_id",),
        personal="id user kind text created_at due_at answer answered_at",
    ),
    Source(
        model="gdpr.DataExport",
        what="exports of personal data",
        owner=("user_id",),
        personal="id user size sha256 created_at expires_at downloads",
        hidden="file",
    ),
    Source(
        model="gdpr.ErasureRequest",
        what="that somebody asked to be erased, and what became of it",
        link="user",
        told="id status requested_at due_at",
        plain="id status digest language successors receipt requested_at due_at cancelled_at finished_at",
    ),
)
MACHINERY: tuple[Source, ...] = (
    Source(
        model="gdpr.ErasureLedger",
        what="keyed hashes of the ids and addresses of those who were erased, so that a restore erases them again",
        plain="id request_id person emails erased_at",
    ),
    Source(
        model="gdpr.ProcessingActivity",
        what="the register of processing",
        plain="id code name purpose basis people data recipients transfers kept security ended_at updated_at",
    ),
    Source(
        model="gdpr.Breach",
        what="the log of breaches; its texts name no single person",
        plain="id title discovered_at began_at nature people records consequences measures authority_told_at delay_reason not_told_reason "
        "closed_at created_at",
    ),
    Source(model="gdpr.BreachNotice", what="who was told of a breach", plain="id breach whom told_at how"),
    Source(model="gdpr.RetentionRun", what="what retention removed", plain="id started_at finished_at dry_run counts"),
)
