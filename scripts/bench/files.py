"""Bills of any length to measure with."""

from __future__ import annotations

import io

import xlsxwriter

WORKS = ("Excavate trench in firm soil", "Reinforced concrete in slabs", "Block walls in cement mortar", "Emulsion paint in two coats",
         "Galvanised steel pipe with fittings", "Porcelain tiles on screed", "Copper cable in conduit", "Formwork to soffits")  # fmt: skip
UNITS = ("m3", "m3", "m2", "m2", "m", "m2", "m", "m2")
HEADER = ("Item", "Description", "Unit", "Qty", "Rate", "Amount", "Spec", "Zone")
LINES_PER_SECTION = 40


def bill(lines: int, name: str = "Bill") -> bytes:
    """An xlsx with `lines` priced items under headings of 40 and a grand total; one amount in 500 is wrong. `name` is the sheet's."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "in_memory": True})
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, HEADER, bold)
    row, total = 1, 0.0
    for number in range(lines):
        if number % LINES_PER_SECTION == 0:
            section = number // LINES_PER_SECTION + 1
            sheet.write_string(row, 0, str(section), bold)
            sheet.write_string(row, 1, f"SECTION {section}: WORKS IN ZONE {section % 17}", bold)
            row += 1
        kind = number % len(WORKS)
        quantity, rate = number % 97 + 1.5, number % 53 + 0.75
        amount = round(quantity * rate, 2) + (10 if number % 500 == 250 else 0)
        total += amount
        section = number // LINES_PER_SECTION + 1
        sheet.write_row(
            row, 0,
            (f"{section}.{number % LINES_PER_SECTION + 1}", f"{WORKS[kind]}, type {number % 391}, location {number}", UNITS[kind],
             quantity, rate, amount, f"S-{number % 211}", f"Z{number % 17}"),
        )  # fmt: skip
        row += 1
    sheet.write_string(row, 1, "GRAND TOTAL", bold)
    sheet.write_number(row, 5, round(total, 2), bold)
    book.close()
    return out.getvalue()
