"""The ZIP with everything that is kept about a person: a manifest, JSON and CSV for each model, and files.

`manifest.json` names every member with its SHA-256 and the number of its rows. CSV cells that a spreadsheet would take for a formula are
written as text.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from accounts.models import Organization
from boq.models import Upload
from gdpr.classes import Person, Source
from gdpr.sources import SOURCES

FORMAT = "1"
PIECE = 1024 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_archive(out: IO[bytes], person: Person, beat: Callable[[], None]) -> None:
    """Write the archive of a person to `out`. `beat` is called between parts, and may raise to stop."""
    members: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in SOURCES:
            beat()
            rows = list(rows_of(source, person))
            if rows:
                members += [
                    {"model": source.model, "what": source.what, "rows": len(rows), **_put(archive, name, data)}
                    for name, data in _tables(source, rows)
                ]
        for upload in own_uploads(person):
            beat()
            members.append({"file_of": "boq.Upload", "row": str(upload.pk), **_copy(archive, upload)})
        manifest = {
            "format": FORMAT,
            "made_at": timezone.now().isoformat(),
            "person": str(person.id),
            "members": members,
        }
        archive.writestr("manifest.json", _json(manifest))


def rows_of(source: Source, person: Person) -> Iterator[dict[str, Any]]:
    """The person's own rows with all but what is hidden; and of things of organizations, what says that the person did them."""
    if source.deletes:
        for row in source.own(person).iterator(1_000):
            yield {name: _value(row, name) for name in source.exported()}
    if source.told:
        own = source.own(person).values("pk") if source.deletes else []
        for row in source.touched(person).exclude(pk__in=own).iterator(1_000):
            yield {name: _value(row, name) for name in source.told.split()}


def _value(row: Model, name: str) -> Any:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return [str(one) for one in getattr(row, name).all()]
    value = getattr(row, field.attname)  # type: ignore[union-attr]
    return str(value) if field.is_relation and value is not None else value


def _tables(source: Source, rows: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    yield f"data/{source.model}.json", _json(rows)
    yield f"data/{source.model}.csv", _csv(rows)


def _json(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _csv(rows: list[dict[str, Any]]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).strip('"')
    return f"'{text}" if text.startswith(_FORMULA) and isinstance(value, str) else text


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> dict[str, Any]:
    archive.writestr(name, data)
    return {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def own_uploads(person: Person) -> list[Upload]:
    """Files that the person uploaded to organizations in which they are alone: elsewhere files are the organization's, and stay there."""
    mine = Organization.objects.filter(memberships__user_id=person.id, deleted_at=None)
    alone = [one.pk for one in mine if not one.memberships.exclude(user_id=person.id).exists()]
    return list(Upload.objects.filter(organization_id__in=alone).order_by("created_at"))


def _copy(archive: zipfile.ZipFile, upload: Upload) -> dict[str, Any]:
    name = f"files/{upload.pk}{_ending(upload.name)}"
    stored = str(upload.file.name)
    if not default_storage.exists(stored):
        return {"name": name, "missing": True}
    digest, size = hashlib.sha256(), 0
    with default_storage.open(stored) as source, archive.open(name, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            target.write(piece)
            digest.update(piece)
            size += len(piece)
    return {"name": name, "bytes": size, "sha256": digest.hexdigest()}


def _ending(name: str) -> str:
    """The ending of a file's name, letters and digits alone."""
    ending = name.rpartition(".")[2]
    return f".{ending.lower()}" if "." in name and ending.isascii() and ending.isalnum() else ""
