"""Reports of bills, in one call."""

from __future__ import annotations

import io
from decimal import Decimal

from boq.engine.checks.base import run_checks
from boq.engine.model import Boq, Receipt
from boq.engine.reports.base import writer_for
from boq.engine.reports.lines import counts
from boq.models.messages import labels


def receipt_of(boq: Boq, **changes) -> Receipt:
    """A receipt that fits `boq`."""
    total = sum((one.value or Decimal(0) for one in boq.items if counts(one)), Decimal(0))
    values = {
        "file": "bill.xlsx", "format": "xlsx", "language": boq.language, "currency": boq.currency,
        "items": len(boq.items), "by_kind": {"measured": len(boq.items)}, "sections": len(boq.sections),
        "total": total, "stated_total": total, "stated_total_cell": "Bill!F9", "ties_out": True,
        "rows": {"item": len(boq.items)}, "rows_total": len(boq.items), "hidden_rows": 0, "cells_unused": 0,
        "sheets": (), "warnings": (), "needs_confirmation": False,
    }  # fmt: skip
    return Receipt(**{**values, **changes})


def report(boq: Boq, name: str, receipt: Receipt | None = None) -> bytes:
    """`boq` with its findings as a file."""
    out = io.BytesIO()
    writer_for(name).write(out, boq, run_checks(boq), receipt or receipt_of(boq), labels())
    return out.getvalue()
