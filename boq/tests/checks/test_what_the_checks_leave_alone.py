"""Golden examples of what is no fault in the trade."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boq.engine.checks.base import run_checks
from boq.engine.model import ItemKind, PricingState, RateComponent, Rounding, Standing, TotalKind, Verdict
from boq.tests.checks.bills import bill, grand, item, section


def codes(boq):
    return [finding.code for finding in run_checks(boq)]


@pytest.mark.parametrize("state", [PricingState.RATE_ONLY, PricingState.INCLUDED, PricingState.EXCLUDED])
def test_rate_only_included_and_excluded_are_not_missing(state):
    asked = item(1, None, None, price={"state": state})
    assert codes(bill(asked, item(2), item(3))) == []


@pytest.mark.parametrize(
    "description",
    [
        "Omit: blockwork to rooms",
        "Credit for old doors",
        "خصم قيمة الأبواب",
        "Возврат металлолома",
        "Deduct for openings",
    ],
)
def test_a_credit_may_be_negative(description):
    assert codes(bill(item(1, "-10", "2.50", description=description), item(2))) == []


def test_an_item_in_a_section_of_omissions_may_be_negative():
    boq = bill(item(1, "-10", "2.50", section=1), sections=(section(title="Omissions"), section(1, parent=0, level=1)))
    assert codes(boq) == []


def test_a_rate_per_hundred_is_divided():
    price = {"rate_base": Decimal(100), "amount": Decimal("0.25")}
    assert codes(bill(item(1, "10", "2.50", price=price))) == []


def test_parts_of_a_rate_are_summed_where_the_rate_is_not_stated():
    parts = (RateComponent("labour", Decimal(3)), RateComponent("material", Decimal(4)))
    price = {"components": parts, "amount": Decimal(70), "state": PricingState.PRICED}
    assert codes(bill(item(1, "10", None, price=price), item(2))) == []
    wrong = {**price, "amount": Decimal(71)}
    assert codes(bill(item(1, "10", None, price=wrong), item(2))) == ["arithmetic.amount-mismatch"]


def test_a_bill_in_whole_units_may_round_to_whole_units():
    assert (
        codes(bill(item(1, "3", "2.50", price={"amount": Decimal(8)}), rounding=Rounding(Decimal(1), "inferred"))) == []
    )
    assert codes(bill(item(1, "3", "2.50", price={"amount": Decimal(8)}))) == ["arithmetic.amount-mismatch"]


def test_a_percentage_of_another_total_is_not_extended():
    boq = bill(
        item(1),
        item(2, "10", "25", kind=ItemKind.PERCENTAGE, unit="%", unit_code="%", price={"amount": Decimal("2.5")}),
    )
    assert codes(boq) == []


def test_options_and_alternatives_do_not_enter_a_section_total():
    option = item(2, standing=Standing.OPTIONAL)
    boq = bill(item(1), option, sections=(section(stated_total=Decimal(25)),))
    assert codes(boq) == []


def test_a_total_that_the_reading_has_proven_is_believed():
    proven = grand("99", expected=Decimal(99), verdict=Verdict.EQUAL)
    assert codes(bill(item(1), totals=(proven,))) == []


def test_page_totals_that_nobody_could_explain_are_left_alone():
    assert codes(bill(item(1), totals=(grand("99", kind=TotalKind.PAGE, label="Page total"),))) == []


def test_the_same_works_under_ditto_or_in_few_words_are_no_repetition():
    first = item(1, description="Ditto", ref="A")
    again = item(2, description="Ditto", ref="B")
    short = [
        item(3, description="150 mm thick", ref="C"),
        item(4, rate="9", description="150 mm thick", ref="D", section=1),
    ]
    boq = bill(first, again, *short, sections=(section(), section(1)))
    assert codes(boq) == []


def test_letters_that_begin_again_on_each_page_are_no_repeated_numbers():
    letters = [
        item(number, ref="ABC"[number % 3], description=f"Painting work of the kind {number}") for number in range(9)
    ]
    numbers = [
        item(20 + number, ref=f"1.{number % 3}", description=f"Joinery work of the kind {number}")
        for number in range(9)
    ]
    assert codes(bill(*letters)) == []
    assert codes(bill(*numbers)) == []


def test_an_unpriced_tender_yields_one_finding():
    items = [item(number, rate=None) for number in range(4000)]
    findings = run_checks(bill(*items))
    assert [(one.code, one.facts["count"]) for one in findings] == [("completeness.not-priced", 4000)]
    no_price_columns = [item(number, prices=()) for number in range(4000)]
    assert codes(bill(*no_price_columns)) == ["completeness.not-priced"]


def test_a_tender_with_the_clients_own_sums_is_still_unpriced():
    sums = item(
        9000, None, None, kind=ItemKind.PROVISIONAL_SUM, price={"amount": Decimal(5000), "state": PricingState.PRICED}
    )
    items = [item(number, rate=None) for number in range(50)]
    assert codes(bill(*items, sums)) == ["completeness.not-priced"]


def test_each_bidder_is_looked_at_alone():
    both = []
    for number in range(1, 4):
        one = item(number, price={"party": "North"})
        other = item(number, rate="3" if number < 3 else None, price={"party": "South"})
        both.append(item(number, prices=(*one.prices, *other.prices)))
    findings = run_checks(bill(*both, parties=("North", "South")))
    assert [(one.code, one.facts["party"]) for one in findings] == [("completeness.unpriced-item", "South")]


def test_bidders_without_names_are_not_taken_for_one():
    both = [item(number, prices=(item(number).prices[0], item(number, rate="9").prices[0])) for number in range(1, 9)]
    assert codes(bill(*both)) == []


def test_what_most_items_lack_is_said_once():
    empty = [item(number, "0", price={"amount": Decimal(0), "calculated": Decimal(0)}) for number in range(30)]
    assert codes(bill(*empty, item(99))) == ["values.zero-quantities"]
    few = [item(number, None, None, price={"amount": Decimal(5), "state": PricingState.PRICED}) for number in range(8)]
    assert codes(bill(*few)) == ["completeness.no-quantities"]


def test_a_row_of_error_values_is_reported_once():
    broken = item(1, None, "5", description="", raw_quantity="#REF!", price={"calculated": None})
    assert codes(bill(broken, item(2))) == ["values.unreadable-quantity"]


def test_walls_in_concrete_and_walls_in_formwork_have_units_of_their_own():
    walls = [
        item(1, description="Retaining walls"),
        item(2, description="Retaining walls", unit="m3", unit_code="m3", section=1),
    ]
    assert codes(bill(*walls, sections=(section(), section(1)))) == []


def test_amounts_rounded_up_to_whole_figures_are_a_note_only():
    assert codes(bill(item(1, "73.278", "69", price={"amount": Decimal(5057)}))) == ["arithmetic.rounding-difference"]
    assert codes(bill(item(1, "1.3", "5", price={"amount": Decimal(7)}))) == ["arithmetic.amount-mismatch"]


def test_vat_of_an_unpriced_bill_is_nothing():
    nothing = (grand("0", row=10, kind=TotalKind.NET), grand("0", row=11, kind=TotalKind.TAX, label="VAT 15%"))
    assert codes(bill(item(1, rate="0"), totals=nothing)) == ["values.zero-rate"]
