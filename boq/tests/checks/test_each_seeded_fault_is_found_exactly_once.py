"""One fault put into a right bill gives one finding, of the right code, at the right item."""

from __future__ import annotations

import os
from collections.abc import Callable
from decimal import Decimal
from string import Formatter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boq.engine.checks.base import CHECKS, run_checks
from boq.engine.model import (
    Boq,
    ItemKind,
    PricingState,
    RateComponent,
    SourceRef,
    Standing,
    StatedTotal,
    TotalKind,
    Verdict,
)
from boq.models.finding_words import FINDINGS
from boq.models.messages import message
from boq.tests.checks.bills import changed, right_bill

INCLUDED = {"amount": None, "state": PricingState.INCLUDED}
CHEAPER = {"rate": Decimal(1), "components": (), "amount": None, "state": PricingState.RATE_ONLY}
UNPRICED = {"state": PricingState.UNPRICED, "rate": None, "amount": None, "calculated": None}


def without_totals(boq: Boq) -> Boq:
    """`boq` with no stated totals, for faults that would rightly break them too."""
    sections = tuple(msgspec.structs.replace(one, stated_total=None, stated_total_source=None) for one in boq.sections)
    return msgspec.structs.replace(boq, sections=sections, totals=())


def with_price(**changes) -> Callable[[Boq, int], Boq]:
    return lambda boq, number: changed(without_totals(boq), number, price=changes)


def with_item(**changes) -> Callable[[Boq, int], Boq]:
    return lambda boq, number: changed(without_totals(boq), number, **changes)


def with_amount(of: Callable[[Decimal], Decimal]) -> Callable[[Boq, int], Boq]:
    return lambda boq, number: with_price(amount=of(boq.items[number].value))(boq, number)


def with_neighbours_amount(boq: Boq, number: int) -> Boq:
    neighbour = next(one.value for one in (boq.items[number - 1], boq.items[number + 1]) if one.quantity)
    return with_price(amount=neighbour)(boq, number)


def with_whole_rate(boq: Boq, number: int) -> Boq:
    """The rate is shown with two decimals, the amount comes from one with four."""
    one = boq.items[number]
    amount = (one.quantity * (one.price.rate + Decimal("0.0049"))).quantize(Decimal("0.01"))
    return with_price(amount=amount)(boq, number)


def with_wrong_parts(boq: Boq, number: int) -> Boq:
    rate = boq.items[number].price.rate
    return with_price(components=(RateComponent("labour", rate), RateComponent("material", rate)))(boq, number)


def with_wrong_part_amounts(boq: Boq, number: int) -> Boq:
    value = boq.items[number].value
    parts = (RateComponent("labour", None, value), RateComponent("material", None, value))
    return with_price(components=parts)(boq, number)


def with_large_quantity(boq: Boq, number: int) -> Boq:
    one = boq.items[number]
    quantity = one.quantity * 1_000_000
    amount = quantity * one.price.rate
    price = msgspec.structs.replace(one.price, amount=amount, calculated=amount)
    return with_item(quantity=quantity, prices=(price,))(boq, number)


def repeated(place: int | None = None, **changes) -> Callable[[Boq, int], Boq]:
    def add(boq: Boq, number: int) -> Boq:
        boq = without_totals(boq)
        fields = {"key": "again", "ref": "99.99", "source": msgspec.structs.replace(boq.items[number].source, row=5000)}
        if place is not None:
            fields["section"] = place
        again = msgspec.structs.replace(boq.items[number], **fields)
        boq = msgspec.structs.replace(boq, items=(*boq.items, again))
        return changed(boq, len(boq.items) - 1, **changes) if changes else boq

    return add


def with_section_total(of: Callable[[Decimal, Boq, int], Decimal]) -> Callable[[Boq, int], Boq]:
    def change(boq: Boq, number: int) -> Boq:
        place = boq.items[number].section
        sections = list(boq.sections)
        total = of(sections[place].stated_total, boq, number)
        sections[place] = msgspec.structs.replace(sections[place], stated_total=total)
        return msgspec.structs.replace(boq, sections=tuple(sections))

    return change


def with_totals(kinds: set[TotalKind], by: str) -> Callable[[Boq, int], Boq]:
    def change(boq: Boq, number: int) -> Boq:
        totals = [
            msgspec.structs.replace(line, amount=line.amount + Decimal(by)) if line.kind in kinds else line
            for line in boq.totals
        ]
        return msgspec.structs.replace(boq, totals=tuple(totals))

    return change


def all_with_wrong_parts(boq: Boq, number: int) -> Boq:
    for index in range(20):
        if boq.items[index].quantity is not None:
            boq = with_wrong_parts(boq, index)
    return boq


def all_totals_wrong(boq: Boq, number: int) -> Boq:
    sections = tuple(
        msgspec.structs.replace(one, stated_total=one.stated_total * 3 + 1234 * index)
        for index, one in enumerate(boq.sections, start=1)
    )
    return msgspec.structs.replace(boq, sections=sections)


def many_hidden(boq: Boq, number: int) -> Boq:
    return msgspec.structs.replace(boq, items=tuple(msgspec.structs.replace(one, hidden=True) for one in boq.items))


def with_same_ref(boq: Boq, number: int) -> Boq:
    other = {"ref": boq.items[number].ref, "description": "Another work altogether", "unit": "m3", "unit_code": "m3"}
    return repeated(**other)(boq, number)


def with_cut_off_amount(boq: Boq, number: int) -> Boq:
    return with_price(amount=boq.items[number].price.calculated + Decimal("0.008"))(boq, number)


def all_changed(**changes) -> Callable[[Boq, int], Boq]:
    def change(boq: Boq, number: int) -> Boq:
        boq = without_totals(boq)
        for index, one in enumerate(boq.items):
            if one.quantity is not None:
                boq = changed(boq, index, **changes)
        return boq

    return change


def judged(verdict: Verdict, kind: TotalKind = TotalKind.SUBTOTAL, **changes) -> Callable[[Boq, int], Boq]:
    """A further total line as the chain of evidence has judged it."""

    def change(boq: Boq, number: int) -> Boq:
        place = SourceRef("Chain", number + 1, 6)
        line = StatedTotal(kind, "Page total", Decimal(700), place, verdict=verdict, formula="SUM(F1:F9)", **changes)
        return msgspec.structs.replace(boq, totals=(*boq.totals, line))

    return change


FAULTS: dict[str, Callable[[Boq, int], Boq]] = {
    "arithmetic.amount-mismatch": with_amount(lambda value: value * 2 + 17),
    "arithmetic.decimal-slip": with_amount(lambda value: value * 100),
    "arithmetic.amount-of-neighbour": with_neighbours_amount,
    "arithmetic.hidden-decimals": with_whole_rate,
    "arithmetic.rounding-difference": with_cut_off_amount,
    "arithmetic.rate-parts-mismatch": with_wrong_parts,
    "arithmetic.amount-parts-mismatch": with_wrong_part_amounts,
    "arithmetic.parts-unclear": all_with_wrong_parts,
    "arithmetic.large-share": with_large_quantity,
    "totals.section-mismatch": with_section_total(lambda total, boq, number: total + Decimal("12345.67")),
    "totals.leaves-out": with_section_total(lambda total, boq, number: total - boq.items[number].value),
    "totals.counts-twice": with_section_total(lambda total, boq, number: total + boq.items[number].value),
    "totals.rounding-difference": with_section_total(lambda total, boq, number: total + Decimal("0.02")),
    "totals.grand-mismatch": with_totals({TotalKind.GRAND}, "4321.09"),
    "totals.percentage-mismatch": with_totals({TotalKind.TAX, TotalKind.GRAND}, "4321.09"),
    "totals.unclear": all_totals_wrong,
    "totals.stale": judged(Verdict.STALE, expected=Decimal(650)),
    "totals.rows-left-out": judged(
        Verdict.WRONG_ROWS, expected=Decimal(750), missing=(SourceRef("Chain", 9, 6),)
    ),
    "totals.rows-twice": judged(Verdict.WRONG_ROWS, expected=Decimal(650), extra=(SourceRef("Chain", 9, 6),)),
    "totals.typed-over": judged(Verdict.TYPED, expected=Decimal(700), typed=True),
    "totals.carried-wrong": judged(
        Verdict.OFF, TotalKind.ENTRY, expected=Decimal(650), claims=(SourceRef("Bill", 9, 6),)
    ),
    "completeness.missing-description": with_item(description="  "),
    "completeness.missing-quantity": with_item(quantity=None, raw_quantity=""),
    "completeness.no-quantities": all_changed(quantity=None, raw_quantity="", kind=ItemKind.MEASURED),
    "completeness.missing-unit": with_item(unit="", unit_code=""),
    "completeness.no-units": all_changed(unit="", unit_code=""),
    "completeness.unpriced-item": with_price(**UNPRICED),
    "completeness.not-priced": all_changed(price=UNPRICED),
    "completeness.missing-rate": with_price(rate=None, calculated=None, components=()),
    "completeness.missing-amount": with_price(amount=None),
    "values.negative-quantity": lambda boq, number: negative(boq, number, "quantity"),
    "values.negative-rate": lambda boq, number: negative(boq, number, "rate"),
    "values.negative-amount": with_price(rate=None, amount=Decimal(-500), calculated=None, raw_rate="as agreed", components=()),
    "values.zero-rate": with_price(state=PricingState.ZERO, rate=Decimal(0), amount=Decimal(0), components=()),
    "values.zero-quantity": with_item(quantity=Decimal(0), price={"amount": Decimal(0), "calculated": Decimal(0)}),
    "values.zero-quantities": all_changed(quantity=Decimal(0), price={"amount": Decimal(0), "calculated": Decimal(0)}),
    "values.amount-without-quantity": with_item(quantity=Decimal(0)),
    "values.unreadable-quantity": with_item(quantity=None, raw_quantity="#REF!", price={"calculated": None}),
    "values.error-value": with_price(raw_amount="#REF!"),
    "values.unreadable-price": with_price(state=PricingState.UNREADABLE, rate=None, amount=None, raw_rate="#N/A", calculated=None),
    "duplicates.repeated-item": repeated(),
    "duplicates.repeated-ref": with_same_ref,
    "duplicates.same-text": repeated(quantity=Decimal(7), price=INCLUDED),
    "duplicates.rates-differ": repeated(place=0, price=CHEAPER),
    "duplicates.units-differ": repeated(unit="day", unit_code="day"),
    "units.fractional-count": with_item(unit="Nr", unit_code="nr", quantity=Decimal("2.5"), price=INCLUDED),
    "units.lump-sum-quantity": with_item(unit="sum", unit_code="sum", kind=ItemKind.LUMP_SUM),
    "units.against-description": with_item(description="Formwork to soffits of slabs (kg).", unit="m2", unit_code="m2"),
    "units.unknown": with_item(unit="zorkmid", unit_code=""),
    "hidden.money": with_item(hidden=True),
    "hidden.much-money": many_hidden,
}  # fmt: skip


def negative(boq: Boq, number: int, field: str) -> Boq:
    one = boq.items[number]
    amount = -one.value
    if field == "quantity":
        return with_item(quantity=-one.quantity, price={"amount": amount})(boq, number)
    return with_price(rate=-one.price.rate, amount=amount, components=())(boq, number)


def test_every_check_has_a_fault_of_its_own():
    assert sorted(FAULTS) == sorted(check.code for check in CHECKS)


def plain_items(boq: Boq) -> list[int]:
    """Items in which any fault may be put: measured, priced, not the first or last, with an amount of their own."""
    values = [one.value for one in boq.items]
    return [
        number
        for number, one in enumerate(boq.items)
        if 0 < number < 29
        and one.kind is ItemKind.MEASURED
        and one.standing is Standing.COUNTS
        and one.quantity not in (None, 1)
        and one.unit_code in ("m2", "m3")
        and values.count(one.value) == 1
    ]


@pytest.mark.proof
@pytest.mark.parametrize("code", FAULTS)
@settings(max_examples=1000 if os.environ.get("MIZAN_PROOF") else 15, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_a_seeded_fault_is_found_exactly_once(code, seed, data):
    boq = right_bill(seed, items=30, bills=2)
    number = data.draw(st.sampled_from(plain_items(boq)))

    findings = run_checks(FAULTS[code](boq, number))

    assert [finding.code for finding in findings] == [code]


@pytest.mark.parametrize("code", FAULTS)
def test_the_words_of_a_finding_use_only_facts_that_it_has(code):
    boq = right_bill(7, items=30, bills=2)
    (finding,) = run_checks(FAULTS[code](boq, plain_items(boq)[0]))

    placeholders = {name for _, name, _, _ in Formatter().parse(str(FINDINGS[code])) if name}
    assert placeholders <= {name for name, fact in finding.facts.items() if fact not in (None, "")}
    assert message(code, finding.facts)[-1] in ".)"
