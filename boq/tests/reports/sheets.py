"""A small spreadsheet program: reads a workbook's formulas and works them out anew."""

from __future__ import annotations

import io
import re
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
from openpyxl.utils import range_boundaries

_PLACE = re.compile(r"(?:'(?P<sheet>[^']+)'!)?(?P<cell>[A-Z]+\d+)(?::(?P<last>[A-Z]+\d+))?")


class Sheets:
    """Every cell of a workbook as it was written (`cached`), as formula, and worked out (`value`)."""

    def __init__(self, data: bytes) -> None:
        self.formulas = openpyxl.load_workbook(io.BytesIO(data))
        self.cached = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        self.names = self.formulas.sheetnames
        self._known: dict[tuple[str, str], float] = {}

    def cells(self):
        """(sheet, address, formula, cached value) of every formula."""
        for sheet in self.formulas:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        yield sheet.title, cell.coordinate, cell.value, self.cached[sheet.title][cell.coordinate].value

    def rows(self, number: int) -> list[list]:
        """What sheet `number` shows."""
        return [[cell.value for cell in row] for row in self.cached[self.names[number]].iter_rows()]

    def value(self, sheet: str, address: str) -> float:
        place = (sheet, address)
        if place not in self._known:
            written = self.formulas[sheet][address].value
            formula = isinstance(written, str) and self.formulas[sheet][address].data_type == "f"
            self._known[place] = self._work_out(sheet, written[1:]) if formula else self._figure(written)
        return self._known[place]

    def _figure(self, written) -> float:
        return float(written) if isinstance(written, int | float) else 0.0

    def _range(self, sheet: str, first: str, last: str) -> list[float]:
        left, top, right, bottom = range_boundaries(f"{first}:{last}")
        cells = self.formulas[sheet].iter_rows(top, bottom, left, right)
        return [self.value(sheet, cell.coordinate) for row in cells for cell in row]

    def _work_out(self, sheet: str, formula: str) -> float:
        """Products, differences, ROUND, SUM, SUMIF and links: all that a report uses."""
        names: dict[str, object] = {"ROUND": _round, "SUM": _sum, "SUMIF": _sum_if}

        def place(match: re.Match) -> str:
            where = match["sheet"] or sheet
            name = f"x{len(names)}"
            if match["last"]:
                names[name] = self._range(where, match["cell"], match["last"])
            else:
                names[name] = self.value(where, match["cell"])
            return name

        return float(eval(_PLACE.sub(place, formula), {"__builtins__": {}}, names))


def _sum(*terms) -> float:
    return sum(sum(term) if isinstance(term, list) else term for term in terms)


def _sum_if(flags: list[float], wanted: float, figures: list[float]) -> float:
    return sum(figure for flag, figure in zip(flags, figures, strict=True) if flag == wanted)


def _round(value: float, digits: int) -> float:
    """As spreadsheet programs round: halves away from zero, judged by 15 digits."""
    exact = Decimal(f"{value:.15g}")
    return float(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))
