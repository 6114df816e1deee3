"""Delimited text in the encodings and with the delimiters that the trade's programs write."""

from __future__ import annotations

import pytest

from boq.engine.readers.base import read_workbook
from boq.tests.makers.workbooks import csv_bill

ENGLISH = (("1.1", 'Pipe 12" dia; laid, jointed', "m", 5.5, 2.0, 11.0), ("1.2", "Two\nlines", "m2", 1.0, 2.0, 2.0))
RUSSIAN = (("1", "Устройство бетонной подготовки", "м3", 5.5, 2.0, 11.0), ("2", "Монтаж труб", "шт", 1.0, 2.0, 2.0))
ARABIC = (("1", "توريد وتركيب بلاط للأرضيات", "م2", 5.5, 2.0, 11.0), ("2", "أعمال الحفر والردم", "م3", 1.0, 2.0, 2.0))
THAI = (("1", "งานคอนกรีตโครงสร้าง", "ลบ.ม.", 5.5, 2.0, 11.0), ("2", "ค่าแรงงานติดตั้ง", "จุด", 1.0, 2.0, 2.0))
FRENCH = (
    ("1", "Béton armé pour semelles filantes, côté façade", "m³", 5.5, 2.0, 11.0),
    ("2", "Maçonnerie", "m²", 1.0, 2.0, 2.0),
)
GERMAN = (
    ("1", "Außenwände Kalksandstein, für Höhe über 3 m", "m²", 5.5, 2.0, 11.0),
    ("2", "Stück Türen", "St", 1.0, 2.0, 2.0),
)
POLISH = (
    ("1", "Roboty ziemne – wykopy pod ławy, ilość według książki", "m3", 5.5, 2.0, 11.0),
    ("2", "Żelbet", "m3", 1.0, 2.0, 2.0),
)
TURKISH = (
    ("1", "Beton dökülmesi işi, kalıp yapılması ve iş güvenliği", "m3", 5.5, 2.0, 11.0),
    ("2", "Açıklama", "m", 1.0, 2.0, 2.0),
)
GREEK = (
    ("1", "Εκσκαφή θεμελίων και εργασίες μεταφοράς", "m3", 5.5, 2.0, 11.0),
    ("2", "Σκυρόδεμα", "m3", 1.0, 2.0, 2.0),
)
HEBREW = (("1", "יציקת בטון ליסודות כולל ברזל", "מק", 5.5, 2.0, 11.0), ("2", "כמות ומחיר", "יח", 1.0, 2.0, 2.0))
ENCODED = {
    "utf-8": RUSSIAN, "utf-8-sig": ARABIC, "utf-16": THAI, "utf-16-le": RUSSIAN, "utf-16-be": ENGLISH, "utf-32": ARABIC,
    "cp1251": RUSSIAN, "koi8-r": RUSSIAN, "cp866": RUSSIAN, "cp1256": ARABIC, "iso8859-6": ARABIC, "cp874": THAI,
    "cp1252": FRENCH, "latin-1": GERMAN, "cp850": FRENCH, "cp1250": POLISH, "cp1254": TURKISH, "cp1253": GREEK, "cp1255": HEBREW,
}  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_encoding_with_any_delimiter(encoding, delimiter):
    lines = ENCODED[encoding]
    grid = read_workbook(csv_bill(encoding, delimiter, lines=lines), "bill.csv").grids[0]
    assert [row[1] for row in grid.rows[1:]] == [line[1] for line in lines]
    assert {len(row) for row in grid.rows} == {6}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_line_end_and_newlines_in_quotes(newline):
    grid = read_workbook(csv_bill("utf-8", ";", newline, ENGLISH), "bill.csv").grids[0]
    assert [row[1] for row in grid.rows] == ["Description", 'Pipe 12" dia; laid, jointed', "Two\nlines"]


def test_values_stay_text():
    grid = read_workbook(b"ref;qty\n001;1.234,50\n1.10;=1+1\n", "a.csv").grids[0]
    assert grid.rows == [["ref", "qty"], ["001", "1.234,50"], ["1.10", "=1+1"]]


def test_the_line_that_names_the_delimiter():
    grid = read_workbook(b'sep=;\r\n"a,b,c";2\r\n"d,e,f";3\r\n', "a.csv").grids[0]
    assert grid.rows == [["a,b,c", "2"], ["d,e,f", "3"]]


def test_decimal_commas_do_not_make_a_comma_the_delimiter():
    lines = "Pos;Text;Einheit;Menge;EP;GP\n" + "".join(f"{n};Beton, C25;m3;{n},5;3,75;{n},12\n" for n in range(50))
    assert {len(row) for row in read_workbook(lines.encode(), "a.csv").grids[0].rows} == {6}


def test_ragged_rows_and_titles_above_the_table():
    grid = read_workbook(b"Bill of quantities, Villa\n\na,b,c\n1,2\n1,2,3,4\n\n\n", "a.csv").grids[0]
    assert grid.rows == [["Bill of quantities", " Villa"], [], ["a", "b", "c"], ["1", "2"], ["1", "2", "3", "4"]]


def test_texts_that_spreadsheet_programs_force():
    assert read_workbook(b'a,b\n="0012",x\n', "a.csv").grids[0].rows[1] == ["0012", "x"]


def test_quotes_inside_a_field_are_letters():
    grid = read_workbook(b'a,b,c\n1,Pipe 12" dia,m\n2,Pipe 8" dia,m\n', "a.csv").grids[0]
    assert grid.rows[1] == ["1", 'Pipe 12" dia', "m"]


def test_a_few_broken_bytes_leave_the_rest_utf_8():
    data = csv_bill("utf-8", lines=RUSSIAN * 20) + b"3,\xff\xfe broken\n"
    workbook = read_workbook(data, "a.csv")
    assert workbook.encoding == "utf-8"
    assert workbook.grids[0].rows[1][1] == RUSSIAN[0][1]
    assert [code for code, _, _ in workbook.warnings] == ["encoding_guessed"]
