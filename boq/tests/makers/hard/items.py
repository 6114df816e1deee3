"""Item rows of made bills."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from boq.engine.grid import CellValue
from boq.tests.makers.hard.pen import Pen, letters
from boq.tests.makers.hard.truth import CENT, Work


def write_item(pen: Pen, work: Work) -> int:
    """One item on one or two rows; returns the row of its figures."""
    style = pen.style
    head, _, rest = work.text.partition(", ") if not work.echo else (work.echo, "", "")
    first: dict[str, CellValue] = {"ref": work.ref or None, "level": 2.0, "code": float(pen.dice.randint(1000, 9999))}
    if rest and style.has("continued_above"):
        pen.row(ref=work.ref or None, description=f"{head},", level=2.0)
        row = pen.row(**_figures(pen, work), description=rest, code=first["code"])
    elif rest and style.has("continued_below"):
        row = pen.row(**first, **_figures(pen, work), description=f"{head},")
        under = pen.row(description=rest)
        if work.hidden:
            pen.hidden_rows.add(under)
    else:
        row = pen.row(**first, **_figures(pen, work), description=work.echo or work.text)
    if work.hidden:
        pen.hidden_rows.add(row)
    dress(pen, work, row)
    if style.has("remarks") and pen.dice.random() < 0.2:
        pen.rows[row][pen.place["remarks"]] = pen.dice.choice(("see drawing A-101", "by nominated supplier"))
    if style.sections == "outline":
        pen.outline[row] = 1
    if style.sections == "indent":
        pen.indent[row, pen.place["description"]] = 1
    if style.has("formulas") and work.quantity is not None and work.rate is not None:
        at = pen.place["amount"]
        pen.formulas[row, at] = f"={letters(pen.place['quantity'])}{row + 1}*{letters(pen.place['rate'])}{row + 1}"
        pen.rows[row][at] = None
    return row


def dress(pen: Pen, work: Work, row: int) -> None:
    """What people and programs do to cells: dashes for nothing, stray spaces and marks, lines in a cell, dittos for units."""
    cells, style = pen.rows[row], pen.style
    text = pen.place["description"]
    if style.has("dashes"):
        for name in ("rate", "amount"):
            if name in pen.place and cells[pen.place[name]] is None:
                cells[pen.place[name]] = "-"
    if style.has("noise"):
        cells[text] = (
            f"\u00a0{cells[text]} \u200f"
            if pen.tongue.code == "ar"
            else f" {str(cells[text]).replace(' ', chr(160), 1)}  "
        )
    if style.has("newlines") and ", " in str(cells[text]):
        cells[text] = str(cells[text]).replace(", ", ",\n", 1)
    if style.has("ditto_unit") and "unit" in pen.place:
        if pen.last_unit == work.unit and work.kind == "measured":
            cells[pen.place["unit"]] = pen.dice.choice(('"', "〃", '-"-'))
        pen.last_unit = work.unit


def _figures(pen: Pen, work: Work) -> dict[str, CellValue]:
    """Unit, quantity, rates and amounts."""
    amount, rate, quantity, speech = work.amount, work.rate, work.quantity, pen.speech
    cells: dict[str, CellValue] = {"unit": work.unit, "quantity": pen.figure(quantity)}
    if pen.style.has("unit_in_quantity") and quantity is not None:
        cells["quantity"] = f"{pen.written(quantity, max(0, -int(quantity.as_tuple().exponent)))} {work.unit}"
    cells |= {"rate": pen.figure(rate, money=True), "amount": pen.figure(amount, money=True)}
    words = {"rate_only": speech.rate_only, "included": speech.included, "excluded": speech.excluded}
    if work.state in words:
        cells["amount"] = words[work.state]
        if rate is not None:
            share = (rate * Decimal("0.6")).quantize(CENT)
            cells |= {
                "rate_material": pen.figure(share, money=True),
                "rate_labour": pen.figure(rate - share, money=True),
            }
        return cells
    if amount is None or rate is None or quantity is None:
        return cells
    share = (rate * Decimal("0.6")).quantize(CENT)
    part = extend(quantity, share)
    other = (rate * Decimal("1.1")).quantize(CENT)
    return cells | {
        "rate_material": pen.figure(share, money=True),
        "amount_material": pen.figure(part, money=True),
        "rate_labour": pen.figure(rate - share, money=True),
        "amount_labour": pen.figure(amount - part, money=True),
        "rate_second": pen.figure(other, money=True),
        "amount_second": pen.figure(extend(quantity, other) if work.base == 1 else amount * 2, money=True),
    }


def extend(quantity: Decimal, rate: Decimal) -> Decimal:
    """Quantity × rate, to the cent."""
    return (quantity * rate).quantize(CENT, ROUND_HALF_UP)
