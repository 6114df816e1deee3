"""The limits of reading come from the environment, and an error says which one was met, with its figure."""

from __future__ import annotations

import io
import zipfile

import pytest

from boq.samples.english import villa
from config.env import read_environment

pytestmark = pytest.mark.django_db
FULL = {"unpacked_bytes": 2**29, "parts": 10_000, "cells": 20_000_000, "text_length": 100_000, "pages": 2_000}


def long_text() -> bytes:
    return f"Item;Description;Unit;Qty;Rate\n1;{'word ' * 400};m;2;3\n".encode()


@pytest.mark.parametrize(
    ("limit", "figure", "data", "name", "code"),
    [
        ("cells", 40, villa(), "villa.xlsx", "too_many_cells"),
        ("parts", 5, villa(), "villa.xlsx", "too_many_parts"),
        ("text_length", 1_000, long_text(), "long.csv", "text_too_long"),
        ("unpacked_bytes", 1024 * 1024, None, "padded.xlsx", "unpacked_too_large"),
    ],
)
def test_a_limit_that_is_met_is_named(limit, figure, data, name, code, upload, work, settings, api, alice):
    settings.READ_LIMITS = {**FULL, limit: figure}
    _, job = upload(data or padded(villa()), name)
    work()
    error = api(alice).get(f"/api/v1/jobs/{job.pk}/").json()["error"]
    assert error["code"] == code
    shown = 1 if limit == "unpacked_bytes" else figure
    assert str(shown) in error["message"].replace(",", "")


def padded(data: bytes) -> bytes:
    """The workbook with two megabytes of nothing in a part of its own."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/nothing.bin", bytes(2 * 1024 * 1024))
    return out.getvalue()


def test_they_are_read_from_the_environment():
    given = {
        "MIZAN_UPLOAD_MB": "7",
        "MIZAN_READ_SECONDS": "9",
        "MIZAN_READ_MEMORY_MB": "256",
        "MIZAN_READ_UNPACKED_MB": "64",
        "MIZAN_READ_PARTS": "11",
        "MIZAN_READ_CELLS": "1200",
        "MIZAN_READ_TEXT": "130",
        "MIZAN_READ_PAGES": "14",
    }
    read = read_environment(given)
    assert (read.upload_bytes, read.read_seconds, read.read_memory_bytes) == (7 * 2**20, 9, 256 * 2**20)
    assert read.read_limits == {
        "unpacked_bytes": 64 * 2**20,
        "parts": 11,
        "cells": 1200,
        "text_length": 130,
        "pages": 14,
    }
