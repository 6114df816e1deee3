"""Keeping what a person said of a file for the next one of its shape, and what becomes of such layouts."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from accounts.access import Action, Actor, require
from accounts.errors import Invalid
from accounts.services import record
from boq.engine.chunks import ROWS, rows_of
from boq.engine.model import Mapping
from boq.engine.shapes import SheetShape, fingerprint, shape_of
from boq.models import Layout, SheetChunk, Upload

ROWS_LOOKED_AT = 20 * ROWS
NAME = 120


def keep(
    *, by: Actor, upload: Upload, mapping: Mapping, seen: dict[str, Any], questions: list[dict[str, Any]], name: str
) -> Layout | None:
    """Keep the word on `upload` as a layout; `seen` is the receipt it was given on, `questions` what it answers.

    None when what was said would not be recognized again.

    Call it in the transaction of the decision.
    """
    require(by, Action.KEEP_LAYOUT, upload)
    shapes = _shapes(upload, mapping, seen)
    if set(mapping.sheets) - set(shapes) or not any(shape.use for shape in shapes.values()):
        return None
    settled = {one["code"] for one in questions if (one.get("facts") or {}).get("sheet") in shapes}
    values = {
        "name": clean_name(name) or clean_name(upload.name.rpartition(".")[0]) or clean_name(upload.name),
        "sheets": msgspec.to_builtins(tuple(shapes.values())),
        "settled": sorted(settled),
        "enabled": True,
        "upload": upload,
        "made_by_id": by.user_id,
        "made_at": timezone.now(),
    }
    layout, made = Layout.objects.update_or_create(
        organization_id=upload.organization_id, fingerprint=_print(upload, tuple(shapes.values())), defaults=values
    )
    record(by=by, action="layout.kept" if made else "layout.changed", target=layout, upload=str(upload.pk))
    return layout


def _print(upload: Upload, shapes: tuple[SheetShape, ...]) -> str:
    """What the layout is known by: in a narrowed project it never meets a layout of the others, which would tell of it."""
    found = fingerprint(shapes)
    if not upload.project.narrowed:
        return found
    return hashlib.sha256(f"{found} {upload.project_id}".encode()).hexdigest()


def _shapes(upload: Upload, mapping: Mapping, seen: dict[str, Any]) -> dict[str, SheetShape]:
    """The sheets that would be recognized again, by name: those that something was said of, and the other bills."""
    found: dict[str, SheetShape] = {}
    for sheet in seen.get("sheets", []):
        name, told = sheet["name"], mapping.sheets.get(sheet["name"])
        if told is None and not sheet["used"]:
            continue
        header = sheet["header_row"] if told is None or not told.columns else told.header_row
        if told is not None and not told.use:
            header = None
        last = max([header or 0, ROWS, *(run.last for run in (told.rows if told else ()))])
        rows: list[list[str]] = []
        for data in _chunks(upload, name, min(last, ROWS_LOOKED_AT)):
            rows += rows_of(data)
        if (shape := shape_of(name, rows, told, header)) is not None:
            found[name] = shape
    return found


def _chunks(upload: Upload, sheet: str, last: int) -> list[bytes]:
    chunks = SheetChunk.objects.filter(upload=upload, sheet=sheet[:255], first_row__lte=last).order_by("first_row")
    return [bytes(data) for data in chunks.values_list("data", flat=True)]


def clean_name(name: str) -> str:
    """A name for people: one line, at most NAME characters."""
    return " ".join(name.replace("\x00", "").split())[:NAME]


@transaction.atomic
def rename(*, by: Actor, layout: Layout, name: str) -> Layout:
    """Call it something else. Raises Invalid for an empty name."""
    require(by, Action.KEEP_LAYOUT, layout)
    if not clean_name(name):
        raise Invalid("layout.no_name")
    layout.name = clean_name(name)
    layout.save(update_fields=["name"])
    record(by=by, action="layout.renamed", target=layout, name=layout.name)
    return layout


@transaction.atomic
def switch(*, by: Actor, layout: Layout, enabled: bool) -> Layout:
    """Use it for new files, or no more."""
    require(by, Action.KEEP_LAYOUT, layout)
    layout.enabled = enabled
    layout.save(update_fields=["enabled"])
    record(by=by, action="layout.switched", target=layout, enabled=enabled)
    return layout


@transaction.atomic
def delete(*, by: Actor, layout: Layout) -> None:
    """Forget it. Bills that were read with it stay as they are."""
    require(by, Action.DELETE_LAYOUT, layout)
    record(by=by, action="layout.deleted", target=layout, name=layout.name)
    layout.delete()
