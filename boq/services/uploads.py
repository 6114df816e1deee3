"""Taking a file in: stored once, known by its hash, read in a job."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Sum

from accounts.access import Action, Actor, require
from accounts.errors import Invalid, NotFound, QuotaUsedUp, TooLarge
from accounts.services import emit, quotas, record
from boq.models import Boq, SheetChunk, Upload
from jobs.models import Job, Kind, Status
from jobs.services import enqueue
from projects.models import Project


def receive(*, by: Actor, project: Project, file: UploadedFile[Any] | None, again: bool = False) -> tuple[Upload, Job]:
    """Store `file` in `project` and queue its reading.

    The same bytes again give the same upload, marked as `known`: with the job that is still active, waits for a person or succeeded, or a
    new one otherwise. `again` reads a known file that was read once more. Raises Invalid `no_file`, TooLarge, and what `require` raises.
    """
    require(by, Action.UPLOAD, project)
    if file is None:
        raise Invalid("no_file")
    if (file.size or 0) > settings.UPLOAD_BYTES:
        raise TooLarge("too_large", limit_mb=settings.UPLOAD_BYTES // 1024 // 1024)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    known = Upload.objects.filter(project=project, sha256=digest.hexdigest()).first()
    if known is None:
        try:
            return _store(by, project, file, digest.hexdigest())
        except IntegrityError:  # the same file, sent twice at the same moment
            known = Upload.objects.get(project=project, sha256=digest.hexdigest())
    known.known = True
    return known, _job_for(by, known, again)


@transaction.atomic
def _store(by: Actor, project: Project, file: UploadedFile[Any], sha256: str) -> tuple[Upload, Job]:
    upload = Upload(
        organization_id=project.organization_id,
        project=project,
        name=clean_name(file.name or ""),
        size=file.size or 0,
        sha256=sha256,
        uploaded_by_id=by.user_id,
    )
    upload.file.save("upload", file, save=False)
    try:
        with transaction.atomic():
            upload.save(force_insert=True)
    except IntegrityError:
        upload.file.delete(save=False)
        raise
    record(by=by, action="upload.received", target=upload, sha256=sha256)
    emit(
        organization_id=upload.organization_id,
        kind="upload.received",
        upload=str(upload.pk),
        project=str(upload.project_id),
    )
    job = queue_import(by, upload)
    _spend(upload)
    return upload, job


def _spend(upload: Upload) -> None:
    """What the plan allows in a day. A file that is not taken is not kept."""
    try:
        quotas.spend(organization_id=upload.organization_id, meter=quotas.UPLOADS)
        quotas.spend(organization_id=upload.organization_id, meter=quotas.BYTES, amount=upload.size)
    except QuotaUsedUp:
        upload.file.delete(save=False)
        raise


@transaction.atomic
def _job_for(by: Actor, upload: Upload, again: bool) -> Job:
    Upload.objects.select_for_update().get(pk=upload.pk)
    latest = latest_job(upload)
    if latest is None or not _still_good(latest) or (again and latest.status == Status.SUCCEEDED):
        return queue_import(by, upload)
    return latest


def _still_good(job: Job) -> bool:
    """True for a job that is active, waits for a person, or made a bill that is still there."""
    if job.status == Status.SUCCEEDED:
        return Boq.objects.filter(pk=job.result.get("boq")).exists()
    return job.status not in (Status.FAILED, Status.CANCELLED)


def queue_import(by: Actor, upload: Upload, payload: dict[str, Any] | None = None) -> Job:
    """Queue a reading of `upload`; the caller has checked that `by` may ask for it. Raises Conflict when the plan has no room for more."""
    quotas.require_running(upload.organization_id)
    quotas.require_items(upload.organization_id, lambda: items_held(upload.organization_id))
    return enqueue(
        by=by,
        kind=Kind.IMPORT,
        organization_id=upload.organization_id,
        subject_id=upload.pk,
        project_id=upload.project_id,
        payload=payload,
    )


def items_held(organization_id: UUID) -> int:
    """How many lines the bills of an organization hold together."""
    return int(Boq.objects.filter(organization_id=organization_id).aggregate(held=Sum("items_count"))["held"] or 0)


def elsewhere(by: Actor, upload: Upload) -> list[Project]:
    """Other projects of the organization that hold the same bytes."""
    same = Upload.objects.visible_to(by).filter(sha256=upload.sha256).exclude(project=upload.project_id)
    return list(Project.objects.visible_to(by).filter(uploads__in=same).order_by("name")[:5])


def forget_rows(job: Job) -> None:
    """Take away what a reading that came to nothing showed a person. The file itself stays, to be read again."""
    if not Boq.objects.filter(upload=job.subject_id).exists():
        SheetChunk.objects.filter(upload=job.subject_id).delete()


def latest_job(upload: Upload) -> Job | None:
    """The newest reading job of an upload."""
    return Job.objects.filter(kind=Kind.IMPORT, subject_id=upload.pk).order_by("-created_at").first()


def job_of(by: Actor, upload: Upload) -> Job:
    """The newest reading job, or NotFound."""
    job = latest_job(upload)
    if job is None or job.organization_id != by.organization_id:
        raise NotFound("not_found")
    return job


def clean_name(name: str) -> str:
    """The sender's file name without folders, control characters or more than 255 characters."""
    base = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in base if unicodedata.category(letter)[0] != "C").strip()
    if len(kept) > 255:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: 254 - len(ending)]}{dot}{ending}" if dot and len(ending) < 16 else kept[:255]
    return kept or "file"
