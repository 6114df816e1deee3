"""Exports of a person's data: asked for, made in a job, fetched by that person alone, removed in time."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.access import Actor
from accounts.errors import Conflict, NotFound
from accounts.models import User
from accounts.post import post
from accounts.services import record
from gdpr.models import DataExport
from gdpr.services.archive import write_archive
from gdpr.services.people import acting_person, oneself, person_of
from jobs.lease import JobCancelled, Lease
from jobs.models import ACTIVE, Job, Kind, Status
from jobs.services import enqueue

FOLDER = "privacy"
SWEPT_AFTER_SECONDS = 3_600


@transaction.atomic
def request_export(*, by: Actor, link_to: Callable[[UUID], str]) -> DataExport:
    """Queue an export of the acting person's data. The mail that it is ready holds the link that `link_to` makes of its id.

    Raises Conflict while one is being made.
    """
    user = acting_person(by)
    User.objects.select_for_update().get(pk=user.pk)
    if Job.objects.filter(kind=Kind.GDPR_EXPORT, requested_by=user, status__in=ACTIVE).exists():
        raise Conflict("privacy.export_running")
    expires = timezone.now() + timedelta(days=settings.PRIVACY.export_days)
    export = DataExport.objects.create(user=user, expires_at=expires)
    record(by=oneself(user), action="data-export.requested", target=export)
    enqueue(
        by=oneself(user),
        kind=Kind.GDPR_EXPORT,
        organization_id=None,
        subject_id=export.pk,
        payload={"link": link_to(export.pk)},
    )
    return export


def exports_of(user: User) -> QuerySet[DataExport]:
    """A person's exports, the newest first."""
    return DataExport.objects.filter(user=user).order_by("-created_at")


@transaction.atomic
def open_export(*, by: Actor, export_id: UUID) -> DataExport:
    """An export of one's own, ready to be sent. Raises NotFound for one of somebody else or whose time is over, Conflict while it is made.

    The caller has seen to it that the person has just proven who they are.
    """
    user = acting_person(by)
    export: DataExport | None = DataExport.objects.filter(pk=export_id, user=user).first()
    if export is None:
        raise NotFound("not_found")
    if export.expires_at <= timezone.now():
        raise NotFound("privacy.export_expired")
    if not export.file:
        raise Conflict("privacy.export_not_ready")
    DataExport.objects.filter(pk=export.pk).update(downloads=F("downloads") + 1)
    record(by=oneself(user), action="data-export.downloaded", target=export)
    return export


def make(lease: Lease) -> None:
    """The work of an export's job. Made a second time, it takes the place of the first."""
    export = DataExport.objects.select_related("user").filter(pk=lease.job.subject_id).first()
    if export is None:
        raise JobCancelled  # the person was erased meanwhile
    with tempfile.TemporaryFile() as scratch:
        with lease.keep_alive():
            write_archive(scratch, person_of(export.user), lease.check)
            size = scratch.tell()
            scratch.seek(0)
            digest = hashlib.file_digest(scratch, "sha256").hexdigest()
            scratch.seek(0)
            stored = default_storage.save(f"{FOLDER}/{export.pk}", File(scratch))
        try:
            with lease.hold() as job:
                _keep(export.pk, stored, size, digest)
                post(
                    to=export.user,
                    template="export_ready",
                    link=job.payload["link"],
                    hours=max(1, int((export.expires_at - timezone.now()).total_seconds() // 3600)),
                )
                lease.finish(job, Status.SUCCEEDED, {}, done=1)
        except BaseException:
            default_storage.delete(stored)
            raise


def _keep(export_id: UUID, stored: str, size: int, digest: str) -> None:
    export = DataExport.objects.select_for_update().filter(pk=export_id).first()
    if export is None:
        raise JobCancelled
    before = export.file.name
    export.file, export.size, export.sha256 = stored, size, digest
    export.save(update_fields=["file", "size", "sha256"])
    if before and before != stored:
        transaction.on_commit(lambda: default_storage.delete(before))


def forget_expired() -> int:
    """Remove the files of exports whose time is over, and files that no export knows. Returns how many."""
    expired = list(DataExport.objects.filter(expires_at__lte=timezone.now()).exclude(file="")[:1_000])
    for export in expired:
        default_storage.delete(str(export.file.name))
        DataExport.objects.filter(pk=export.pk).update(file="", size=0)
    return len(expired) + _sweep()


def _sweep() -> int:
    if not default_storage.exists(FOLDER):
        return 0
    paths = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
    known = set(DataExport.objects.filter(file__in=paths).values_list("file", flat=True))
    old = time.time() - SWEPT_AFTER_SECONDS
    orphans = [
        path for path in paths if path not in known and default_storage.get_modified_time(path).timestamp() < old
    ]
    for path in orphans:
        default_storage.delete(path)
    return len(orphans)
