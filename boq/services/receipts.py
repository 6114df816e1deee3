"""The receipt of a bill: one set of bytes, whoever asks."""

from __future__ import annotations

from boq.models import Boq


def receipt_bytes(boq: Boq) -> bytes:
    """The same bytes that `read_boq --json` prints for the same file."""
    return boq.receipt_text.encode()
