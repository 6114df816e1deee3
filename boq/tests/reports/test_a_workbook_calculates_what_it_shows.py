"""Every formula of an exported workbook equals the value that is written with it, and the grand total is the receipt's."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boq.engine.model import ItemKind, Price, PricingState, RateComponent, Rounding, Standing
from boq.tests.checks.bills import bill, changed, item, right_bill, section
from boq.tests.reports.making import receipt_of, report
from boq.tests.reports.sheets import Sheets

AMOUNT, DIFFERENCE = "F", "G"


def assert_it_calculates(sheets: Sheets) -> int:
    formulas = 0
    for sheet, address, formula, cached in sheets.cells():
        assert sheets.value(sheet, address) == pytest.approx(cached, rel=1e-9, abs=1e-6), (sheet, address, formula)
        formulas += 1
    return formulas


def grand_total(sheets: Sheets, column: str = AMOUNT) -> float:
    name = sheets.names[1]
    return sheets.value(name, f"{column}{sheets.formulas[name].max_row}")


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), items=st.integers(1, 60), bills=st.integers(1, 4), parts=st.integers(1, 3))
def test_every_formula_gives_its_value_and_the_total_is_the_receipts(seed, items, bills, parts):
    boq = right_bill(seed, items, bills, parts)
    sheets = Sheets(report(boq, "xlsx"))
    assert assert_it_calculates(sheets) >= items // 3
    assert grand_total(sheets) == pytest.approx(float(receipt_of(boq).total), rel=1e-12)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_it_calculates_whatever_the_bill_says(seed, data):
    boq = right_bill(seed, 30, 2, 2)
    figures = st.none() | st.decimals(-(10**4), 10**5, allow_nan=False, allow_infinity=False, places=3)
    for number in range(len(boq.items)):
        price = {
            "rate": data.draw(figures),
            "amount": data.draw(figures),
            "rate_base": data.draw(st.sampled_from([1, 100])),
        }
        price["rate_base"] = Decimal(price["rate_base"])
        quantity, rate = data.draw(figures), price["rate"]
        known = quantity is not None and rate is not None
        price["calculated"] = quantity * rate / price["rate_base"] if known else None
        standing = data.draw(st.sampled_from(list(Standing)))
        kind = data.draw(st.sampled_from(list(ItemKind)))
        boq = changed(boq, number, quantity=quantity, price=price, standing=standing, kind=kind)
    sheets = Sheets(report(boq, "xlsx"))
    assert_it_calculates(sheets)
    assert grand_total(sheets) == pytest.approx(float(receipt_of(boq).total), rel=1e-9, abs=1e-3)


def formulas_of(boq) -> dict[str, str]:
    sheets = Sheets(report(boq, "xlsx"))
    assert_it_calculates(sheets)
    return {address: formula for sheet, address, formula, _ in sheets.cells() if sheet == sheets.names[1]}


def test_an_amount_is_a_product_where_that_is_what_the_file_states():
    assert formulas_of(bill(item(1, "4", "2.50")))["F3"] == "=D3*E3"


def test_a_rounded_amount_is_a_rounded_product():
    assert formulas_of(bill(item(1, "3.333", "2.5")))["F3"] == "=ROUND(D3*E3,2)"
    whole = bill(item(1, "3.3", "2.5", price={"amount": Decimal(8)}), rounding=Rounding(Decimal(1), "inferred"))
    assert formulas_of(whole)["F3"] == "=ROUND(D3*E3,0)"


def test_a_wrong_amount_stays_as_stated_with_the_difference_beside_it():
    boq = bill(item(1, "4", "2.50", price={"amount": Decimal(11)}))
    sheets = Sheets(report(boq, "xlsx"))
    sheet = sheets.formulas[sheets.names[1]]
    assert (sheet["F3"].value, sheet["G3"].value) == (11, "=F3-D3*E3")
    assert sheets.value(sheets.names[1], "G3") == 1
    assert grand_total(sheets) == 11


def test_a_rate_per_hundred_is_divided_by_its_base():
    boq = bill(item(1, "4", "250", price={"rate_base": Decimal(100), "amount": Decimal(10), "calculated": Decimal(10)}))
    assert formulas_of(boq)["F3"] == "=D3*E3/H3"


def test_a_rate_in_parts_is_their_sum():
    parts = (RateComponent("labour", Decimal("1.5")), RateComponent("material", Decimal(2)))
    price = {"components": parts, "amount": Decimal(14), "state": PricingState.PRICED}
    assert formulas_of(bill(item(1, "4", None, price=price)))["E3"] == "=1.5+2"


def test_a_lump_sum_and_a_percentage_are_values():
    lump = item(1, None, None, kind=ItemKind.LUMP_SUM, price={"amount": Decimal(500), "state": PricingState.PRICED})
    share = item(2, "10", "500", kind=ItemKind.PERCENTAGE, price={"amount": Decimal(50)})
    formulas = formulas_of(bill(lump, share))
    assert "F3" not in formulas
    assert "F4" not in formulas


def test_an_amount_that_the_file_does_not_state_is_calculated():
    boq = bill(item(1, "4", "2.50", price={"amount": None}))
    assert formulas_of(boq)["F3"] == "=D3*E3"
    assert grand_total(Sheets(report(boq, "xlsx"))) == 10


def test_totals_add_up_items_and_the_totals_of_parts():
    parts = (section(), section(1, 0, 1), section(2, 0, 1), section(3))
    boq = bill(item(1), item(2, section=1), item(3, section=1), item(4, section=2), item(5, section=3), sections=parts)
    formulas = formulas_of(boq)
    assert [formulas[cell] for cell in ("F7", "F10", "F11", "F14", "F15")] == [
        "=SUM(F5:F6)", "=SUM(F9:F9)", "=SUM(F3:F3,F7,F10)", "=SUM(F13:F13)", "=SUM(F11,F14)",
    ]  # fmt: skip


def test_options_stay_out_of_the_total_until_somebody_lets_them_in():
    boq = bill(item(1), item(2, standing=Standing.OPTIONAL))
    sheets = Sheets(report(boq, "xlsx"))
    sheet = sheets.formulas[sheets.names[1]]
    assert sheet["F5"].value == "=SUMIF(K3:K4,1,F3:F4)"
    assert grand_total(sheets) == 25
    sheet["K4"] = 1
    sheets._known.clear()
    assert grand_total(sheets) == 50


def test_a_bill_of_very_many_parts_has_short_formulas():
    parts = tuple(section(index) for index in range(200))
    boq = bill(*(item(index, section=index) for index in range(200)), sections=parts)
    formulas = formulas_of(boq)
    assert max(map(len, formulas.values())) < 100
    assert grand_total(Sheets(report(boq, "xlsx"))) == 5_000


def test_items_after_a_part_or_before_any_section_are_not_lost():
    parts = (section(), section(1, 0, 1))
    boq = bill(item(1, section=-1), item(2, section=0), item(3, section=1), item(4, section=0), sections=parts)
    assert grand_total(Sheets(report(boq, "xlsx"))) == 100


def test_each_bidder_has_columns_and_a_total():
    both = []
    for number in range(1, 4):
        prices = (
            item(number, price={"party": "North"}).prices[0],
            item(number, rate="4", price={"party": "South"}).prices[0],
        )
        both.append(item(number, prices=prices))
    boq = bill(*both, parties=("North", "South"))
    sheets = Sheets(report(boq, "xlsx"))
    assert_it_calculates(sheets)
    assert sheets.rows(1)[0][4:10] == [
        "Rate – North", "Amount – North", "Difference – North", "Rate – South", "Amount – South", "Difference – South",
    ]  # fmt: skip
    assert (grand_total(sheets), grand_total(sheets, "I")) == (75, 120)


def test_unnamed_bidders_are_numbered():
    both = [item(number, prices=(item(number).prices[0], item(number, rate="4").prices[0])) for number in range(1, 4)]
    sheets = Sheets(report(bill(*both), "xlsx"))
    assert [sheets.rows(1)[0][column] for column in (5, 8)] == ["Amount", "Amount – 2"]
    assert (grand_total(sheets), grand_total(sheets, "I")) == (75, 120)


def test_the_summary_is_linked_to_the_bill():
    boq = right_bill(1, 30, 2, 2)
    sheets = Sheets(report(boq, "xlsx"))
    total = msgspec.structs.asdict(receipt_of(boq))["total"]
    linked = [one for one in sheets.cells() if one[0] == sheets.names[0] and "'Bill of quantities'!F" in one[2]]
    assert len(linked) == 1 + 2 * len(boq.sections)  # the total; amount and share of each section
    assert linked[0][3] == pytest.approx(float(total))


def test_a_bill_without_prices_or_items_is_written_too():
    unpriced = bill(item(1, prices=()), item(2, rate=None))
    said = bill(item(3, prices=(Price(PricingState.INCLUDED),)))
    for boq in (unpriced, said, bill(sections=())):
        sheets = Sheets(report(boq, "xlsx"))
        assert_it_calculates(sheets)
        assert grand_total(sheets) == 0
    assert Sheets(report(said, "xlsx")).rows(1)[2][5] == "Included"
