"""Stated totals of a category or of the whole bill, with discount, agreed lump sum and tax: one row each, in the order they lead on."""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from boq.engine.layout import Record
from boq.engine.model import RowKind, TotalKind
from boq.engine.readers.gaeb.bill import Bill
from boq.engine.readers.gaeb.items import CENT, HUNDRED, Fields, fields_of, text
from boq.engine.readers.records import AMOUNT, figure
from boq.engine.readers.xml import line_of, local


def add_totals(bill: Bill, element: etree._Element) -> None:
    """The rows of one Totals element: total, discount, total after discount, agreed sum, tax, gross total."""
    fields, line = fields_of(element), line_of(element)
    whole = bill.level == 0
    total = _row(bill, line, fields, "Total", TotalKind.NET if whole else TotalKind.SUBTOTAL)
    last = _discount(bill, line, fields, total)
    if (agreed := _value(bill, fields, "TotalLSUM")) is not None:
        _row(bill, line, fields, "TotalLSUM", TotalKind.NET, agreed)
        last = agreed
    if whole and last is not None:
        bill.rows.stated = len(bill.rows) - 1
    if not whole:
        return
    gross = _value(bill, fields, "TotalGross")
    if gross is None or last is None:
        return
    _taxes(bill, element, fields, last, gross)
    _row(bill, line, fields, "TotalGross", TotalKind.GRAND)


def _taxes(bill: Bill, element: etree._Element, fields: Fields, net: Decimal, gross: Decimal) -> None:
    """A row of tax for each of its rates, or one for all."""
    parts = [child for child in element if local(child) == "VATPart"]
    if parts:
        for part in parts:
            own = fields_of(part)
            base, amount = _value(bill, own, "TotalNetPart"), _value(bill, own, "VATAmount")
            if amount is not None:
                percent = part.get("VATPcnt") or text(own, "VATPcnt")
                _tax(bill, line_of(part), percent, base, amount)
        return
    tax = _value(bill, fields, "VATAmount")
    _tax(bill, line_of(element), text(fields, "VAT"), net, gross - net if tax is None else tax)


def _tax(bill: Bill, line: int, percent: str, base: Decimal | None, amount: Decimal) -> None:
    rate = figure(percent)
    share = None if rate is None or base is None else (base * rate / HUNDRED).quantize(CENT)
    record = Record(RowKind.SUBTOTAL, 0, amount=amount, total=TotalKind.TAX, expected=share)
    bill.rows.add(record, line, "VAT", text=f"VAT {percent} %" if percent else "VAT", amount=str(amount))


def _value(bill: Bill, fields: Fields, name: str) -> Decimal | None:
    return bill.rows.figure(text(fields, name), AMOUNT)


def _row(
    bill: Bill, line: int, fields: Fields, name: str, kind: TotalKind, expected: Decimal | None = None
) -> Decimal | None:
    """Add the row of a stated total; None when it is not stated."""
    value = _value(bill, fields, name)
    if value is not None:
        record = Record(RowKind.SUBTOTAL, bill.level, amount=value, total=kind, expected=expected)
        bill.rows.add(record, line, "Totals", bill.ordinal(), name, amount=text(fields, name))
    return value


def _discount(bill: Bill, line: int, fields: Fields, total: Decimal | None) -> Decimal | None:
    """The discount, which is a surcharge when it is negative, and the total after it; returns what then stands."""
    percent, after = _value(bill, fields, "DiscountPcnt"), _value(bill, fields, "TotAfterDisc")
    amount = _value(bill, fields, "DiscountAmt")
    if total is None:
        return _row(bill, line, fields, "TotAfterDisc", TotalKind.NET)
    if percent is None and amount is None and after is None:
        return total
    if after is None:
        taken = amount if amount is not None else (total * (percent or Decimal(0)) / HUNDRED).quantize(CENT)
    else:
        taken = total - after
    expected = None if percent is None else (total * percent / HUNDRED).quantize(CENT)
    kind, sign = (TotalKind.DISCOUNT, 1) if taken >= 0 else (TotalKind.ADDITION, -1)
    share = None if expected is None else expected * sign
    if taken or percent:
        record = Record(RowKind.SUBTOTAL, bill.level, amount=taken * sign, total=kind, expected=share)
        label = f"DiscountPcnt {text(fields, 'DiscountPcnt')} %" if percent is not None else "DiscountAmt"
        bill.rows.add(record, line, "Discount", bill.ordinal(), label, amount=str(taken * sign))
    if after is not None:
        _row(bill, line, fields, "TotAfterDisc", TotalKind.NET)
        return after
    return total - taken
