"""Items and percentage rows of GAEB DA XML.

An alternative has a serial number above 0 in its group (0 is the base and counts); `Provis` WithoutTotal is optional and does not
enter the total, WithTotal does; `NotAppl` has fallen away. `DiscountPcnt` lowers the unit price, `UPComp1` to `UPComp6` are its
parts. A `MarkupItem` is a percentage of other items: it enters the totals and is no item.
"""

from __future__ import annotations

from decimal import Decimal

from lxml import etree

from boq.engine.layout import Record
from boq.engine.model import ItemKind, PricingState, RateComponent, RowKind, Standing, TotalKind
from boq.engine.readers.gaeb.bill import COMPONENTS, Bill
from boq.engine.readers.gaeb.texts import plain, texts_of
from boq.engine.readers.records import AMOUNT, QUANTITY, RATE
from boq.engine.readers.xml import line_of, local

HUNDRED = Decimal(100)
GERMAN = {
    "Vergabe": "Award",
    "Leistungsverzeichnis": "BoQ",
    "LVInfo": "BoQInfo",
    "LVGruppe": "BoQCtgy",
    "Position": "Item",
    "Bezeichnung": "LblTx",
    "Bemerkung": "Remark",
    "Beschreibung": "Description",
    "Kurztext": "ShortText",
    "Langtext": "LongText",
    "Menge": "Qty",
    "Mengeneinheit": "QU",
    "Einheitspreis": "UP",
    "Gesamtbetrag": "IT",
    "Pauschalposition": "LumpSumItem",
    "Bedarfsposition": "Provis",
    "Alternativposition": "AlternativeItem",
}  # names that some programs write in place of the schema's
CENT = Decimal("0.01")
Fields = dict[str, etree._Element]


def fields_of(element: etree._Element) -> Fields:
    """The direct children by name, the first of each; names in German by the schema's own."""
    found: Fields = {}
    for child in element:
        name = local(child)
        found.setdefault(GERMAN.get(name, name), child)
    return found


def text(fields: Fields, name: str) -> str:
    """The text of a field, "" when it is not there."""
    element = fields.get(name)
    return (element.text or "").strip() if element is not None else ""


def yes(fields: Fields, name: str) -> bool:
    """True for Yes, and for an element that stands there empty."""
    return name in fields and text(fields, name).casefold() not in ("no", "false", "0", "nein")


def standing_of(fields: Fields) -> Standing:
    """Whether the row enters the total."""
    if yes(fields, "NotAppl"):
        return Standing.NOT_APPLICABLE
    if text(fields, "ALNSerNo").strip("0") or yes(fields, "AlternativeItem"):
        return Standing.ALTERNATIVE
    if "Provis" in fields and text(fields, "Provis").casefold() not in ("withtotal", "no"):
        return Standing.OPTIONAL
    return Standing.COUNTS


def kind_of(fields: Fields) -> ItemKind | None:
    """What is asked; None where nothing is said but the unit."""
    if yes(fields, "LumpSumItem"):
        return ItemKind.LUMP_SUM
    if yes(fields, "HourIt"):
        return ItemKind.DAYWORK
    return None


def add_item(bill: Bill, element: etree._Element) -> None:
    """The row of an item, and rows for what stands inside it."""
    fields, rows = fields_of(element), bill.rows
    stated = text(fields, "Qty") or text(fields, "BillQty")  # an invoice bills a part of the quantity
    quantity, amount = rows.figure(stated, QUANTITY), rows.figure(text(fields, "IT"), AMOUNT)
    rate, parts, shown = _rate(bill, fields)
    record = Record(
        RowKind.ITEM,
        bill.level,
        item=kind_of(fields),
        standing=standing_of(fields),
        quantity=quantity,
        rate=rate,
        amount=amount,
        state=PricingState.EXCLUDED if yes(fields, "NotOffered") else None,
        parts=parts,
        ruled=_ruled(bill, fields),
        ident=element.get("ID") or "",
    )
    short, long = texts_of(fields.get("Description"))
    if not short and ("ShortText" in fields or "LongText" in fields):
        short, long = (plain(fields[name]) if name in fields else "" for name in ("ShortText", "LongText"))
        short, long = (short, long) if short else (long, "")
    row = rows.add(
        record,
        line_of(element),
        "Item",
        bill.ordinal((element.get("RNoPart") or text(fields, "RNoPart")).strip(), element.get("RNoIndex")),
        short,
        text(fields, "QU"),
        stated,
        text(fields, "UP"),
        text(fields, "IT"),
        long,
        shown,
    )
    bill.items += 1
    bill.quantities += quantity is not None
    bill.prices += rate is not None or amount is not None
    if not short:
        bill.untitled.append(row)
    for child in element:
        if local(child) == "SubDescr":
            _add_part(bill, child)
        elif local(child) == "QtySplit":
            _add_split(bill, child)


def _ruled(bill: Bill, fields: Fields) -> int | None:
    """The row of the execution description that the item refers to."""
    reference = fields.get("RefPerfNo")
    row = None if reference is None else bill.notes.get(reference.get("IDRef") or "")
    return row if row is not None and row < len(bill.rows) else None


def _rate(bill: Bill, fields: Fields) -> tuple[Decimal | None, tuple[RateComponent, ...], tuple[str, ...]]:
    """The unit price after its discount, its parts, and the texts of the components' cells."""
    rate = bill.rows.figure(text(fields, "UP"), RATE)
    shown = tuple(text(fields, f"UPComp{number}") for number in range(1, COMPONENTS + 1))
    parts = tuple(
        RateComponent(bill.labels[number], value)
        for number, value in enumerate(bill.rows.figure(part, RATE) for part in shown)
        if value is not None
    )
    percent = bill.rows.figure(text(fields, "DiscountPcnt"), RATE)
    if rate is None or not percent:
        return rate, parts, shown
    discount = -rate * percent / HUNDRED
    named = RateComponent(f"Nachlass {text(fields, 'DiscountPcnt')} %", discount)
    return rate + discount, (*(parts or (RateComponent("EP", rate),)), named), shown


def _add_part(bill: Bill, element: etree._Element) -> None:
    """A sub-description: words and a quantity of their own under an item."""
    fields = fields_of(element)
    short, long = texts_of(fields.get("Description"))
    number = text(fields, "SubDNo")
    record = Record(RowKind.DESCRIPTION, bill.level)
    bill.rows.add(
        record,
        line_of(element),
        "SubDescr",
        number,
        short,
        text(fields, "QU"),
        text(fields, "Qty"),
        details=long,
    )


def _add_split(bill: Bill, element: etree._Element) -> None:
    """A share of the item's quantity, with what it is for."""
    codes = (
        f"{text(own, 'CtlgID')} {text(own, 'CtlgCode')}".strip()
        for own in (fields_of(child) for child in element if local(child) == "CtlgAssign")
    )
    record = Record(RowKind.MEASUREMENT, bill.level)
    split = text(fields_of(element), "Qty")
    bill.rows.add(record, line_of(element), "QtySplit", text=", ".join(codes), quantity=split)


def add_markup(bill: Bill, element: etree._Element) -> None:
    """A percentage of other items, which the totals add up with them."""
    fields, rows = fields_of(element), bill.rows
    percent, base = rows.figure(text(fields, "Markup"), RATE), rows.figure(text(fields, "ITMarkup"), AMOUNT)
    amount = rows.figure(text(fields, "IT"), AMOUNT)
    expected = None if percent is None or base is None else (base * percent / HUNDRED).quantize(CENT)
    standing = standing_of(fields)
    record = Record(
        RowKind.SUBTOTAL,
        bill.level,
        standing=standing,
        amount=amount,
        total=TotalKind.ADDITION,
        expected=expected,
        adds=True,
        ident=element.get("ID") or "",
    )
    short, long = texts_of(fields.get("Description"))
    said = f"{short} ({text(fields, 'Markup')} %)" if percent is not None else short
    number = bill.ordinal((element.get("RNoPart") or "").strip(), element.get("RNoIndex"))
    rows.add(record, line_of(element), "MarkupItem", number, said, amount=text(fields, "IT"), details=long)
