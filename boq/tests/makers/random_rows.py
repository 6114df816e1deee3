"""Writes the rows of one random sheet: headings, items, totals, as its layout wants them."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

from boq.engine.grid import CellValue
from boq.tests.makers.languages import Tongue
from boq.tests.makers.random_layouts import CENT, Layout, Work
from boq.tests.makers.rows_by_name import Row, RowsByName


class Pen(RowsByName):
    """Writes rows of one sheet."""

    def __init__(self, dice: random.Random, tongue: Tongue, layout: Layout) -> None:
        self.dice, self.tongue, self.layout = dice, tongue, layout
        names = list(layout.order)
        if layout.parts:
            at = names.index("rate")
            names[at : at + 1] = ["rate material", "amount material", "rate labour", "amount labour"]
        if "codes" in layout.twists:
            names.insert(names.index("description"), "code")
        if "parties" in layout.twists and not layout.parts:
            at = names.index("amount") + 1
            names[at:at] = ["rate second", "amount second"]
        elif "later" in layout.twists and not layout.parts:
            names += ["quantity later", "amount later"]
        self.place = {name: layout.left + index for index, name in enumerate(names)}
        self.width = layout.left + len(names)
        self.rows: list[Row] = []
        self.bold: set[tuple[int, int]] = set()
        self.serial = 0
        self.heads: dict[str, str] = {}

    def blank(self) -> None:
        """Perhaps an empty row."""
        if self.dice.random() < self.layout.blanks:
            self.rows.append([])

    def number(self, value: Decimal | None) -> CellValue:
        """A figure as the layout writes it."""
        if value is None or not self.layout.as_text:
            return None if value is None else float(value)
        text = f"{value:,.2f}"
        text = text.replace(",", "\0").replace(".", self.tongue.mark).replace("\0", self.tongue.group)
        if self.layout.digits == "native" and self.tongue.code == "ar":
            text = text.translate({ord(str(n)): "٠١٢٣٤٥٦٧٨٩"[n] for n in range(10)} | {ord("."): "٫", ord(","): "٬"})
        return text

    def heading(self) -> None:
        """The heading rows."""
        self.heads = self.heads or {name: self.dice.choice(words) for name, words in self.tongue.heads.items()}
        top: Row = [None] * self.width
        low: Row = [None] * self.width
        for name, place in self.place.items():
            base, _, part = name.partition(" ")
            if part == "second":
                top[place] = "Bidder B" if base == "rate" else None
                low[place] = self.heads[base]
            elif part == "later":
                top[place] = "This Bill" if base == "quantity" else None
                low[place] = self.heads[base]
            elif name == "code":
                top[place] = "Code"
            elif part:
                top[place] = (
                    (self.tongue.material if part == "material" else self.tongue.labour) if base == "rate" else None
                )
                low[place] = self.heads[base]
            elif name == "remarks":
                top[place] = "Remarks"
            else:
                top[place] = self.heads[name]
        wide = self.layout.parts or any(" " in name for name in self.place)
        two = self.layout.two_rows or wide
        if two and not wide:
            for name in ("rate", "amount"):
                low[self.place[name]] = {"ru": "руб.", "th": "บาท"}.get(self.tongue.code, "USD")
        self.rows.append(top)
        if two:
            self.rows.append(low)
        if self.layout.numbered:
            self.rows.append([None] * self.layout.left + [float(n + 1) for n in range(self.width - self.layout.left)])

    def item(self, ref: str, work: Work) -> None:
        """One item, its description perhaps over two rows."""
        text, rest = work.text, ""
        words = text.split(" ")
        if self.layout.continued and len(words) > 4:
            text, rest = " ".join(words[:3]), " ".join(words[3:])
        cells: dict[str, CellValue] = {"ref": ref, "description": text, "unit": work.unit}
        cells |= {"quantity": self.number(work.quantity)} | self.prices(work)
        if "code" in self.place:
            cells["code"] = float(self.dice.randint(100, 9999))
        self.row(**{name.replace(" ", "_"): value for name, value in cells.items()})
        if rest:
            self.row(description=rest.lower() if rest[:1].isascii() else "- " + rest)

    def prices(self, work: Work) -> dict[str, CellValue]:
        """The cells of rates and amounts."""
        amount, rate, quantity = work.amount, work.rate, work.quantity
        if not self.layout.priced:
            return {"rate": 0.0, "amount": 0.0} if "zero" in self.layout.twists else {}
        cells = {"rate": self.number(rate), "amount": self.number(amount)}
        if work.word:
            cells["amount"] = work.word
            cells["rate"] = cells["rate"] if work.word == "Rate only" else work.word
        if amount is None or rate is None or quantity is None:
            return cells
        share = (rate * Decimal("0.6")).quantize(CENT)
        part = self.extend(quantity, share)
        other = (rate * Decimal("1.1")).quantize(CENT)
        done = (quantity / 3).quantize(CENT)
        return cells | {
            "rate material": self.number(share),
            "amount material": self.number(part),
            "rate labour": self.number(rate - share),
            "amount labour": self.number(amount - part),
            "rate second": self.number(other),
            "amount second": self.number(self.extend(quantity, other)),
            "quantity later": self.number(done),
            "amount later": self.number(self.extend(done, rate)),
        }

    @staticmethod
    def extend(quantity: Decimal, rate: Decimal) -> Decimal:
        """Quantity × rate, to the cent."""
        return (quantity * rate).quantize(CENT, ROUND_HALF_UP)

    def total(self, label: str, value: Decimal | None, column: str = "description") -> None:
        """A total row."""
        self.row(**{column: label, "amount": self.number(value)})
