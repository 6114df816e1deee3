"""The reader that docs/reading.md shows in full works as it is printed there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from boq.engine.errors import EngineError
from boq.engine.readers import base
from boq.engine.reading import read

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "reading.md"
BILL = """
| Item | Description | Unit | Qty | Rate | Amount |
|------|-------------|------|-----|------|--------|
| 1 | Excavate trench for foundations | m3 | 12 | 4.50 | 54.00 |
| 2 | Concrete in foundations | m3 | 5 | 90.00 | 450.00 |
|   |  |  |  |  |  |
|   | Total |  |  |  | 504.00 |
""".strip()


@pytest.fixture
def reader(monkeypatch):
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    names = {}
    exec(compile(code, str(DOCUMENT), "exec"), names)
    found = names["PipeTableReader"]()
    monkeypatch.setattr(base, "READERS", (found, *base.READERS))
    return found


def test_it_reads_a_bill(reader):
    assert base.pick_reader(BILL.encode(), "bill.md") is reader
    reading = read(BILL.encode(), "bill.md")
    assert [(item.ref, item.unit_code, item.source.row) for item in reading.boq.items] == [
        ("1", "m3", 3),
        ("2", "m3", 4),
    ]
    assert reading.receipt.total == reading.receipt.stated_total == 504
    assert not reading.receipt.needs_confirmation


def test_what_it_cannot_read_has_a_code(reader):
    with pytest.raises(EngineError, match="corrupt"):
        reader.read(b"| \xff |", "bill.md", base.DEFAULT_LIMITS)
