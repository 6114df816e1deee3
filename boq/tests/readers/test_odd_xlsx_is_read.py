"""xlsx that other programs refuse or read wrongly: odd shapes, damaged tables, numbers that look like dates."""

from __future__ import annotations

import datetime as dt
import math
import re

import pytest

from boq.engine.readers.base import read_workbook
from boq.engine.readers.xlsx_scan import at_most
from boq.tests.makers.workbooks import LINK, MAIN, PACKAGE, edited, package, raw_parts, raw_xlsx, xlsx_bill

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_LINK = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def grid_of(data):
    return read_workbook(data, "bill.xlsx").grids[0]


def row_of(cells, **parts):
    return grid_of(raw_xlsx(f'<row r="1">{cells}</row>', **parts)).rows[0]


def test_prefixes_on_every_element():
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2" hidden="1"><x:c r="B2"><x:f>1+1</x:f><x:v>2</x:v></x:c>'
        '<x:c r="C2" t="inlineStr"><x:is><x:t>m3</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
    )
    grid = grid_of(package(raw_parts("") | {"xl/worksheets/sheet1.xml": sheet}))
    assert grid.rows[1] == [None, 2.0, "m3"]
    assert grid.hidden_rows == {1}
    assert grid.formulas == {(1, 1): "1+1"}


def test_strict_open_xml():
    parts = raw_parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "<si><t>Concrete</t></si>")
    parts = {name: str(data).replace(MAIN, STRICT).replace(LINK, STRICT_LINK) for name, data in parts.items()}
    assert grid_of(package(parts)).rows == [["Concrete"]]


def test_cells_and_rows_without_references_follow_each_other():
    grid = grid_of(raw_xlsx("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c t='str'><v>x</v></c></row>"))
    assert grid.rows == [[1.0, 2.0], [None, "x"]]


@pytest.mark.parametrize("far", [35, 351, 3500, 1_000_000])
def test_a_cell_stands_where_it_says_and_not_where_its_row_says(far):
    first = f'<row r="1"><c r="A1"><v>1</v></c><c r="B{far}"><v>2</v></c></row>'
    grid = grid_of(raw_xlsx(first + '<row r="3"><c r="A3"><v>3</v></c></row>'))
    assert len(grid.rows) == far
    assert [grid.rows[0][0], grid.rows[2][0], grid.rows[far - 1][1]] == [1.0, 3.0, 2.0]


@pytest.mark.parametrize("last", [1, 9, 10, 99, 350, 1000, 4999])
def test_the_pattern_of_numbers_up_to_a_limit(last):
    pattern = re.compile(b"(?:%b)" % at_most(b"%d" % last))
    assert [number for number in range(6000) if pattern.fullmatch(b"%d" % number)] == list(range(1, last + 1))


def test_comments_and_character_data_are_not_lost():
    assert row_of('<c r="A1"><v>1<!-- c -->2</v></c><c r="B1" t="str"><v><![CDATA[a<b]]></v></c>') == [12.0, "a<b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_any_encoding_of_a_sheet(encoding):
    sheet = f"<worksheet xmlns='{MAIN}'><sheetData><row r='1'><c r='A1' t='str'><v>Бетон</v></c></row></sheetData></worksheet>"
    declared = f"<?xml version='1.0' encoding='{encoding.removesuffix('-sig')}'?>{sheet}".encode(encoding)
    assert grid_of(package(raw_parts("") | {"xl/worksheets/sheet1.xml": declared})).rows == [["Бетон"]]


def test_a_reference_past_the_shared_strings_leaves_its_cell_empty():
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>7</v></c><c r="C1"><v>5</v></c>'
    assert row_of(cells, strings="<si><t>a</t></si>") == ["a", None, 5.0]


def test_a_missing_part_of_strings_or_styles_hinders_nothing():
    assert row_of('<c r="A1" s="3"><v>5</v></c><c r="B1" t="s"><v>0</v></c>') == [5.0]


def test_counts_and_dimensions_are_not_believed():
    data = edited(
        raw_xlsx(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
            "<si><t>a</t></si>",
            around=("<dimension ref='A1:XFD1048576'/>", ""),
        ),
        "xl/sharedStrings.xml",
        lambda xml: xml.replace(b"<sst ", b'<sst count="4294967295" uniqueCount="4294967295" '),
    )
    assert grid_of(data).rows == [["a"]]


def test_an_unknown_cell_type_or_error_is_kept_as_text():
    assert row_of('<c r="A1" t="new"><v>x</v></c><c r="B1" t="e"><v>#SPILL!</v></c>') == ["x", "#SPILL!"]


def test_rich_text_is_joined_hints_are_dropped_and_escapes_resolved():
    strings = (
        "<si><r><t>Con</t></r><r><t>crete</t></r><rPh sb='0' eb='1'><t>HINT</t></rPh></si>"
        "<si><t>a_x000D_\nb_x005F_x000D_</t></si>"
    )
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    assert row_of(cells, strings=strings) == ["Concrete", "a\nb_x000D_"]


def test_characters_that_no_database_holds_are_dropped():
    assert row_of('<c r="A1" t="str"><v>a_x0000_b_xD800_c&#1;d</v></c>')[0].replace("_xD800_", "") == "abcd"


def test_numbers_beyond_all_numbers_are_errors():
    grid = grid_of(
        raw_xlsx('<row r="1"><c r="A1"><v>1e400</v></c><c r="B1"><v>NaN</v></c><c r="C1"><v>1e308</v></c></row>')
    )
    assert grid.rows == [["#NUM!", "#NUM!", 1e308]]
    assert grid.errors == {(0, 0), (0, 1)}
    assert all(not isinstance(value, float) or math.isfinite(value) for value in grid.rows[0])


@pytest.mark.parametrize("ending", ["", "<v></v>", "<v/>"])
def test_a_formula_without_a_result_is_told_and_never_zero(ending):
    grid = grid_of(raw_xlsx(f'<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f>A1*2</f>{ending}</c></row>'))
    assert grid.uncalculated == {(0, 1)}
    assert grid.rows[0][1:] in ([], [None])


def test_an_empty_text_is_a_result():
    grid = grid_of(raw_xlsx('<row r="1"><c r="A1"><v>2</v></c><c r="B1" t="str"><f>IF(A1,"","x")</f><v></v></c></row>'))
    assert not grid.uncalculated


def test_zeros_of_a_writer_that_does_not_calculate_are_no_results():
    cells = "".join(
        f'<row r="{n}"><c r="A{n}"><v>5</v></c><c r="B{n}"><f>A{n}*2</f><v>0</v></c></row>' for n in range(1, 5)
    )
    parts = raw_parts(cells)
    assert not grid_of(package(parts)).uncalculated
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace(
        "</workbook>", '<calcPr fullCalcOnLoad="1"/></workbook>'
    )
    assert len(grid_of(package(parts)).uncalculated) == 4


def test_shared_formulas_are_moved_to_each_cell():
    rows = (
        '<row r="1"><c r="D1"><f t="shared" ref="D1:D3" si="0">A1*$B$1+SUM(C$1:C1)&amp;"A1"&amp;LOG10(Sheet2!A1)</f><v>1</v></c></row>'
        '<row r="2"><c r="D2"><f t="shared" si="0"/><v>1</v></c></row><row r="3"><c r="E3"><f t="shared" si="0"/><v>1</v></c></row>'
    )
    grid = grid_of(raw_xlsx(rows))
    assert grid.formulas[0, 3] == 'A1*$B$1+SUM(C$1:C1)&"A1"&LOG10(Sheet2!A1)'
    assert grid.formulas[1, 3] == 'A2*$B$1+SUM(C$1:C2)&"A1"&LOG10(Sheet2!A2)'
    assert grid.formulas[2, 4] == 'B3*$B$1+SUM(D$1:D3)&"A1"&LOG10(Sheet2!B3)'


NUMBERS = [
    "#,##0.00 [$AED]",
    '0.00" m3/day"',
    '#,##0.00\\ "د.إ."',
    "[Red]0",
    "Standard",
    "_(* #,##0_)",
    "# ?/?",
    "@",
    "0E+00",
]
MOMENTS = ["dd.mm.yyyy", "[$-409]mmm\\-yy;@", "yyyy/mm", "h:mm AM/PM", "d mmmm"]


@pytest.mark.parametrize("code", NUMBERS)
def test_a_number_is_no_date_whatever_letters_its_format_has(code):
    assert row_of('<c r="A1" s="1"><v>41234.5</v></c>', styles=styles_of(code)) == [41234.5]


@pytest.mark.parametrize("code", MOMENTS)
def test_a_date_is_a_date(code):
    assert row_of('<c r="A1" s="1"><v>41234.5</v></c>', styles=styles_of(code)) == [
        dt.datetime.fromisoformat("2012-11-21T12:00")
    ]


def test_numbers_that_no_calendar_has_stay_numbers():
    cells = "".join(
        f'<c r="{letter}1" s="1"><v>{value}</v></c>'
        for letter, value in zip("ABCD", ("-5", "0", "1e10", "0.5"), strict=True)
    )
    assert row_of(cells, styles=styles_of("yyyy")) == [-5.0, 0.0, 1e10, dt.time(12)]


def test_the_calendar_of_1904():
    parts = raw_parts(
        '<row r="1"><c r="A1" s="1"><v>0.5</v></c><c r="B1" s="1"><v>1</v></c></row>', styles=styles_of("yyyy")
    )
    parts["xl/workbook.xml"] = str(parts["xl/workbook.xml"]).replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert grid_of(package(parts)).rows[0][1] == dt.date(1904, 1, 2)


def test_a_style_only_counts_where_there_is_content():
    styles = "<fonts><font/><font><b/></font></fonts><cellXfs><xf/><xf fontId='1'/></cellXfs>"
    grid = grid_of(raw_xlsx('<row r="1"><c r="A1" s="1"/><c r="B1" s="1"><v>1</v></c></row>', styles=styles))
    assert grid.bold == {(0, 1)}


def test_a_workbook_part_of_another_name_and_absolute_targets():
    parts = raw_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    moved = {
        "_rels/.rels": str(parts["_rels/.rels"]).replace("xl/workbook.xml", "/book/main.xml"),
        "book/main.xml": parts["xl/workbook.xml"],
        "book/_rels/main.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINK}/worksheet" '
        'Target="/Sheets/One.XML"/></Relationships>',
        "sheets\\one.xml": parts["xl/worksheets/sheet1.xml"],
    }
    assert grid_of(package(moved)).rows == [[1.0]]


def test_macros_and_links_to_other_files_are_data_at_most():
    data = edited(xlsx_bill(), "xl/workbook.xml", lambda xml: xml)
    parts = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros",
        "xl/externalLinks/externalLink1.xml": '<a href="http://127.0.0.1:1/"/>',
    }
    cells = '<row r="1"><c r="A1"><f>[1]Prices!A1</f><v>7</v></c><c r="B1" t="str"><f>DDE("cmd";"/c calc")</f><v>x</v></c></row>'
    assert grid_of(package(raw_parts(cells) | parts)).rows == [[7.0, "x"]]
    assert grid_of(data).rows


def styles_of(code):
    escaped = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return f'<numFmts><numFmt numFmtId="170" formatCode="{escaped}"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs>'
