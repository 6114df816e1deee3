"""Totals as a chain of evidence: each is linked to what it adds up and judged, from pages up to the form of tender."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.engine.model import Reading, StatedTotal, TotalKind, Verdict
from boq.engine.receipt import to_json
from boq.tests.reading.grids import read_sheets, sheet

EARTH = """
Item | Description | Unit | Quantity | Rate | Amount
1.1 | Excavate trenches for foundations | m3 | 10 | 5 | 50
1.2 | Backfill around foundations | m3 | 8 | 4 | 32
1.3 | Cart away surplus material | m3 | 6 | 3 | 18
 | Page total | | | | 100
1.4 | Hardcore bed under floors | m3 | 10 | 20 | 200
1.5 | Damp-proof membrane | m2 | 100 | 3 | 300
 | Page total | | | | 500
 | Bill total | | | | 600
"""
EARTH_FORMULAS = {(4, 5): "SUM(F2:F4)", (7, 5): "SUM(F6:F7)", (8, 5): "F5+F8"}
ROOFS = """
Item | Description | Unit | Quantity | Rate | Amount
2.1 | Roof tiles on battens | m2 | 100 | 20 | 2000
2.2 | Ridge tiles bedded in mortar | m | 50 | 10 | 500
 | Bill total | | | | 2500
"""
ROOF_FORMULAS = {(3, 5): "SUM(F2:F3)"}
SUMMARY = """
 | General summary |
1 | Earthworks | 600
2 | Roofs | 2500
 | Total | 3100
 | VAT 10% | 310
 | Grand total | 3410
"""
SUMMARY_FORMULAS = {
    (1, 2): "Earth!F9", (2, 2): "'Roofs'!$F$4", (3, 2): "SUM(C2:C3)", (4, 2): "C4*10%", (5, 2): "C4+C5",
}  # fmt: skip
TENDER = """
FORM OF TENDER
To: the Director of Works
We offer to execute and complete the works for the sum of
 | SAR | 3410
"""


def tender_file(**formulas: dict) -> Reading:
    return read_sheets(
        sheet(TENDER, "Form", formulas=formulas.get("form", {(3, 2): "Summary!C6"})),
        sheet(EARTH, "Earth", formulas=formulas.get("earth", EARTH_FORMULAS)),
        sheet(ROOFS, "Roofs", formulas=formulas.get("roofs", ROOF_FORMULAS)),
        sheet(SUMMARY, "Summary", formulas=formulas.get("summary", SUMMARY_FORMULAS)),
    )


def at(reading: Reading, cell: str) -> StatedTotal:
    return next(total for total in reading.boq.totals if total.source.cell == cell)


def parts(reading: Reading, cell: str) -> list[str]:
    return [reading.boq.totals[part].source.cell for part in at(reading, cell).parts]


def test_the_chain_leads_from_pages_to_the_form_of_tender():
    reading = tender_file()
    assert {total.verdict for total in reading.boq.totals} == {Verdict.EQUAL}
    assert parts(reading, "Form!C4") == ["Summary!C6"]
    assert parts(reading, "Summary!C6") == ["Summary!C4", "Summary!C5"]
    assert parts(reading, "Summary!C4") == ["Summary!C2", "Summary!C3"]
    assert parts(reading, "Summary!C2") == ["Earth!F9"]
    assert parts(reading, "Earth!F9") == ["Earth!F5", "Earth!F8"]
    assert (at(reading, "Earth!F8").adds, at(reading, "Earth!F8").parts) == (2, ())
    assert at(reading, "Form!C4").kind is TotalKind.TENDER
    assert not [finding for finding in reading.findings if finding.code.startswith("totals.")]


def test_the_chain_is_found_without_formulas_too():
    reading = tender_file(form={}, earth={}, roofs={}, summary={})
    assert {total.verdict for total in reading.boq.totals} == {Verdict.EQUAL}
    assert parts(reading, "Form!C4") == ["Summary!C6"]
    assert parts(reading, "Summary!C3") == ["Roofs!F4"]


def found(reading: Reading) -> list[tuple[str, str]]:
    return [(one.code, one.source.cell) for one in reading.findings if one.code.startswith("totals.")]


def changed(text: str, old: str, new: str, name: str, formulas: dict) -> Reading:
    assert old in text
    return read_sheets(sheet(text.replace(old, new), name, formulas=formulas))


def test_a_stale_total_says_what_its_formula_gives():
    reading = changed(ROOFS, "| 2500", "| 2400", "Roofs", ROOF_FORMULAS)
    total = at(reading, "Roofs!F4")
    assert (total.verdict, total.expected, total.difference) == (Verdict.STALE, Decimal(2500), Decimal(-100))
    assert found(reading) == [("totals.stale", "Roofs!F4")]


def test_a_range_that_misses_the_last_item_adds_up_the_wrong_rows():
    reading = changed(EARTH, "| 500\n", "| 200\n", "Earth", EARTH_FORMULAS | {(7, 5): "SUM(F6:F6)"})
    total = at(reading, "Earth!F8")
    assert (total.verdict, total.expected) == (Verdict.WRONG_ROWS, Decimal(500))
    assert [place.cell for place in total.missing] == ["Earth!F7"]
    assert ("totals.rows-left-out", "Earth!F8") in found(reading)


def test_a_range_that_misses_the_first_item_adds_up_the_wrong_rows():
    text = EARTH.replace("| 100\n", "| 50\n").replace("| 600\n", "| 550\n")
    reading = read_sheets(sheet(text, "Earth", formulas=EARTH_FORMULAS | {(4, 5): "SUM(F3:F4)"}))
    assert [place.cell for place in at(reading, "Earth!F5").missing] == ["Earth!F2"]


def test_a_range_that_begins_in_the_page_before_counts_rows_twice():
    text = EARTH.replace("| 500\n", "| 518\n").replace("| 600\n", "| 618\n")
    reading = read_sheets(sheet(text, "Earth", formulas=EARTH_FORMULAS | {(7, 5): "F4+SUM(F6:F7)"}))
    total = at(reading, "Earth!F8")
    assert (total.verdict, total.expected, [p.cell for p in total.extra]) == (
        Verdict.WRONG_ROWS, Decimal(500), ["Earth!F4"],
    )  # fmt: skip
    assert ("totals.rows-twice", "Earth!F8") in found(reading)


def test_a_total_over_items_and_their_subtotals_counts_them_twice():
    text = EARTH.replace("| 600\n", "| 1200\n")
    reading = read_sheets(sheet(text, "Earth", formulas=EARTH_FORMULAS | {(8, 5): "SUM(F2:F8)"}))
    total = at(reading, "Earth!F9")
    assert (total.verdict, total.expected) == (Verdict.WRONG_ROWS, Decimal(600))
    assert [place.cell for place in total.extra] == ["Earth!F5", "Earth!F8"]


@pytest.mark.parametrize("formula", ["SUBTOTAL(9,F2:F8)", "SUM(F2:F8)/2", "SUM(F2:F4)+SUM(F6:F7)", "ROUND(F5+F8,0)"])
def test_other_ways_to_add_up_everything_once_are_right(formula):
    subtotals = {(4, 5): "SUBTOTAL(9,F2:F4)", (7, 5): "SUBTOTAL(9,F6:F7)"} if "SUBTOTAL" in formula else EARTH_FORMULAS
    reading = read_sheets(sheet(EARTH, "Earth", formulas=subtotals | {(8, 5): formula}))
    assert [total.verdict for total in reading.boq.totals] == [Verdict.EQUAL] * 3
    assert found(reading) == []


def test_a_summary_that_leaves_a_bill_out_names_it():
    third = sheet(
        ROOFS.replace("2.", "3.").replace("Roof", "Wall").replace("Ridge", "Corner"), "Walls", formulas=ROOF_FORMULAS
    )
    reading = read_sheets(
        sheet(EARTH, "Earth", formulas=EARTH_FORMULAS),
        sheet(ROOFS, "Roofs", formulas=ROOF_FORMULAS),
        third,
        sheet(SUMMARY, "Summary", formulas=SUMMARY_FORMULAS),
    )
    total = at(reading, "Summary!C4")
    assert (total.verdict, [place.cell for place in total.missing]) == (Verdict.WRONG_ROWS, ["Walls!F4"])
    assert total.expected == Decimal(5600)


def test_a_figure_typed_over_a_formula_is_conspicuous_among_formulas():
    pages = "".join(
        f"{page}.1 | Work number {page} in rooms | m2 | {page} | 10 | {page}0\n"
        f"{page}.2 | Paint to work {page} twice | m2 | {page} | 5 | {page * 5}\n | Page total | | | | {page * 15}\n"
        for page in range(1, 7)
    )
    text = "Item | Description | Unit | Quantity | Rate | Amount\n" + pages
    formulas = {(3 * page, 5): f"SUM(F{3 * page - 1}:F{3 * page})" for page in range(1, 7) if page != 4}
    reading = read_sheets(sheet(text, "Bill", formulas=formulas))
    assert at(reading, "Bill!F13").verdict is Verdict.TYPED
    assert found(reading) == [("totals.typed-over", "Bill!F13")]


def test_totals_picked_by_a_criterion_are_judged_by_their_formula():
    text = """
    Item | Description | Unit | Quantity | Rate | Amount | Part
    1 | Excavate trenches for foundations | m3 | 10 | 5 | 50 | A
    2 | Roof tiles on battens | m2 | 10 | 7 | 70 | B
    3 | Backfill around foundations | m3 | 8 | 4 | 32 | A
     | Total of part A | | | | 82 |
     | Total of part B | | | | 70 |
    """
    formulas = {(4, 5): 'SUMIF(G2:G4,"A",F2:F4)', (5, 5): 'SUMIF(G2:G4,"B",F2:F4)'}
    reading = read_sheets(sheet(text, "Bill", formulas={(row, column): f for (row, column), f in formulas.items()}))
    assert [(t.verdict, t.adds) for t in reading.boq.totals] == [(Verdict.EQUAL, 2), (Verdict.EQUAL, 1)]
    assert found(reading) == []


def test_a_summary_without_formulas_that_carries_another_sum_is_off():
    text = ROOFS.replace("Bill total", "Total")
    summary = (
        SUMMARY.replace("| 2500", "| 2600").replace("3100", "3200").replace("310\n", "320\n").replace("3410", "3520")
    )
    reading = read_sheets(
        sheet(EARTH, "Earthworks"), sheet(text, "Roofs"), sheet(summary, "Summary"),
    )  # fmt: skip
    total = at(reading, "Summary!C3")
    assert (total.verdict, total.expected) == (Verdict.OFF, Decimal(2500))
    assert ("totals.carried-wrong", "Summary!C3") in found(reading)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        (
            "We offer to execute the works for the sum of SAR 3,410.00 (three thousand four hundred and ten)",
            Verdict.EQUAL,
        ),
        ("نعرض تنفيذ الأعمال بمبلغ وقدره 3,410.00 ريال", Verdict.EQUAL),
        ("Предлагаем выполнить работы на сумму 3 410,00 руб.", Verdict.EQUAL),
        ("We offer to execute the works for the sum of SAR 3,140.00", Verdict.OFF),
    ],
)
def test_a_sum_offered_in_words_ends_the_chain(sentence, verdict):
    reading = read_sheets(
        sheet(f"FORM OF TENDER\n\n{sentence}", "Offer"),
        sheet(EARTH, "Earth", formulas=EARTH_FORMULAS),
        sheet(ROOFS, "Roofs", formulas=ROOF_FORMULAS),
        sheet(SUMMARY, "Summary", formulas=SUMMARY_FORMULAS),
    )
    offered = [total for total in reading.boq.totals if total.kind is TotalKind.TENDER]
    assert [(total.verdict, total.expected) for total in offered] == [(verdict, Decimal(3410))]


def test_the_receipt_shows_the_chain_with_positions_in_its_own_list():
    public = to_json(tender_file().receipt)["totals"]
    tender = next(line for line in public if line["kind"] == "tender")
    grand = public[tender["parts"][0]]
    assert (grand["cell"], grand["amount"], grand["verdict"]) == ("Summary!C6", "3410", "equal")
    assert [(public[part]["kind"], public[part]["cell"]) for part in grand["parts"]] == [
        ("net", "Summary!C4"), ("tax", "Summary!C5"),
    ]  # fmt: skip


def test_a_chain_that_leads_from_the_items_to_a_wrong_total_is_no_doubt_but_a_finding():
    earth = EARTH.replace("| 500\n", "| 200\n").replace("| 600\n", "| 300\n")
    summary = (
        SUMMARY.replace("| 600", "| 300").replace("3100", "2800").replace("| 310\n", "| 280\n").replace("3410", "3080")
    )
    reading = read_sheets(
        sheet(earth, "Earth", formulas=EARTH_FORMULAS | {(7, 5): "SUM(F6:F6)"}),
        sheet(ROOFS, "Roofs", formulas=ROOF_FORMULAS),
        sheet(summary, "Summary", formulas=SUMMARY_FORMULAS),
    )
    assert at(reading, "Summary!C6").derived
    assert not reading.receipt.needs_confirmation
    assert [place.cell for place in at(reading, "Earth!F8").missing] == ["Earth!F7"]
    typed = read_sheets(sheet(earth, "Earth"), sheet(ROOFS, "Roofs"), sheet(summary, "Summary"))
    assert not at(typed, "Summary!C6").derived


def test_shares_and_discounts_enter_the_chain_with_their_part():
    text = ROOFS + " | Discount 10% | | | | 250\n | VAT 20% | | | | 450\n | Grand total | | | | 2700\n"
    formulas = ROOF_FORMULAS | {(4, 5): "F4*10%", (5, 5): "(F4-F5)*0.2", (6, 5): "F4-F5+F6"}
    assert at(read_sheets(sheet(text, "Roofs", formulas=formulas)), "Roofs!F7").derived
