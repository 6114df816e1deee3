"""Makers of good files: the same small bill in every format that is read, and xlsx parts written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import xlsxwriter
import xlwt
from odf import opendocument, style, table, text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

HEADER = ("Item", "Description", "Unit", "Qty", "Rate", "Amount")
LINES = (
    ("A", "Excavate trench, depth 1.5 m", "m3", 120.5, 45.0, 5422.5),
    ("B", "Concrete C25 in footings", "m3", 32.0, 410.25, 13128.0),
    ("C", "Смета: бетон B25 «тяжёлый»", "m3", 1.25, 100.0, 125.0),
    ("D", "توريد وتركيب بلاط", "m2", 10.0, 7.5, 75.0),
)
TITLE = "Bill No. 1"


def cells() -> list[list[object]]:
    """The bill as rows: a title in row 2, the header in row 4, lines from row 5 on."""
    return [[], [TITLE], [], list(HEADER), *map(list, LINES)]


def xlsx_bill(**options: object) -> bytes:
    """The bill by XlsxWriter with formulas, a hidden row and column, merged title, bold header, fills and a hidden sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    sheet = book.add_worksheet("Bill 1")
    bold = book.add_format({"bold": True, "bg_color": "#DDDDDD"})
    struck = book.add_format({"font_strikeout": True})
    indented = book.add_format({"indent": 2})
    percent = book.add_format({"num_format": "0.0%"})
    date = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.merge_range(1, 0, 1, 5, TITLE, bold)
    for column, word in enumerate(HEADER):
        sheet.write(3, column, word, bold)
    for row, (ref, description, unit, quantity, rate, amount) in enumerate(LINES, 4):
        sheet.write_string(row, 0, ref, struck if ref == "C" else None)
        sheet.write_string(row, 1, description, indented)
        sheet.write_string(row, 2, unit)
        sheet.write_number(row, 3, quantity)
        sheet.write_number(row, 4, rate)
        sheet.write_formula(row, 5, f"=D{row + 1}*E{row + 1}", None, amount)
    sheet.write_number(8, 5, 0.05, percent)
    sheet.write_number(9, 5, 45000, date)
    sheet.write_formula(10, 5, "=#REF!+1", None, "#REF!")
    sheet.set_row(6, None, None, {"hidden": True, "level": 1})
    sheet.set_column(2, 2, None, None, {"hidden": True})
    sheet.write_blank(5000, 200, None, bold)
    sheet.right_to_left()
    old = book.add_worksheet("Old")
    old.write(0, 0, "superseded")
    old.hide()
    book.add_worksheet("Secret").very_hidden()
    book.close()
    return stream.getvalue()


def xlsx_rows(rows: Sequence[Sequence[object]], name: str = "Bill") -> bytes:
    """An xlsx of one sheet with these values; None is an empty cell."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(name)
    for number, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
    book.close()
    return stream.getvalue()


def xls_bill() -> bytes:
    """The bill by xlwt, with a hidden row, bold header, a merged title and formulas."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Bill 1")
    bold = xlwt.easyxf("font: bold on; pattern: pattern solid, fore_colour gray25")
    struck = xlwt.easyxf("font: struck_out on; align: indent 2", num_format_str="0.0%")
    sheet.write_merge(1, 1, 0, 5, TITLE, bold)
    for column, word in enumerate(HEADER):
        sheet.write(3, column, word, bold)
    for row, line in enumerate(LINES, 4):
        for column, value in enumerate(line[:5]):
            sheet.write(row, column, value)
        sheet.write(row, 5, xlwt.Formula(f"ROUND(D{row + 1}*$E{row + 1},2)+SUM(D{row + 1}:D{row + 1})"))
    sheet.write(8, 5, 0.05, struck)
    sheet.row(6).hidden = True
    sheet.col(2).hidden = True
    hidden = book.add_sheet("Old")
    hidden.write(0, 0, xlwt.Formula("'Bill 1'!D5*2"))
    hidden.visibility = 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods_bill() -> bytes:
    """The bill by odfpy, with formulas, a collapsed row, a bold header and a repeated empty tail."""
    document = opendocument.OpenDocumentSpreadsheet()
    bold = style.Style(name="strong", family="table-cell")
    bold.addElement(style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    sheet = table.Table(name="Bill 1")
    for number, values in enumerate(cells()):
        row = table.TableRow(visibility="collapse") if number == 6 else table.TableRow()
        for column, value in enumerate(values):
            row.addElement(_ods_cell(number, column, value, bold))
        sheet.addElement(row)
    sheet.addElement(table.TableRow(numberrowsrepeated=1_000_000))
    document.spreadsheet.addElement(sheet)
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def _ods_cell(number: int, column: int, value: object, bold: object) -> object:
    if isinstance(value, float):
        formula = {"formula": f"of:=[.D{number + 1}]*[.E{number + 1}]"} if column == 5 else {}
        cell = table.TableCell(valuetype="float", value=value, **formula)
    elif number == 3:
        cell = table.TableCell(valuetype="string", stylename=bold)
    elif number == 1:
        cell = table.TableCell(valuetype="string", numbercolumnsspanned=6)
    else:
        cell = table.TableCell(valuetype="string")
    cell.addElement(text.P(text=str(value)))
    return cell


def csv_bill(encoding: str = "utf-8", delimiter: str = ",", newline: str = "\r\n", lines: object = LINES) -> bytes:
    """The bill as delimited text, every text in quotes."""
    rows = [HEADER, *lines]  # type: ignore[misc]
    text_lines = [delimiter.join(_quoted(value, delimiter) for value in row) for row in rows]
    return (newline.join(text_lines) + newline).encode(encoding)


def _quoted(value: object, delimiter: str) -> str:
    if not isinstance(value, str):
        return str(value) if delimiter == "," else str(value).replace(".", ",")
    return '"' + value.replace('"', '""') + '"'


def package(parts: dict[str, bytes | str], **options: object) -> bytes:
    """A zip of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, **options) as archive:  # type: ignore[arg-type]
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def raw_parts(
    sheet_data: str, strings: str = "", styles: str = "", around: tuple[str, str] = ("", "")
) -> dict[str, bytes | str]:
    """The parts of an xlsx with one sheet whose `<sheetData>` holds the text given."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINK}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets><sheet name="Bill" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{LINK}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{around[0]}<sheetData>{sheet_data}</sheetData>{around[1]}'
        "</worksheet>",
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return parts


def raw_xlsx(sheet_data: str, strings: str = "", styles: str = "", around: tuple[str, str] = ("", "")) -> bytes:
    """An xlsx with one sheet written by hand."""
    return package(raw_parts(sheet_data, strings, styles, around))


def edited(data: bytes, name: str, change: object) -> bytes:
    """A package with one part changed by a function of its bytes; None removes it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    changed = change(parts.pop(name))  # type: ignore[operator]
    return package(parts if changed is None else {**parts, name: changed})


def large_xlsx(rows: int) -> bytes:
    """`rows` lines of eight columns with a formula each, constant memory."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet("Bill")
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, ["Item", "Description", "Unit", "Qty", "Rate", "Amount", "Zone", "Remark"], bold)
    for row in range(1, rows + 1):
        sheet.write_row(
            row, 0, [f"1.{row}", f"Reinforced concrete in element {row}, grade C30", "m3", row * 1.5, 12.25]
        )
        sheet.write_formula(row, 5, f"=D{row + 1}*E{row + 1}", None, row * 1.5 * 12.25)
        sheet.write_row(row, 6, [f"Zone {row % 20}", "as drawing"])
    book.close()
    return stream.getvalue()
