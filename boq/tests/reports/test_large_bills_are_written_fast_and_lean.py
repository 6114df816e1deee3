"""A writer keeps no copy of the bill: memory stays flat while time grows with the bill."""

from __future__ import annotations

import io
import time
import tracemalloc

import pytest

from boq.engine.errors import EngineError
from boq.engine.reports import plan, xlsx_findings
from boq.engine.reports.base import WRITERS, writer_for
from boq.models.messages import labels, message
from boq.tests.checks.bills import right_bill
from boq.tests.reports.making import receipt_of

SMALL, LARGE = right_bill(1, 1000, 4, 4), right_bill(1, 8000, 4, 4)
MEGABYTE = 1 << 20


class Nowhere(io.RawIOBase):
    """A file that forgets what it is given."""

    def __init__(self):
        self.at = 0

    def writable(self):
        return True

    def seekable(self):
        return False

    def tell(self):
        return self.at

    def write(self, data):
        self.at += len(data)
        return len(data)


def write(name, boq):
    writer_for(name).write(Nowhere(), boq, (), receipt_of(boq), labels())


@pytest.mark.parametrize("name", [writer.name for writer in WRITERS])
def test_eight_times_the_items_take_less_than_twenty_times_as_long(name):
    def seconds(boq):
        start = time.process_time()
        write(name, boq)
        return time.process_time() - start

    seconds(SMALL)
    quick = min(seconds(SMALL) for _ in range(3))
    assert min(seconds(LARGE) for _ in range(2)) < 20 * max(quick, 0.005)


@pytest.mark.parametrize("name", [writer.name for writer in WRITERS])
def test_a_large_bill_needs_little_memory_besides_itself(name):
    write(name, SMALL)
    tracemalloc.start()
    write(name, LARGE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 6 * MEGABYTE


def test_a_bill_that_no_sheet_can_hold_is_refused_with_words(monkeypatch):
    monkeypatch.setattr(plan, "ROWS", 1000)
    with pytest.raises(EngineError) as refused:
        write("xlsx", SMALL)
    assert refused.value.code == "too_many_rows"
    assert "1,000" in message(refused.value.code, refused.value.facts)


def test_findings_that_no_sheet_can_hold_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx_findings, "ROWS", 2)
    with pytest.raises(EngineError, match="too_many_rows"):
        xlsx_findings.FindingsSheet(SMALL, [None, None], labels())
