"""`manage.py read_boq` reads a file with no database, and says what is wrong in codes."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[3]
BILL = """Item,Description,Unit,Quantity,Rate,Amount
1,Excavate trenches for foundations,m3,10,5,50
2,Concrete in foundations,m3,4,100,400
3,Formwork to foundations,m2,20,10,200
,Total,,,,650
"""


@pytest.fixture
def read(tmp_path):
    """Run the command on a file of this content; its exit code and parsed reply."""

    def run(content: bytes, *options: str, name: str = "bill.csv") -> tuple[int, dict]:
        path, out, code = tmp_path / name, StringIO(), 0
        path.write_bytes(content)
        try:
            call_command("read_boq", *options, str(path), stdout=out)
        except SystemExit as end:
            code = end.code
        return code, json.loads(out.getvalue())

    return run


def test_a_bill_is_read_without_a_database(tmp_path):
    """As somebody types it, in a process of its own."""
    path = tmp_path / "bill.csv"
    path.write_text(BILL)
    env = {
        "PATH": "/usr/bin:/bin",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "MIZAN_DATA_DIR": str(tmp_path / "data"),
    }
    words = [sys.executable, "manage.py", "read_boq", "--json", str(path)]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    receipt = json.loads(done.stdout)
    assert done.returncode == 0
    assert (receipt["items"], receipt["total"], receipt["stated_total"], receipt["ties_out"]) == (3, "650", "650", True)
    assert receipt["needs_confirmation"] is False
    assert "lines" not in receipt


def test_items_come_with_their_cells(read):
    _, receipt = read(BILL.encode(), "--json", "--items")
    line = receipt["lines"][1]
    assert (line["description"], line["quantity"], line["rate"], line["amount"]) == (
        "Concrete in foundations",
        "4",
        "100",
        "400",
    )
    assert line["cells"]["amount"].endswith("!F3")


def test_a_file_that_cannot_be_read_ends_in_a_coded_error(read):
    code, reply = read(b"", "--json")
    assert code == 2
    assert reply["error"]["code"] == "empty_file"
    assert reply["error"]["message"]
    assert isinstance(reply["error"]["facts"], dict)


def test_a_format_that_is_not_read_is_refused_by_name(read):
    code, reply = read(b"AC1032\x00\x00\x00\x00\x00", "--json", name="plan.dwg")
    assert (code, reply["error"]["code"]) == (2, "unsupported_format")
    assert "DWG" in reply["error"]["message"]


def test_a_mapping_may_be_given(read):
    mapping = {"sheets": {"bill": {"header_row": 1, "columns": {"description": "B", "quantity": "D"}}}}
    code, receipt = read(BILL.encode(), "--json", "--mapping", json.dumps(mapping))
    assert code == 0
    assert receipt["sheets"][0]["columns"]["amount"] is None
    assert read(BILL.encode(), "--json", "--mapping", "{")[1]["error"]["code"] == "mapping_invalid"
