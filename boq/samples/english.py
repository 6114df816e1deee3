"""A villa, priced: four bills, a summary, and faults of the kinds that real tenders hold."""

from __future__ import annotations

import io
from decimal import Decimal

from boq.samples.sheet import Book, Heading, Line, Row, Words

WORDS = Words(("Item", "Description", "Unit", "Qty", "Rate", "Amount"), "Carried to Summary")
BILLS: dict[str, list[Row]] = {
    "1 Preliminaries": [
        Heading("GENERAL REQUIREMENTS"),
        Line(
            "A",
            "Mobilise to site, set up offices, stores and welfare, and clear away on completion",
            "Item",
            "1",
            "18500",
        ),
        Line("B", "Insurance of the works, third party and workmen's compensation", "Item", "1", "7250"),
        Line("C", "Performance security for the contract period and defects liability period", "Item", "1", "4100"),
        Line("D", "Site supervision by a resident engineer", "month", "9", "3200"),
        Line("E", "Temporary water and power for the works", "month", "9", "640"),
        Heading("PROVISIONAL SUMS"),
        Line("F", "Provisional sum for diversion of buried services", "PS", amount="15000"),
        Line("G", "Prime cost sum for the supply of ironmongery by a named supplier", "PC Sum", amount="9500"),
    ],
    "2 Earthworks": [
        Heading("SITE CLEARANCE"),
        Line("A", "Clear site of vegetation and dispose off site", "m2", "1250", "1.35"),
        Line("B", "Strip topsoil average 150 mm deep and stockpile on site", "m2", "1180", "0.95"),
        Heading("EXCAVATION"),
        Line("C", "Excavate for raft in firm soil, not exceeding 2.00 m deep", "m3", "640", "5.80"),
        Line("D", "Extra over excavation for breaking out rock", "m3", "35", "28.50"),
        Line("E", "Dispose of surplus excavated material off site", "m3", "410", "4.75", "2147.50"),
        Heading("FILLING"),
        Line(
            "F", "Imported granular fill compacted in layers of 200 mm to 95 % modified Proctor", "m3", "228", "12.40"
        ),
        Line("G", "Anti-termite treatment to surfaces of excavation", "m2", "620", "1.10"),
        Line("H", "1000 gauge polythene membrane laid under slabs, lapped 300 mm", "", "620", "0.85"),
    ],
    "3 Concrete": [
        Heading("IN-SITU CONCRETE, GRADE C35"),
        Line("A", "Blinding, 75 mm thick, grade C15", "m2", "560", "6.20"),
        Line("B", "Raft foundation, 450 mm thick", "m3", "252", "118.00"),
        Line("C", "Columns and walls", "m3", "64", "132.00"),
        Line("D", "Suspended slabs, 200 mm thick", "m3", "138", "126.00"),
        Line("E", "Staircases and landings", "m3", "9.5", "141.00"),
        Heading("REINFORCEMENT"),
        Line("F", "High yield bars, 10 to 16 mm diameter, cut, bent and fixed", "t", "38.4", "965.00"),
        Line("G", "High yield bars, 20 to 25 mm diameter, cut, bent and fixed", "t", "12.75", "940.00"),
        Heading("FORMWORK"),
        Line("H", "To sides of columns and walls", "m2", "486", "14.50"),
        Line("J", "To soffits of suspended slabs", "m2", "690", "15.75"),
        Line("K", "To soffits of suspended slabs", "m2", "690", "15.75"),
    ],
    "4 Finishes": [
        Heading("FLOORS"),
        Line("A", "Porcelain tiles 600 x 600 mm on screed, jointed and grouted", "m2", "412", "31.00"),
        Line("B", "Marble treads and risers to staircases, 30 mm thick", "m", "96", "58.00"),
        Line("C", "Ceramic tiles 300 x 300 mm to wet areas, slip resistance R11", "m2", "88", "27.50"),
        Heading("WALLS AND CEILINGS"),
        Line("D", "Cement and sand plaster, 15 mm thick, to block walls", "m2", "1640", "5.40"),
        Line("E", "Two coats of emulsion paint on plaster", "m2", "1640", "2.15"),
        Line("F", "Gypsum board suspended ceiling on metal grid", "m2", "390", "17.80"),
        Line("G", "Cement and sand plaster, 15 mm thick, to block walls", "m2", "220", "6.10"),
        Line("H", "Skirting to match floor tiles, 100 mm high", "m", "385", ""),
        Line("J", "Allow for protecting finished surfaces", "Item", "1", "1200"),
    ],
}


def villa() -> bytes:
    """An xlsx of four bills and a summary. One amount is mistyped, a unit and a rate are missing, an item is repeated."""
    out = io.BytesIO()
    book = Book(out)
    totals = [(name, *_bill(book, name, rows)) for name, rows in BILLS.items()]
    _summary(book, totals)
    book.book.close()
    return out.getvalue()


def _bill(book: Book, name: str, rows: list[Row]) -> tuple[int, Decimal]:
    sheet = book.sheet(name)
    sheet.write_string(0, 0, "PROPOSED VILLA, PLOT 17", book.title)
    sheet.write_string(1, 0, f"BILL No. {name}", book.bold)
    return book.table(sheet, 3, WORDS, rows)


def _summary(book: Book, totals: list[tuple[str, int, Decimal]]) -> None:
    sheet = book.sheet("Summary")
    sheet.write_string(0, 0, "GENERAL SUMMARY", book.title)
    for column, word in ((0, "Bill"), (1, "Description"), (5, "Amount (USD)")):
        sheet.write_string(2, column, word, book.head)
    for at, (name, row, total) in enumerate(totals, start=3):
        number, _, title = name.partition(" ")
        sheet.write_string(at, 0, number)
        sheet.write_string(at, 1, title)
        sheet.write_formula(at, 5, f"='{name}'!F{row + 1}", book.money, float(total))
    end = 3 + len(totals)
    net = sum((total for _, _, total in totals), Decimal(0))
    sheet.write_string(end, 1, "Total of bills", book.bold)
    sheet.write_formula(end, 5, f"=SUM(F4:F{end})", book.sum, float(net))
    sheet.write_string(end + 1, 1, "Add VAT 5%")
    sheet.write_formula(end + 1, 5, f"=ROUND(F{end + 1}*0.05,2)", book.money, float(round(net / 20, 2)))
    sheet.write_string(end + 2, 1, "Grand total carried to form of tender", book.bold)
    sheet.write_formula(end + 2, 5, f"=F{end + 1}+F{end + 2}", book.sum, float(net + round(net / 20, 2)))
