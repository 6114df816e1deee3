"""Every bad file ends in one coded error with words that say what to do; odd but harmless ones are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from boq.engine import child, readers
from boq.engine.errors import CODES, EngineError
from boq.engine.readers.base import read_workbook
from boq.engine.readers.limits import Limits
from boq.models.messages import message
from boq.models.reading_words import READING_ERRORS
from boq.pipelines import sandbox
from boq.tests.makers.bad_files import BAD_FILES, GOOD_AFTER_ALL
from boq.tests.makers.workbooks import csv_bill, ods_bill, xls_bill, xlsx_bill


@pytest.mark.parametrize("what", BAD_FILES)
def test_a_bad_file_ends_in_its_code(what):
    maker, name, code = BAD_FILES[what]
    with pytest.raises(EngineError) as caught:
        read_workbook(maker(), name)
    assert caught.value.code == code
    words = message(code, caught.value.facts)
    assert words != code
    assert "–" not in words, "a fact that the words need is missing"


@pytest.mark.parametrize("what", GOOD_AFTER_ALL)
def test_an_odd_file_is_read_by_its_content(what):
    workbook = read_workbook(GOOD_AFTER_ALL[what](), "bill.xlsx")
    assert any(grid.rows for grid in workbook.grids)


def test_nothing_is_written_outside():
    read_workbook(GOOD_AFTER_ALL["climbing entry"](), "bill.xlsx")
    assert not Path("/tmp/mizan-escaped").exists()


def test_every_code_has_words():
    assert set(CODES) <= set(READING_ERRORS)


def test_readers_raise_no_code_that_is_not_listed():
    sources = [*Path(readers.__path__[0]).glob("*.py"), Path(child.__file__), Path(sandbox.__file__)]
    raised = {code for file in sources for code in re.findall(r'(?:EngineError|Failure)\(\s*"(\w+)"', file.read_text())}
    assert {"corrupt", "time_limit", "csv_error"} <= raised <= set(CODES)


@pytest.mark.parametrize("maker", [xlsx_bill, xls_bill, ods_bill, csv_bill])
def test_the_limit_of_cells_holds_for_every_format(maker):
    with pytest.raises(EngineError, match="too_many_cells"):
        read_workbook(maker(), "bill", Limits(cells=5))


def test_the_limit_of_an_upload():
    with pytest.raises(EngineError, match="file_too_large") as caught:
        read_workbook(xlsx_bill(), "bill.xlsx", Limits(upload_bytes=1000))
    assert "limit_mb" in caught.value.facts


@pytest.mark.parametrize(("data", "line"), [(b"a,b\n\n1,\x00\n", 3), (b'a,b\r\n1,"x\r\ny"\r\n2,"z\r\n3,4\r\n', 4)])
def test_a_broken_csv_names_the_line(data, line):
    with pytest.raises(EngineError) as caught:
        read_workbook(data, "bill.csv")
    assert (caught.value.code, caught.value.facts["line"]) == ("csv_error", line)
