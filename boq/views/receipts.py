"""The receipt of a bill, in words."""

from __future__ import annotations

from typing import Any

from boq.engine.model import ItemKind
from boq.models import Boq, Total
from boq.models.boqs import KIND_NAMES
from boq.models.messages import message
from boq.views.balance import balance_of
from boq.views.chain import TONES
from boq.views.words import ROLES, ROW_KINDS, SHEET_REASONS, TOTAL_KINDS, VERDICTS, word

TOTALS_SHOWN = 200


def receipt_context(boq: Boq) -> dict[str, Any]:
    """What the receipt strip and the unfolded receipt show."""
    receipt = boq.receipt
    sheets = [_sheet(sheet) for sheet in receipt["sheets"]]
    notes = [{**note, "words": message(note["code"], note.get("facts"))} for note in receipt["warnings"]]
    totals = list(Total.objects.filter(boq=boq).order_by("position")[:TOTALS_SHOWN])
    return {
        "receipt": receipt,
        "balance": balance_of(boq, totals),
        "row_counts": [(word(ROW_KINDS, kind), number) for kind, number in receipt["rows"].items() if number],
        "kind_counts": [
            (KIND_NAMES[kind], receipt["by_kind"][kind]) for kind in ItemKind if receipt["by_kind"].get(kind)
        ],
        "sheets": sheets,
        "sheets_used": sum(1 for sheet in sheets if sheet["used"]),
        "notes": notes,
        "totals": [
            (total, word(TOTAL_KINDS, total.kind), word(VERDICTS, total.verdict), TONES.get(total.verdict, ""))
            for total in totals
        ],
    }


def _sheet(sheet: dict[str, Any]) -> dict[str, Any]:
    return {
        **sheet,
        "total": None if sheet["total"] == "0" else sheet["total"],  # nothing is priced there
        "words": word(SHEET_REASONS, sheet["reason"]),
        "columns_read": [(word(ROLES, role), letters) for role, letters in sheet["columns"].items() if letters],
        "sure": round(100 * float(sheet["confidence"] or 0)),
    }
