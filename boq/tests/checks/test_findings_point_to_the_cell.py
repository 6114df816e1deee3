"""A finding names the cell that is wrong and gives exact figures."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from boq.engine.checks.base import run_checks
from boq.engine.checks.facts import plain
from boq.engine.model import Finding, PricingState, Severity, SourceRef, TotalKind, Verdict
from boq.tests.checks.bills import bill, grand, item, section


def only(boq):
    (finding,) = run_checks(boq)
    return finding


def test_a_wrong_amount_points_to_the_amount_cell_with_both_figures():
    finding = only(bill(item(3, "12.5", "8.04", price={"amount": Decimal("101.50")}), item(4)))
    assert finding == Finding(
        "arithmetic.amount-mismatch",
        Severity.ERROR,
        SourceRef("Bill", 4, 6),
        "key-3",
        {"stated": "101.50", "expected": "100.50", "difference": "1", "party": ""},
    )
    assert finding.source.cell == "Bill!F4"


def test_an_amount_on_a_row_of_its_own_is_pointed_to_there():
    finding = only(bill(item(3, price={"amount": Decimal(99), "amount_row": 17})))
    assert finding.source == SourceRef("Bill", 17, 6)


def test_a_decimal_slip_says_by_how_much():
    finding = only(bill(item(1, "10", "2.50", price={"amount": Decimal(2500)})))
    assert (finding.code, finding.facts["factor"]) == ("arithmetic.decimal-slip", "100")


def test_a_shifted_amount_names_the_neighbour():
    finding = only(bill(item(1, "4", "5"), item(2, "10", "2.50", price={"amount": Decimal(20)})))
    assert (finding.code, finding.facts["neighbour"]) == ("arithmetic.amount-of-neighbour", "1.1")


def test_hidden_decimals_say_which_rate_fits():
    finding = only(bill(item(1, "1000", "12.35", price={"amount": Decimal("12346.7")})))
    assert (finding.code, finding.facts["implied"]) == ("arithmetic.hidden-decimals", "12.3467")


def test_a_total_that_leaves_out_an_item_names_it():
    total = {"stated_total": Decimal(25), "stated_total_source": SourceRef("Bill", 99, 6)}
    finding = only(bill(item(1), item(2, "4", "5"), sections=(section(**total),)))
    assert (finding.code, finding.item, finding.facts["item"]) == ("totals.leaves-out", "key-2", "1.2 (Bill!3)")
    assert finding.source.cell == "Bill!F99"


def test_two_items_that_could_be_left_out_are_not_guessed_between():
    boq = bill(item(1, "4", "5"), item(2, "2", "10"), item(3), sections=(section(stated_total=Decimal(45)),))
    assert only(boq).code == "totals.section-mismatch"


def test_a_bill_total_that_leaves_out_a_whole_part_names_the_part():
    parts = (section(stated_total=Decimal(25)), section(1, 0, 1, title="Joinery"), section(2, 0, 1))
    items = [item(1, section=1), item(2, "4", "5", section=1), item(3, section=2)]
    finding = only(bill(*items, sections=parts))
    assert (finding.code, finding.facts["item"]) == ("totals.leaves-out", "Joinery")


def test_a_parent_that_adds_up_a_wrong_part_is_not_blamed():
    parts = (section(stated_total=Decimal(70)), section(1, 0, 1, stated_total=Decimal(70)))
    finding = only(bill(item(1, section=1), sections=parts))
    assert (finding.code, finding.facts["label"]) == ("totals.section-mismatch", "Part 2")


def test_a_total_that_the_reading_found_off_is_reported_with_what_was_expected():
    wrong = grand("40", expected=Decimal("32.75"), verdict=Verdict.OFF)
    finding = only(bill(item(1), totals=(wrong,)))
    assert (finding.code, finding.facts["expected"], finding.facts["difference"]) == (
        "totals.grand-mismatch",
        "32.75",
        "7.25",
    )


def test_vat_is_proven_from_the_percentage_in_its_label():
    def totals(amount, label):
        return (grand("25", row=10, kind=TotalKind.NET), grand(amount, row=11, kind=TotalKind.TAX, label=label))

    assert run_checks(bill(item(1), totals=totals("3.75", "ضريبة القيمة المضافة ١٥٪"))) == ()
    assert run_checks(bill(item(1), totals=totals("4.17", "В том числе НДС 20 %"))) == ()
    finding = only(bill(item(1), totals=totals("3.50", "VAT 15%")))
    assert finding.facts == {
        "label": "VAT 15%", "percent": "15", "base": "25", "stated": "3.50", "expected": "3.75", "party": "",
    }  # fmt: skip


def test_a_discount_in_per_cent_may_be_written_with_either_sign():
    for amount in ("2.5", "-2.5"):
        off = grand(amount, row=11, kind=TotalKind.DISCOUNT, label="Less 10% discount")
        assert run_checks(bill(item(1), totals=(off, grand("22.5", row=12)))) == ()


def test_different_rates_for_one_description_give_the_spread():
    text = "Concrete class C30 in footings"
    boq = bill(
        item(1, rate="100", description=text), item(2, rate="125", description=text.upper(), section=1),
        sections=(section(), section(1)),
    )  # fmt: skip
    facts = only(boq).facts
    assert (facts["lowest"], facts["highest"], facts["spread"], facts["lowest_cell"]) == (
        "100",
        "125",
        "25.0",
        "Bill!2",
    )


def test_an_error_cell_is_quoted():
    unread = {"state": PricingState.UNREADABLE, "amount": None, "raw_amount": "#REF!", "calculated": None}
    finding = only(bill(item(1, price=unread), item(2)))
    assert (finding.code, finding.facts["raw"], finding.source.column) == ("values.unreadable-price", "#REF!", 6)


def test_findings_cross_the_process_border_unchanged():
    findings = run_checks(bill(item(1, price={"amount": Decimal(99)}), item(2, rate="0")))
    assert len(findings) == 2
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(findings), type=tuple[Finding, ...]) == findings


def test_figures_are_written_without_exponent_and_without_loss():
    assert [plain(Decimal(text)) for text in ("1E+3", "12.50", "12.5", "0.125000", "-0", "1234567890123.45")] == [
        "1000", "12.50", "12.50", "0.125", "0", "1234567890123.45",
    ]  # fmt: skip
