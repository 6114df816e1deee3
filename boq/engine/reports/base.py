"""The registry of writers, and how one is found.

A writer gets values of the engine alone and writes to a binary file that can seek. The words it needs are given by the
caller, since the
engine knows no language: see `labels.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, Protocol

from boq.engine.model import Boq, Finding, Receipt
from boq.engine.reports.csv import CsvWriter
from boq.engine.reports.json import JsonWriter
from boq.engine.reports.labels import Labels
from boq.engine.reports.xlsx import XlsxWriter


class Writer(Protocol):
    """One format to write. `name` is also the ending of the file's name."""

    name: str
    content_type: str

    def write(self, out: BinaryIO, boq: Boq, findings: Sequence[Finding], receipt: Receipt, labels: Labels) -> None: ...


WRITERS: tuple[Writer, ...] = (XlsxWriter(), CsvWriter(), JsonWriter())


def writer_for(name: str) -> Writer:
    """The writer called `name`; KeyError when there is none."""
    for writer in WRITERS:
        if writer.name == name:
            return writer
    raise KeyError(name)
