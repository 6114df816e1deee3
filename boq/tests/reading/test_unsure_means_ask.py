"""Where the file does not tell, a person is asked, and the question names the place."""

from __future__ import annotations

import pytest

from boq.engine.model import Reading
from boq.tests.reading.grids import read_sheets, read_table, sheet


def asked(reading: Reading) -> dict[str, str]:
    return {question.code: question.cell for question in reading.receipt.questions}


CLEAN = """
Item | Description | Unit | Quantity | Rate | Amount
1 | Excavate trenches for foundations | m3 | 10 | 5 | 50
2 | Concrete in foundations | m3 | 4 | 100 | 400
3 | Formwork to foundations | m2 | 20 | 10 | 200
 | Total | | | | 650
"""


def test_a_clean_bill_asks_nothing():
    reading = read_table(CLEAN)
    assert asked(reading) == {}
    assert reading.receipt.needs_confirmation is False
    assert reading.receipt.sheets[0].confidence > 0.9


def test_figures_without_headings_and_without_arithmetic_are_asked_about():
    rows = [f"{n} | Works of kind {n} as described | m2 | {n * 7} | {n * 3}" for n in range(1, 12)]
    assert "heading_missing" in asked(read_table("\n".join(rows)))


def test_one_column_of_figures_that_also_asks_for_rates_alone_needs_no_heading():
    rows = [f"{n} | Works of kind {n} as described | m2 | {'RO' if n % 5 == 0 else n * 7}" for n in range(3, 16)]
    reading = read_table("\n".join(rows))
    assert not asked(reading)
    assert [item.quantity is None for item in reading.boq.items] == [n % 5 == 0 for n in range(3, 16)]


def test_amounts_that_do_not_multiply_out_are_asked_about():
    rows = ["Item | Description | Unit | Quantity | Rate | Amount"]
    rows += [f"{n} | Works of kind {n} as described | m2 | {n * 7} | {n * 3} | {n * 1000 + 17}" for n in range(1, 12)]
    assert "arithmetic_disagrees" in asked(read_table("\n".join(rows)))


def test_a_total_that_nothing_explains_is_asked_about():
    reading = read_table(CLEAN.replace("650", "912"))
    assert asked(reading) == {"total_unexplained": "Bill!5"}
    facts = reading.receipt.questions[0].facts
    assert (facts["stated"], facts["items"], facts["difference"]) == ("912.00", "650.00", "262.00")


def test_a_total_that_leaves_out_one_item_is_the_files_own_fault_and_only_said():
    reading = read_table(CLEAN.replace("650", "450"))
    assert not reading.receipt.needs_confirmation
    assert [warning.code for warning in reading.receipt.warnings] == ["total_differs"]
    assert reading.receipt.ties_out is False


OTHER = (
    CLEAN.replace("| 10 | 5 | 50", "| 12 | 5 | 60").replace("| 4 | 100 | 400", "| 5 | 100 | 500").replace("650", "760")
)


def warned(reading: Reading) -> dict[str, str]:
    return {warning.code: warning.cell for warning in reading.receipt.warnings}


def test_two_versions_that_nothing_tells_apart_are_asked_about():
    reading = read_sheets(sheet(CLEAN, "Block A"), sheet(OTHER, "Block A second"))
    assert "versions_differ" in asked(reading)
    assert reading.receipt.items == 3
    assert [s.items for s in reading.receipt.sheets] == [3, 3]


@pytest.mark.parametrize(
    ("names", "used"),
    [
        (("Work Order", "Final Bill"), "Work Order"),
        (("Bill Quantity", "Work Order"), "Work Order"),
        (("BOQ", "Revised BOQ"), "Revised BOQ"),
        (("BOQ Rev 1", "BOQ Rev 2"), "BOQ Rev 2"),
    ],
)
def test_versions_that_say_which_one_is_the_bill_are_told_apart_aloud(names, used):
    reading = read_sheets(sheet(CLEAN, names[0]), sheet(OTHER, names[1]))
    assert asked(reading) == {}
    assert warned(reading).get("sheet_repeats") == next(name for name in names if name != used)
    assert [s.name for s in reading.receipt.sheets if s.used] == [used]
    assert [s.items for s in reading.receipt.sheets] == [3, 3]


WORKS = CLEAN.replace("Excavate", "Demolish").replace("Concrete in", "Bricks for").replace("Formwork to", "Plaster on")


def test_proven_bills_that_nothing_adds_up_give_the_first_one_s_total_aloud():
    reading = read_sheets(sheet(CLEAN, "House A"), sheet(WORKS, "Garage"))
    assert asked(reading) == {}
    assert warned(reading)["several_totals"].startswith("House A!")
    assert (reading.receipt.stated_total, reading.receipt.ties_out) == (650, False)


def test_a_list_of_sums_that_says_more_than_the_bills_is_asked_about():
    summary = "Bill | Amount\nHouse A | 650\nGarden works | 4800\nGrand total | 5450"
    garage = WORKS.replace("| 10 | 5 | 50", "| 10 | 20 | 200").replace("650", "800")
    reading = read_sheets(sheet(CLEAN, "House A"), sheet(garage, "Garage"), sheet(summary, "Summary"))
    assert reading.receipt.needs_confirmation


def test_a_row_without_amount_is_left_out_of_the_file_s_own_total():
    rows = "\n".join(f"{n} | Concrete block wall number {n} | m2 | {n} | 10 | {n * 10}" for n in range(1, 9))
    bill = f"Item | Description | Unit | Quantity | Rate | Amount\n{rows}\n9 | Design | m2 | 4 | 100 |\n | Total | | | | 360"
    reading = read_table(bill)
    assert asked(reading) == {}
    assert (reading.receipt.items, reading.receipt.stated_total, reading.receipt.ties_out) == (9, 360, True)


def test_many_items_in_hidden_rows_are_asked_about():
    reading = read_sheets(sheet(CLEAN.replace(" | Total | | | | 650", ""), hidden_rows=frozenset({2, 3})))
    assert asked(reading) == {"hidden_items": "Bill!3"}
    assert reading.receipt.items == 3
    assert [item.hidden for item in reading.boq.items] == [False, True, True]


def test_rows_of_amounts_alone_that_no_total_proves_are_asked_about():
    rows = CLEAN.replace(" | Total | | | | 650", "4 | Site huts | | | | 75")
    assert asked(read_table(rows)) == {"amounts_without_quantity": "Bill!5"}


def test_the_same_rows_are_sure_when_the_total_proves_them():
    reading = read_table(CLEAN.replace(" | Total | | | | 650", "4 | Site huts | | | | 75\n | Total | | | | 725"))
    assert not reading.receipt.needs_confirmation
    assert reading.receipt.items == 4


def test_a_file_without_any_bill_is_asked_about():
    assert asked(read_table("Dear sirs\n\nPlease find attached our offer\nKind regards")) == {"no_bill_found": "Bill"}


@pytest.mark.parametrize("text", ["", "a | b", "1", " | | \n | "])
def test_almost_nothing_is_read_without_a_fault(text):
    reading = read_table(text)
    assert reading.receipt.items == 0
    assert sum(reading.receipt.rows.values()) == reading.receipt.rows_total


def test_equal_bills_that_a_summary_adds_up_are_both_works():
    summary = "SUMMARY\n1 | Villa 1 | 650\n2 | Villa 2 | 650\n | Grand Total | 1300"
    receipt = read_sheets(sheet(CLEAN, "Villa 1"), sheet(CLEAN, "Villa 2"), sheet(summary, "Summary")).receipt
    assert (receipt.items, receipt.total, receipt.stated_total, receipt.ties_out) == (6, 1300, 1300, True)
    assert not receipt.needs_confirmation


def test_equal_bills_with_prices_and_no_summary_are_asked_about():
    assert "sheets_alike" in asked(read_sheets(sheet(CLEAN, "Villa 1"), sheet(CLEAN, "Villa 2")))


def test_a_sheet_that_says_it_compares_is_no_rival_of_the_bill():
    changed = CLEAN.replace("| 10 | 5 | 50", "| 12 | 5 | 60").replace("650", "660")
    reading = read_sheets(sheet(CLEAN, "BOQ"), sheet(changed, "Deviation statement"))
    assert asked(reading) == {}
    assert reading.receipt.items == 3


def test_a_sheet_that_the_summary_counts_on_is_not_left_out_in_silence():
    summary = "Bill | Amount\nBill 1 | 650\nBill 2 | 4321.5\nGrand total | 4971.5"
    odd = "Lighting, complete as agreed with the client | 3000.25\nSockets and switches, complete | 1321.25\nAll in | 4321.5"
    reading = read_sheets(sheet(CLEAN, "Bill 1"), sheet(odd, "Bill 2"), sheet(summary, "Summary"))
    assert asked(reading).get("sheet_left_out") == "Bill 2" or reading.receipt.total == 4971.5


@pytest.mark.parametrize(
    "head",
    [
        "No | Work | Unit | Qty | Rate | Amount | Plorum | Sontru",
        "No | Work | Unit | Qty | Rate | Amount | |",
    ],
)
def test_a_second_rate_and_amount_that_no_heading_explains_are_asked_about(head):
    reading = read_table(
        f"""
{head}
1 | Lean concrete | m3 | 4 | 600 | 2400 | 200 | 800
2 | Bars in bases | t | 2 | 15000 | 30000 | 3000 | 6000
3 | Brick walls | m3 | 10 | 1100 | 11000 | 400 | 4000
4 | Plaster | m2 | 10 | 11 | 110 | 40 | 400
 | Total | | | | 43510 | | 11200
"""
    )
    assert "prices_beside" in asked(reading)


def test_figures_of_a_second_table_that_was_not_taken_for_a_bill_are_asked_about():
    reading = read_table(
        """
S.No | Description | Qty | Unit | Rate | Amount
1 | Brick work | 640 | Cft | 28 | 17920
2 | Plaster | 8600 | Sft | 42 | 361200
3 | Paint | 100 | Sft | 42 | 4200
 | Total Part A | | | | 383320

Sr | Description | Model | Length | Width | Price each | Price
1 | Split inverter 2 ton | GS-24 | 9 | 2 | 215000 | 3870000
2 | Floor standing 4 ton | GF-48 | 2 | 2 | 465000 | 1860000
3 | Exhaust fan | EF-12 | 12 | 3 | 6800 | 244800
 | Total Part B | | | | | 5974800
 | GRAND TOTAL | | | | | 6358120
"""
    )
    assert reading.receipt.items == 3
    assert "rows_unclear" in asked(reading)


def test_additions_beside_omissions_are_not_taken_for_the_amount_without_asking():
    reading = read_table(
        """
Item | Description | Unit | Rate | Omit qty | Add qty | Omit amount | Add amount | Net
1 | Excavation | m3 | 5 | 10 | 30 | 50 | 150 | 100
2 | Concrete | m3 | 100 | 5 | | 500 | | -500
3 | Blockwork | m2 | 20 | | 20 | | 400 | 400
 | Total | | | | | 550 | 550 | 0
"""
    )
    assert "figures_elsewhere" in asked(reading)


def test_a_list_of_bills_without_the_bills_is_asked_about():
    reading = read_table(
        """
No | Description | Amount
1 | Bill No. 1 - Preliminaries | 50000
2 | Bill No. 2 - Substructure | 120000
3 | Bill No. 3 - Finishes | 80000
 | Total | 250000
"""
    )
    assert "no_bill_found" in asked(reading)


def test_figures_that_are_read_as_no_numbers_are_asked_about():
    rows = ["Item | Description | Unit | Quantity | Rate | Amount"]
    rows += [f"{n} | Works of kind {n} as described | m2 | {n * 7} | xy{n}zz5 | ab{n}cd0" for n in range(1, 12)]
    reading = read_table("\n".join(rows))
    question = next(q for q in reading.receipt.questions if q.code == "figures_unread")
    assert (question.facts["rows"], question.facts["of"], question.facts["text"]) == (11, 11, "xy1zz5")
