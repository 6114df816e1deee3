"""A scan is read where `tesseract` is installed, never without a person; a stand-in speaks for the program here."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from boq.engine.errors import EngineError
from boq.engine.readers import recognize
from boq.engine.readers.base import read_workbook
from boq.engine.reading import read
from boq.tests.readers.test_pdf_files_that_harm import scan

TABLE = (
    ("Item", "Description", "Unit", "Quantity", "Rate", "Amount"),
    ("1", "Excavate trench", "m3", "12", "5.00", "60.00"),
    ("2", "Backfill trench", "m3", "7", "4.00", "28.00"),
    ("3", "Blinding concrete", "m2", "9", "10.00", "90.00"),
    ("4", "Reinforcement", "kg", "100", "2.00", "200.00"),
    ("", "Total", "", "", "", "378.00"),
)
STAND_IN = """#!{python}
import sys
if "--list-langs" in sys.argv:
    print("List of available languages (2):\\neng\\nara")
    raise SystemExit
assert sys.argv[1:3] == ["stdin", "stdout"] and sys.argv[-1] == "tsv" and "eng+ara" in sys.argv
picture = sys.stdin.buffer.read()
assert picture.startswith(b"\\x89PNG")
{broken}
print("level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext")
for row, cells in enumerate({table!r}):
    for column, text in enumerate(cells):
        left = (20, 110, 380, 460, 596, 680)[column]
        for word in text.split():
            sure = 41.5 if word == "7" else 96.2
            print(5, 1, 1, 1, row + 1, column + 1, left, 60 + 60 * row, 13 * len(word), 22, sure, word, sep="\\t")
            left += 13 * len(word) + 12
"""


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[Path]:
    program = tmp_path / "tesseract"
    program.write_text(STAND_IN.format(python=sys.executable, table=TABLE, broken=""))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    yield program
    recognize.dismiss()


def prepared(tmp_path: Path, program: Path, data: bytes) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(data)
    recognize.prepare(path, str(program))


def test_a_scan_is_read_and_a_person_is_always_asked(tmp_path, stand_in):
    prepared(tmp_path, stand_in, scan())
    reading = read(scan(), "scan.pdf")
    assert [(i.ref, i.description, i.unit, str(i.quantity), str(i.price.amount)) for i in reading.boq.items] == [
        (ref, text, unit, quantity, amount) for ref, text, unit, quantity, _, amount in TABLE[1:5]
    ]
    assert reading.receipt.needs_confirmation
    assert "text_recognized" in [question.code for question in reading.receipt.questions]


def test_cells_that_are_hard_to_read_are_named(tmp_path, stand_in):
    prepared(tmp_path, stand_in, scan())
    warnings = read_workbook(scan(), "scan.pdf").warnings
    assert warnings == (("cell_recognized", "Page 1!D3", {"cell": "Page 1!D3", "sure": "41"}),)


def test_without_the_program_a_scan_is_named_as_one():
    assert recognize.helper() is None
    with pytest.raises(EngineError) as caught:
        read_workbook(scan(), "scan.pdf")
    assert caught.value.code == "no_text_layer"


@pytest.mark.parametrize(
    "broken", ["raise SystemExit(1)", "sys.stdout.write('rubbish'); raise SystemExit", "import os; os.abort()"]
)
def test_a_program_that_fails_leaves_a_scan(broken, tmp_path):
    program = tmp_path / "tesseract"
    program.write_text(STAND_IN.format(python=sys.executable, table=TABLE, broken=broken))
    program.chmod(0o755)
    try:
        prepared(tmp_path, program, scan())
        with pytest.raises(EngineError) as caught:
            read_workbook(scan(), "scan.pdf")
    finally:
        recognize.dismiss()
    assert caught.value.code == "no_text_layer"


def test_the_helper_is_started_for_pdf_files_alone(tmp_path, stand_in):
    prepared(tmp_path, stand_in, b"PK\x03\x04 a workbook")
    assert recognize.helper() is None


def test_the_helper_ends_with_the_reading(tmp_path, stand_in):
    prepared(tmp_path, stand_in, scan())
    helper = recognize.helper()
    assert helper is not None
    helper.process.stdin.close()
    assert helper.process.wait(10) == 0
