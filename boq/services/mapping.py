"""A person's decision on a file: what it is about, what it would come to, and sending the file on with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import transaction

from accounts.access import Action, Actor, require
from accounts.errors import Conflict, NotFound
from accounts.services import record
from boq.engine.chunks import ROWS, Looks, Packed, add_looks, unpack
from boq.engine.model import Mapping, Role
from boq.models import Boq, SheetChunk, Upload
from boq.services import layouts, trials
from boq.services.uploads import job_of, queue_import
from boq.services.words_on_files import checked
from jobs.models import Job, Status
from jobs.services import requeue

PREVIEW_ROWS = 60
MOST_ROWS = 200


@dataclass(frozen=True)
class Shown:
    """The reading that a decision is about: of the waiting job, or of the bill that was read already."""

    job: Job
    receipt: dict[str, Any]
    row_kinds: dict[str, str]
    questions: list[dict[str, Any]]
    mapping: Mapping | None = None
    layout: str = ""
    boq: Boq | None = None

    @property
    def waiting(self) -> bool:
        """True when the file waits for this decision."""
        return bool(self.job.status == Status.NEEDS_INPUT)


def shown(*, by: Actor, upload: Upload) -> Shown:
    """The reading as it stands. Raises NotFound where there is none for `by`."""
    job = job_of(by, upload)
    if boq := Boq.objects.filter(pk=job.result.get("boq")).first():  # read already: a person may want it read otherwise
        mapping = _mapping(boq.mapping)
        return Shown(job, boq.receipt, boq.row_kinds, [], mapping, str(boq.mapping.get("layout") or ""), boq)
    result = job.result
    word = result.get("mapping") or {}
    return Shown(
        job,
        result.get("receipt") or {},
        result.get("row_kinds") or {},
        result.get("questions", []),
        _mapping(word),
        str(word.get("layout") or ""),
    )


def _mapping(value: dict[str, Any]) -> Mapping | None:
    return msgspec.convert({"sheets": value["sheets"]}, Mapping) if value.get("sheets") else None


def rows_from(upload: Upload, sheet: str, first: int, count: int = PREVIEW_ROWS) -> tuple[int, Packed] | None:
    """(number of the first row, `count` rows from `first` on with their looks, counted from that row); None for an unknown sheet."""
    own = SheetChunk.objects.filter(upload=upload, sheet=sheet[:255]).order_by("first_row")
    end = own.values_list("first_row", "rows").last()
    if end is None:
        return None
    first, count = max(1, min(first, sum(end) - 1)), max(1, min(count, MOST_ROWS))
    found = Packed([], Looks())
    for chunk in own.filter(first_row__gt=first - ROWS, first_row__lt=first + count):
        packed = unpack(bytes(chunk.data))
        skip = max(0, first - chunk.first_row)
        add_looks(found.looks, packed.looks, chunk.first_row - first, count)
        found.rows += packed.rows[skip : skip + count - len(found.rows)]
    return first, found


def lengths(upload: Upload) -> dict[str, int]:
    """Rows by sheet, in the file's order."""
    found: dict[str, int] = {}
    for sheet, first, rows in upload.chunks.order_by("position").values_list("sheet", "first_row", "rows"):
        found[sheet] = max(found.get(sheet, 0), first - 1 + rows)
    return found


def preview(*, by: Actor, upload: Upload) -> dict[str, Any]:
    """What the decision is about: each sheet's first rows as texts, with Mizan's own reading and its questions."""
    seen = shown(by=by, upload=upload)
    read = {sheet["name"]: sheet for sheet in seen.receipt.get("sheets", [])}
    sheets = []
    for name in lengths(upload):
        sheet = read.get(name, {})
        found = rows_from(upload, name, 1, max(PREVIEW_ROWS, (sheet.get("header_row") or 0) + 30))
        rows = found[1].rows if found else []
        sheets.append(
            {
                "name": name,
                "used": sheet.get("used", False),
                "reason": sheet.get("reason", ""),
                "header_row": sheet.get("header_row"),
                "columns": sheet.get("columns", {}),
                "confidence": sheet.get("confidence", 0),
                "items": sheet.get("items", 0),
                "row_kinds": seen.row_kinds.get(name, ""),
                "width": max((len(row) for row in rows), default=0),
                "rows": rows,
            }
        )
    return {
        "upload": str(upload.pk),
        "job": {"id": str(seen.job.pk), "status": seen.job.status},
        "questions": seen.questions,
        "roles": [role.value for role in Role],
        "layout": seen.layout or None,
        "mapping": msgspec.to_builtins(seen.mapping) if seen.mapping else None,
        "receipt": seen.receipt,
        "sheets": sheets,
    }


def attempt(*, by: Actor, upload: Upload, sheets: dict[str, Any] | None = None, over: bool = True) -> trials.Trial:
    """What the reading would come to with `sheets` (as `decide` takes them); without any, as the reading is shown. Nothing is saved.

    Unless `over`, what a kept layout said of the file is left out.
    """
    require(by, Action.UPLOAD, upload)
    seen = shown(by=by, upload=upload)
    told = checked(sheets or {}, set(lengths(upload)))
    mapping = told if told.sheets else (seen.mapping if over else None)
    return trials.attempt(by=by, upload=upload, mapping=mapping, before=seen.receipt, kinds=seen.row_kinds)


@transaction.atomic
def decide(
    *,
    by: Actor,
    upload: Upload,
    accept: bool = False,
    sheets: dict[str, Any] | None = None,
    keep: bool = True,
    name: str = "",
) -> Job:
    """Send the file on with a person's word: `accept` the reading as shown, or say what its sheets are. Works again after the bill is read.

    `sheets`: {name: {"use": bool, "summary": bool, "header_row": int | null, "columns": {role: letters}, "marks": {letters: "." | ","},
    "rows": [{"first", "last", "kind"}]}}; sheets not named are read as Mizan sees them. The word is kept as a layout for files of this
    shape unless `keep` is false. Returns the job that reads it.
    """
    require(by, Action.UPLOAD, upload)
    told = checked(sheets or {}, set(lengths(upload)), accept=accept)
    seen = shown(by=by, upload=upload)
    mapping = told if told.sheets else seen.mapping or Mapping()
    job: Job = Job.objects.select_for_update().get(pk=seen.job.pk)
    payload = {"accept": True, "mapping": msgspec.to_builtins(mapping)}
    if not told.sheets and seen.layout:
        payload["layout"] = seen.layout
    record(by=by, action="upload.mapped", target=upload, accept=accept, sheets=sorted(mapping.sheets))
    if job.status == Status.NEEDS_INPUT:
        _keep(by, upload, mapping, seen, keep, name)
        requeue(job, payload)
        return job
    if not job.ended:
        raise Conflict("job.already_running", subject=str(upload.pk))
    if job.status == Status.CANCELLED or job.status == Status.FAILED:
        raise Conflict("mapping.not_waiting")
    _keep(by, upload, mapping, seen, keep and bool(told.sheets), name)
    return queue_import(by, upload, payload)


def _keep(by: Actor, upload: Upload, mapping: Mapping, seen: Shown, keep: bool, name: str) -> None:
    if keep and by.may(Action.KEEP_LAYOUT):
        layouts.keep(by=by, upload=upload, mapping=mapping, seen=seen.receipt, questions=seen.questions, name=name)


@transaction.atomic
def read_again(*, by: Actor, upload: Upload, plain: bool = False) -> Job:
    """Read the stored original once more, as any new file is read; `plain` without kept layouts.

    Raises Conflict while it is being read. A reading that waits for a person is started over.
    """
    require(by, Action.UPLOAD, upload)
    latest = job_of(by, upload)
    job: Job = Job.objects.select_for_update().get(pk=latest.pk)
    payload = {"plain": True} if plain else {}
    record(by=by, action="upload.read_again", target=upload, plain=plain)
    if job.status == Status.NEEDS_INPUT:
        requeue(job, payload)
        return job
    if not job.ended:
        raise Conflict("job.already_running", subject=str(upload.pk))
    return queue_import(by, upload, payload)


def sheet_rows(*, by: Actor, upload: Upload, sheet: str, first: int, count: int) -> tuple[int, Packed]:
    """Rows of one sheet for drawing. Raises NotFound for a sheet that the file does not have."""
    require(by, Action.UPLOAD, upload)
    found = rows_from(upload, sheet, first, count)
    if found is None:
        raise NotFound("not_found")
    return found
