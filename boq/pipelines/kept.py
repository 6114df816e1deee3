"""The layouts that a reading tries, and what is noted when one was used."""

from __future__ import annotations

import msgspec
from django.db.models import F, Q
from django.utils import timezone

from boq.engine.shapes import KeptLayout, SheetShape
from boq.models import Layout, Upload

TRIED = 200  # layouts of an organization that a file is compared with, those used last first


def kept_for(upload: Upload) -> tuple[KeptLayout, ...]:
    """The layouts that a reading of `upload` tries: those of its organization, but of narrowed projects only its own's.

    A receipt names the layout that was used, and a layout holds headings of the file it was made on.
    """
    shared = Q(upload=None) | Q(upload__project__narrowed=False) | Q(upload__project_id=upload.project_id)
    rows = Layout.objects.filter(shared, organization_id=upload.organization_id, enabled=True).select_related("made_by")
    return tuple(as_value(row) for row in rows.order_by(F("used_at").desc(nulls_last=True), "-made_at")[:TRIED])


def as_value(row: Layout) -> KeptLayout:
    """A row as the engine knows it."""
    who = (row.made_by.name or row.made_by.email) if row.made_by else "–"
    shapes = msgspec.convert(row.sheets, tuple[SheetShape, ...])
    return KeptLayout(str(row.pk), row.name, row.made_at.date().isoformat(), who, shapes, tuple(row.settled))


def note_use(layout_id: str) -> None:
    """Count a bill that was read with it; one that was deleted meanwhile is nobody's concern."""
    Layout.objects.filter(pk=layout_id).update(used_count=F("used_count") + 1, used_at=timezone.now())
