"""Files whose rows are gone (a deleted project, a rolled-back upload) leave the disk too."""

from __future__ import annotations

import time
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef

from boq.models import Boq, Export, SheetChunk, Upload
from jobs.models import Job, Kind, Status

GRACE_SECONDS = 3600
FOLDERS: dict[str, type[Upload] | type[Export]] = {"uploads": Upload, "exports": Export}


def sweep() -> int:
    """Remove stored files older than an hour that no row knows, and rows of files whose reading came to nothing. Returns how many files."""
    removed = _sweep_incoming()
    _forget_shown()
    for folder, model in FOLDERS.items():
        if not default_storage.exists(folder):
            continue
        for organization in default_storage.listdir(folder)[0]:
            removed += _sweep_folder(f"{folder}/{organization}", model)
    return removed


def _sweep_incoming() -> int:
    """Remove what processes that were killed while a file was being sent have left."""
    folder = settings.FILE_UPLOAD_TEMP_DIR
    old = [path for path in Path(folder).glob("*.upload*") if _is_old(path)] if folder else []
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - GRACE_SECONDS
    except FileNotFoundError:
        return False


def _forget_shown() -> None:
    """Drop the packed rows of uploads that have no bill and no reading under way."""
    alive = Job.objects.filter(kind=Kind.IMPORT, subject_id=OuterRef("upload_id")).exclude(
        status__in=(Status.FAILED, Status.CANCELLED)
    )
    bills = Boq.objects.filter(upload=OuterRef("upload_id"))
    SheetChunk.objects.filter(~Exists(alive), ~Exists(bills)).delete()


def _sweep_folder(path: str, model: type[Upload] | type[Export]) -> int:
    names = default_storage.listdir(path)[1]
    known = {
        str(pk)
        for pk in model.objects.filter(pk__in=[name for name in names if _is_id(name)]).values_list("pk", flat=True)
    }
    orphans = [name for name in names if name not in known and _old(f"{path}/{name}")]
    for name in orphans:
        default_storage.delete(f"{path}/{name}")
    return len(orphans)


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True


def _old(path: str) -> bool:
    return default_storage.get_modified_time(path).timestamp() < time.time() - GRACE_SECONDS


def forget_organization(organization_id: UUID) -> None:
    """Remove the bills of a deleted organization one by one, which keeps memory small, and all its stored files at once."""
    for boq in Boq.objects.filter(organization_id=organization_id).only("pk").iterator(100):
        boq.delete()
    for folder in FOLDERS:
        path = f"{folder}/{organization_id}"
        for name in default_storage.listdir(path)[1] if default_storage.exists(path) else ():
            default_storage.delete(f"{path}/{name}")
