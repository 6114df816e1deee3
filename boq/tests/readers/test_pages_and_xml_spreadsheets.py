"""What web programs export as .xls: HTML tables and the XML of Excel 2003. And the finer points of ods."""

from __future__ import annotations

import datetime as dt

import pytest

from boq.engine.errors import EngineError
from boq.engine.readers.base import read_workbook
from boq.engine.readers.limits import Limits
from boq.tests.makers.workbooks import edited, ods_bill

PAGE = """<html><head><meta charset="{charset}"></head><body><h1>Смета</h1>
<table><tr><th colspan="2">Наименование</th><th>Кол.</th></tr>
<tr><td rowspan="2">1</td><td>Бетон&nbsp;B25<br>тяжёлый</td><td>1&nbsp;234,50</td></tr>
<tr><td>Арматура <table><tr><td>внутри</td></tr></table></td><td>7</td></tr></table>
<table><tr><td>x</td></tr></table></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_tables_of_a_page_become_grids(charset):
    workbook = read_workbook(PAGE.format(charset=charset).encode(charset), "смета.xls")
    first, second = workbook.grids
    assert workbook.format == "html"
    assert first.rows == [
        ["Наименование", None, "Кол."],
        ["1", "Бетон B25\nтяжёлый", "1 234,50"],
        [None, "Арматура внутри", "7"],
    ]
    assert set(first.merged) == {(0, 0, 0, 1), (1, 0, 2, 0)}
    assert first.bold == {(0, 0), (0, 2)}
    assert second.rows == [["x"]]


def test_a_page_fetches_nothing_and_runs_nothing():
    page = '<table><tr><td><script>alert(1)</script><img src="http://127.0.0.1:1/x"></td><td>1</td></tr></table>'
    assert read_workbook(page.encode(), "a.html").grids[0].rows[0][1] == "1"


def test_spans_beyond_reason_are_cut():
    page = b"<table>" + b'<tr><td colspan="999" rowspan="999">x</td></tr>' * 2000 + b"</table>"
    with pytest.raises(EngineError, match="too_many_cells"):
        read_workbook(page, "a.xls", Limits(cells=100_000))


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="Bill" ss:RightToLeft="1"><Table><Column ss:Index="3" ss:Hidden="1"/>
<Row ss:Index="2" ss:Hidden="1"><Cell ss:MergeAcross="1"><Data ss:Type="String">Title</Data></Cell>
<Cell><Data ss:Type="Number">2.5</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="DateTime">2024-05-06T00:00:00.000</Data></Cell>
<Cell ss:Formula="=R[-1]C3*RC[-2]+SUM(R2C1:R[-1]C)&amp;&quot;RC&quot;"><Data ss:Type="Error">#REF!</Data></Cell></Row></Table>
</Worksheet><Worksheet ss:Name="Old"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">
<Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


def test_an_xml_spreadsheet_becomes_grids():
    workbook = read_workbook(XML.encode(), "bill.xls")
    bill, old = workbook.grids
    assert workbook.format == "xml"
    assert bill.rows == [[], ["Title", None, 2.5], [None, True, dt.date(2024, 5, 6), "#REF!"]]
    assert bill.formulas == {(2, 3): 'C2*B3+SUM($A$2:D2)&"RC"'.replace("C2*", "$C2*")}
    assert bill.errors == {(2, 3)}
    assert (bill.hidden_rows, bill.hidden_columns, bill.merged) == ({1}, {2}, ((1, 0, 1, 1),))
    assert bill.right_to_left
    assert old.hidden


def test_places_before_the_first_row_and_cells_without_a_row_are_the_first():
    row = '<Row ss:Index="0"><Cell ss:Index="0"><Data ss:Type="String">{}</Data></Cell></Row>'
    loose = "<Cell><Data>loose</Data></Cell>"
    head, tail = XML.partition("<Table>")[0] + "<Table>", "</Table></Worksheet></Workbook>"
    assert read_workbook((head + row.format("first") + tail).encode(), "b.xml").grids[0].rows == [["first"]]
    assert read_workbook((head + loose + tail).encode(), "b.xml").grids[0].rows == [["loose"]]


CELLS = """<table:table-row><table:table-cell office:value-type="percentage" office:value="0.05"><text:p>5%</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2024-05-06"><text:p>6.5.24</text:p></table:table-cell>
<table:table-cell office:value-type="string" table:number-columns-repeated="2"><office:annotation><text:p>a remark</text:p>
</office:annotation><text:p>two<text:s text:c="2"/>words<text:line-break/>more</text:p><text:p>last</text:p></table:table-cell>
<table:table-cell table:formula="of:=SUM([.A1:.B2];[$'Old Bill'.C3])&amp;&quot;;&quot;"
 office:value-type="string"><text:p>#REF!</text:p></table:table-cell>
<table:table-cell table:formula="of:=1+1"/><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float" office:value="7"/></table:table-row>"""


def test_the_finer_points_of_ods():
    data = edited(
        ods_bill(), "content.xml", lambda xml: xml.replace(b"</table:table>", CELLS.encode() + b"</table:table>", 1)
    )
    data = edited(data, "content.xml", lambda xml: xml.replace(b'"1000000"', b'"2"', 1))
    grid = read_workbook(data, "bill.ods").grids[0]
    text = "two  words\nmore\nlast"
    assert grid.rows[10] == [0.05, dt.date(2024, 5, 6), text, text, "#REF!"]
    assert grid.rows[11:] == [[7.0], [7.0], [7.0]]
    assert grid.percent == {(10, 0)}
    assert grid.formulas[10, 4] == "SUM(A1:B2,'Old Bill'!C3)&\";\""
    assert grid.errors == {(10, 4)}
    assert grid.uncalculated == {(10, 5)}
