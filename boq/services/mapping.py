"""A person's decision on a file that Mizan is not sure about."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from django.db import transaction

from accounts.access import Action, Actor, require
from accounts.errors import Conflict, Invalid
from accounts.services import record
from boq.engine.chunks import rows_of
from boq.engine.model import Mapping, Role, SheetMapping
from boq.models import Boq, Upload
from boq.services.uploads import job_of, queue_import
from jobs.models import Job, Status
from jobs.services import requeue

PREVIEW_ROWS = 60
_LETTERS = re.compile(r"[A-Z]{1,3}\Z")
_NUMBERED = {Role.QUANTITY.value, Role.RATE.value, Role.AMOUNT.value, Role.UNIT.value}


def preview(*, by: Actor, upload: Upload) -> dict[str, Any]:
    """What the decision is about: each sheet's first rows as texts, with Mizan's own reading and its questions."""
    job = job_of(by, upload)
    receipt, kinds = job.result.get("receipt") or {}, job.result.get("row_kinds") or {}
    if boq := Boq.objects.filter(pk=job.result.get("boq")).first():  # read already: a person may want it read otherwise
        receipt, kinds = boq.receipt, boq.row_kinds
    read = {sheet["name"]: sheet for sheet in receipt.get("sheets", [])}
    sheets = []
    for chunk in upload.chunks.filter(first_row=1).order_by("position"):
        seen = read.get(chunk.sheet, {})
        rows = rows_of(bytes(chunk.data))[: max(PREVIEW_ROWS, (seen.get("header_row") or 0) + 30)]
        sheets.append(
            {
                "name": chunk.sheet,
                "used": seen.get("used", False),
                "reason": seen.get("reason", ""),
                "header_row": seen.get("header_row"),
                "columns": seen.get("columns", {}),
                "confidence": seen.get("confidence", 0),
                "items": seen.get("items", 0),
                "row_kinds": kinds.get(chunk.sheet, ""),
                "width": max((len(row) for row in rows), default=0),
                "rows": rows,
            }
        )
    return {
        "upload": str(upload.pk),
        "job": {"id": str(job.pk), "status": job.status},
        "questions": job.result.get("questions", []),
        "roles": [role.value for role in Role],
        "receipt": receipt,
        "sheets": sheets,
    }


@transaction.atomic
def decide(*, by: Actor, upload: Upload, accept: bool = False, sheets: dict[str, Any] | None = None) -> Job:
    """Send the file on with a person's word: `accept` the reading as shown, or columns by sheet. Works again after the bill is read.

    `sheets`: {name: {"use": bool, "header_row": int | null, "columns": {role: letters}}}. Returns the job that reads it.
    """
    require(by, Action.UPLOAD, upload)
    if not accept and not sheets:
        raise Invalid("mapping.incomplete")
    mapping = _checked(sheets or {}, set(upload.chunks.values_list("sheet", flat=True)))
    job: Job = Job.objects.select_for_update().get(pk=job_of(by, upload).pk)
    payload = {"accept": True, "mapping": msgspec.to_builtins(mapping)}
    record(by=by, action="upload.mapped", target=upload, accept=accept, sheets=sorted(mapping.sheets))
    if job.status == Status.NEEDS_INPUT:
        requeue(job, payload)
        return job
    if not job.ended:
        raise Conflict("job.already_running", subject=str(upload.pk))
    if job.status == Status.CANCELLED or job.status == Status.FAILED:
        raise Conflict("mapping.not_waiting")
    return queue_import(by, upload, payload)


def _checked(sheets: dict[str, Any], names: set[str]) -> Mapping:
    """The mapping as a value; raises Invalid naming what is wrong."""
    checked: dict[str, SheetMapping] = {}
    for name, asked in sheets.items():
        if name not in names:
            raise Invalid("mapping.unknown_sheet", sheet=name)
        columns = {
            str(role): str(letters).strip().upper() for role, letters in (asked.get("columns") or {}).items() if letters
        }
        for role, letters in columns.items():
            if role not in {known.value for known in Role}:
                raise Invalid("mapping.unknown_role", role=role)
            if not _LETTERS.match(letters):
                raise Invalid("mapping.bad_column", column=letters)
        use = bool(asked.get("use", True))
        if use and columns and not (Role.DESCRIPTION.value in columns and _NUMBERED & set(columns)):
            raise Invalid("mapping.no_columns", sheet=name)
        checked[name] = SheetMapping(use=use, header_row=asked.get("header_row"), columns=columns)
    return Mapping(sheets=checked)
