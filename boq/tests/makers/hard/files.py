"""Made bills as real files: xlsx, xls, ods, and csv in the encodings and with the delimiters of their language."""

from __future__ import annotations

import csv
import io

import xlsxwriter
import xlwt
from odf import opendocument, table, text

from boq.engine.grid import CellValue, Grid
from boq.tests.makers.hard.make import Hard
from boq.tests.makers.hard.style import Style

FORMATS = ("xlsx", "xls", "ods", "csv")
ENCODINGS = {"ar": "cp1256", "ru": "cp1251", "th": "cp874", "tr": "cp1254"}
LOST_IN_TEXT = ("hidden_rows", "hidden_column", "hidden_copy", "formulas")


def as_file(made: Hard, format: str) -> bytes | None:
    """The file; None where the format cannot hold the bill (a text file has one sheet and hides nothing)."""
    if format == "xlsx":
        return _xlsx(made)
    if format == "xls":
        return _xls(made)
    if format == "ods":
        return _ods(made) if not (made.style.has("formulas") or made.style.has("hidden_column")) else None
    if len(made.grids) > 1 or any(made.style.has(twist) for twist in LOST_IN_TEXT):
        return None
    return _csv(made)


def _xlsx(made: Hard) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for grid in made.grids:
        sheet = book.add_worksheet(grid.name)
        if grid.hidden:
            sheet.hide()
        looks: dict[tuple[bool, bool, int], object] = {}
        for row, cells in enumerate(grid.rows):
            for column, value in enumerate(cells):
                look = ((row, column) in grid.bold, (row, column) in grid.filled, grid.indent.get((row, column), 0))
                if look not in looks:
                    looks[look] = book.add_format(
                        {"bold": look[0], "indent": look[2], **({"bg_color": "#DDDDDD"} if look[1] else {})}
                    )
                if (row, column) in grid.formulas:
                    sheet.write_formula(row, column, grid.formulas[row, column], looks[look], "")
                elif isinstance(value, str):
                    sheet.write_string(row, column, value, looks[look])
                elif value is not None:
                    sheet.write_number(row, column, float(value), looks[look])  # type: ignore[arg-type]
        for first_row, first_column, last_row, last_column in grid.merged:
            value = grid.rows[first_row][first_column]
            sheet.merge_range(first_row, first_column, last_row, last_column, value)
        for row in {*grid.hidden_rows, *grid.outline}:
            sheet.set_row(row, None, None, {"hidden": row in grid.hidden_rows, "level": grid.outline.get(row, 0)})
        for column in grid.hidden_columns:
            sheet.set_column(column, column, None, None, {"hidden": True})
    _activate_a_seen_sheet(book, made.grids)
    book.close()
    return stream.getvalue()


def _activate_a_seen_sheet(book: object, grids: list[Grid]) -> None:
    """A book opens on a sheet that is not hidden."""
    place = next(index for index, grid in enumerate(grids) if not grid.hidden)
    sheet = book.worksheets()[place]  # type: ignore[attr-defined]
    sheet.activate()
    sheet.set_first_sheet()


def _xls(made: Hard) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for grid in made.grids:
        sheet = book.add_sheet(grid.name, cell_overwrite_ok=True)
        sheet.visibility = int(grid.hidden)
        for row, cells in enumerate(grid.rows):
            for column, value in enumerate(cells):
                if (row, column) in grid.formulas:
                    sheet.write(row, column, xlwt.Formula(grid.formulas[row, column].lstrip("=")))
                elif value is not None:
                    sheet.write(row, column, value, _look(grid, row, column))
        for first_row, first_column, last_row, last_column in grid.merged:
            value = grid.rows[first_row][first_column]
            sheet.write_merge(first_row, last_row, first_column, last_column, value)
        for row in grid.hidden_rows:
            sheet.row(row).hidden = True
        for column in grid.hidden_columns:
            sheet.col(column).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_LOOKS: dict[tuple[bool, bool, int], object] = {}


def _look(grid: Grid, row: int, column: int) -> object:
    key = ((row, column) in grid.bold, (row, column) in grid.filled, grid.indent.get((row, column), 0))
    if key not in _LOOKS:
        fill = "; pattern: pattern solid, fore_colour gray25" if key[1] else ""
        _LOOKS[key] = xlwt.easyxf(f"font: bold {'on' if key[0] else 'off'}; align: indent {key[2]}{fill}")
    return _LOOKS[key]


def _ods(made: Hard) -> bytes:
    document = opendocument.OpenDocumentSpreadsheet()
    for grid in made.grids:
        sheet = table.Table(name=grid.name)
        if grid.hidden:
            sheet.setAttribute("display", "false") if ("table", "display") in sheet.allowed_attributes() else None
        for number, cells in enumerate(grid.rows):
            row = table.TableRow(visibility="collapse") if number in grid.hidden_rows else table.TableRow()
            for value in cells:
                row.addElement(_ods_cell(value))
            if not cells:
                row.addElement(table.TableCell())
            sheet.addElement(row)
        document.spreadsheet.addElement(sheet)
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def _ods_cell(value: CellValue) -> object:
    if value is None:
        return table.TableCell()
    kind = {"valuetype": "string"} if isinstance(value, str) else {"valuetype": "float", "value": value}
    cell = table.TableCell(**kind)
    cell.addElement(text.P(text=str(value)))
    return cell


def _csv(made: Hard) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";" if made.style.mark == "," else ",")
    for row in made.grids[0].rows:
        writer.writerow([_written(value, made.style) for value in row])
    encoding = ENCODINGS.get(made.tongue.code, "cp1252") if made.seed % 2 else "utf-8-sig"
    try:
        return stream.getvalue().encode(encoding)
    except UnicodeEncodeError:
        return stream.getvalue().encode("utf-16")


def _written(value: CellValue, style: Style) -> str:
    """A figure as the program of that country writes it into a text file."""
    if value is None or isinstance(value, str):
        return value or ""
    return format(value, ".15g").replace(".", style.mark)
