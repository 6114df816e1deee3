"""Finding the enquiry of an offer of prices alone among the bills of its project, and putting the two together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from django.db.models import QuerySet

from boq.engine import model as engine
from boq.engine.checks.base import run_checks
from boq.engine.join import fits, join, needs_join
from boq.models import Boq, Item, Upload
from boq.pipelines.loading import load_boq

LOOKED_AT = 20  # newest bills of the project


def joined(
    upload: Upload, bill: engine.Reading, coming: Iterable[engine.Item]
) -> tuple[engine.Reading, tuple[engine.Item, ...], tuple[engine.Finding, ...]] | None:
    """The offer joined to its enquiry, with findings of its own. None where there is nothing to join; none of the items `coming` is
    taken then.
    """
    if not needs_join(bill.receipt):
        return None
    items = tuple(coming)
    asked = enquiry_of(upload, [item.ref for item in items])
    if asked is None:
        return bill, items, ()
    reading, found = join(load_boq(asked), bill, items, asked.name)
    findings = run_checks(msgspec.structs.replace(reading.boq, items=found))
    return reading, found, findings


def enquiry_of(upload: Upload, refs: Sequence[str]) -> Boq | None:
    """The newest bill of the same project that has quantities and most of these references."""
    bills: QuerySet[Boq] = (
        Boq.objects.filter(project_id=upload.project_id).exclude(upload_id=upload.pk).order_by("-created_at")
    )
    for bill in bills[:LOOKED_AT]:
        rows = Item.objects.filter(boq=bill)
        if rows.filter(quantity__isnull=False).exists() and fits(rows.values_list("ref", flat=True).iterator(), refs):
            return bill
    return None
