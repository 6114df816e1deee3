"""Asking for a download of a bill, getting it, and forgetting it in time."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.access import Action, Actor, require
from accounts.errors import Conflict, Invalid, NotFound
from accounts.services import record
from boq.engine.reports.base import WRITERS
from boq.models import Boq, Export
from boq.services.receipts import signed_receipt
from jobs.models import Job, Kind
from jobs.services import enqueue

RECEIPT = "pdf"  # the receipt on paper
FORMATS = (*(writer.name for writer in WRITERS), RECEIPT)


@transaction.atomic
def request_export(*, by: Actor, boq: Boq, format: str, language: str = "en") -> Job:
    """Queue an export of `boq` as one of FORMATS; it is kept for `MIZAN_EXPORT_HOURS`."""
    require(by, Action.EXPORT, boq)
    if format not in FORMATS:
        raise Invalid("export.unknown_format", formats=", ".join(FORMATS))
    export = Export.objects.create(
        organization_id=boq.organization_id,
        boq=boq,
        format=format,
        language=language,
        name=f"{boq.name[:240]}.{format}",
        requested_by_id=by.user_id,
        expires_at=timezone.now() + timedelta(hours=settings.EXPORT_HOURS),
    )
    record(by=by, action="export.requested", target=export, format=format)
    payload = {"signature": signed_receipt(boq)["signature"]} if format == RECEIPT else None
    return enqueue(
        by=by,
        kind=Kind.EXPORT,
        organization_id=export.organization_id,
        subject_id=export.pk,
        project_id=boq.project_id,
        payload=payload,
    )


@transaction.atomic
def open_export(*, by: Actor, export: Export) -> Export:
    """The export, ready to be sent; each download is recorded. Raises NotFound when its time is over, Conflict while it is made."""
    require(by, Action.EXPORT, export)
    if export.expires_at <= timezone.now():
        raise NotFound("export.expired")
    if not export.file:
        raise Conflict("export.not_ready")
    record(by=by, action="export.downloaded", target=export)
    return export


def forget_expired() -> int:
    """Remove the files of exports whose time is over; the rows stay as history. Returns how many."""
    expired = list(Export.objects.filter(expires_at__lte=timezone.now()).exclude(file="")[:1000])
    for export in expired:
        export.file.delete(save=False)
        Export.objects.filter(pk=export.pk).update(file="", size=0)
    return len(expired)
