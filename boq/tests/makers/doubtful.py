"""A workbook that a person understands at a glance and Mizan rightly asks about: odd headings, colours, merged and hidden cells."""

from __future__ import annotations

import io

import xlsxwriter

WORKS = [
    ("A", "Excavate trenches for foundations, not exceeding 1.50 m deep", "m3", 120, 4.5),
    ("A", "Backfill with selected excavated material in layers", "m3", 80, 3),
    ("A", "Dispose of surplus material off site", "m3", 40, 6.25),
    ("B", "Blinding concrete 50 mm thick", "m2", 210, 5),
    ("B", "Reinforced concrete C30 in foundations", "m3", 64, 118),
    ("B", "High yield steel bars, cut, bent and fixed", "kg", 5200, 1.15),
    ("C", "Concrete block walls 200 mm thick", "m2", 340, 17.5),
    ("C", "Cement and sand plaster 15 mm thick", "m2", 610, 6),
]
ODD = ("Grp", "What is done", "How", "Much", "Worth", "")
COLUMNS = {"ref": "A", "description": "B", "unit": "C", "quantity": "D", "rate": "E"}


def doubtful(title: str = "Priced offer, March", first: int = 0, factor: int = 1, right_to_left: bool = False) -> bytes:
    """The works from number `first` on, each quantity `factor` times as large, under headings that no bill has and without amounts."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True, "bg_color": "#1F6F6B", "font_color": "#FFFFFF"})
    group = book.add_format({"bold": True, "bg_color": "#FFF2CC"})
    loud = book.add_format({"bold": True, "bg_color": "#F8CBAD", "num_format": "#,##0.00"})
    sheet = book.add_worksheet("Offer")
    if right_to_left:
        sheet.right_to_left()
    sheet.merge_range(0, 0, 0, 5, title, book.add_format({"bold": True, "font_size": 14, "bg_color": "#DDEBF7"}))
    for column, text in enumerate(ODD):
        sheet.write_string(2, column, text, head)
    row, total, last = 3, 0.0, ""
    for ref, text, unit, quantity, rate in WORKS[first:]:
        if ref != last:
            sheet.merge_range(row, 0, row, 5, f"Group {ref}", group)
            row, last = row + 1, ref
        sheet.write_row(row, 0, [ref, text, unit, quantity * factor, rate])
        total += quantity * factor * rate
        row += 1
    sheet.write_row(row, 1, ["Prices hold for ninety days from the date of this offer"])
    sheet.set_row(row, None, None, {"hidden": True})
    sheet.write_string(row + 1, 1, "All together", loud)
    sheet.write_number(row + 1, 5, total, loud)
    notes = book.add_worksheet("Remarks")
    notes.write_column(
        0, 0, ["Remarks", "1. Working hours are from seven to three.", "2. Water and power are by others."]
    )
    book.close()
    return out.getvalue()
