"""Sheets of made bills: the bill itself, its totals and carried sums, and what stands around the table."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from boq.engine.grid import Grid
from boq.tests.makers.hard.closing import write_closing
from boq.tests.makers.hard.headings import write_heading
from boq.tests.makers.hard.items import write_item
from boq.tests.makers.hard.pen import Pen, letters
from boq.tests.makers.hard.style import Style
from boq.tests.makers.hard.truth import Part, Work
from boq.tests.makers.languages import Tongue

TITLES = (
    "Project: school extension",
    "Contract 12",
    "Client: city council",
    "Block A, ground floor",
    "Date: 12.05.2026",
)
PAGE = {
    "en": "Page",
    "ar": "صفحة",
    "ru": "Лист",
    "de": "Seite",
    "es": "Página",
    "fr": "Page",
    "pt": "Página",
    "tr": "Sayfa",
    "th": "หน้า",
}
PAGE_ITEMS = 9


class BillSheet:
    """One bill on one sheet."""

    def __init__(self, dice: random.Random, tongue: Tongue, style: Style, number: int, parts: Sequence[Part]) -> None:
        self.pen = Pen(dice, tongue, style)
        self.dice, self.tongue, self.style, self.number, self.parts = dice, tongue, style, number, parts
        self.serial = 0
        self.pages: list[Decimal] = []
        self.page = Decimal(0)
        self.on_page = 0
        self.running = Decimal(0)
        self.amount_rows: list[int] = []

    def write(self, name: str, alone: bool) -> tuple[Grid, Decimal | None]:
        """The sheet, and the total that it states at its end."""
        pen, style = self.pen, self.style
        if not style.has("no_heading"):
            for _ in range(style.titles):
                pen.rows.append([None] * pen.left + [self.dice.choice(TITLES)])
                pen.gap()
        write_heading(pen)
        half = max(1, len(self.parts) // 2)
        for index, part in enumerate(self.parts):
            if style.has("nested") and index % 2 == 0:
                row = pen.row(description=f"{self.tongue.section} {'ABCDEFG'[index // 2]}".upper())
                pen.bold.add((row, pen.place["description"]))
            if style.has("two_tables") and index == half and len(self.parts) > 1:
                pen.rows += [[], []]
                write_heading(pen)
            self.part(index, part)
        stated = self.close(alone)
        if style.has("tail"):
            blank = [None] * pen.place["description"]
            pen.rows += [[], [*blank, "Prepared by: chief estimator"], [*blank, "Approved: ____________"]]
        return pen.grid(name), stated

    def part(self, index: int, part: Part) -> None:
        """A section: its heading, its preamble, its items, its subtotal."""
        pen, style = self.pen, self.style
        pen.gap()
        self.title(index, part)
        if part.preamble:
            pen.row(description=part.preamble)
        rows = [self.item(index, place, work) for place, work in enumerate(part.works, start=1)]
        if style.has("notes") and self.dice.random() < 0.5:
            pen.row(description=self.tongue.note)
        if style.subtotals and style.priced and not (style.has("page_totals") or style.has("carried")):
            at = letters(pen.place["amount"])
            pen.total(
                self.tongue.subtotal, part.worth, f"=SUM({at}{rows[0] + 1}:{at}{rows[-1] + 1})" if _plain(part) else ""
            )

    def title(self, index: int, part: Part) -> None:
        pen, sections = self.pen, self.style.sections
        numbered = sections == "numbered" or self.style.refs == "dotted"
        row = pen.row(
            ref=str(index + 1) if numbered else None,
            level=1.0,
            description=part.title.upper() if sections == "upper" else part.title,
        )
        cell = (row, pen.place["description"])
        if sections in ("bold", "indent", "outline"):
            pen.bold.add(cell)
        elif sections == "filled":
            pen.filled |= {(row, column) for column in pen.place.values()}

    def item(self, index: int, place: int, work: Work) -> int:
        """One item with what the page demands around it."""
        pen, style = self.pen, self.style
        self.serial += 1
        refs = {
            "dotted": f"{index + 1}.{place}",
            "running": str(self.serial),
            "letters": chr(64 + place),
            "restart": str(place),
            "coded": f"{'ABCDEFG'[self.number]}{index + 1}{place:02d}",
        }
        work.ref = refs.get(style.refs, "")
        row = write_item(pen, work)
        if work.amount is not None:
            self.amount_rows.append(row)
        self.page += work.worth
        self.running += work.worth
        self.on_page += 1
        if self.on_page == PAGE_ITEMS and work is not self.parts[-1].works[-1]:
            self.turn()
        pen.gap()
        if style.has("repeat_heading") and self.serial % 12 == 0:
            write_heading(pen)
        return row

    def turn(self) -> None:
        """The end of a page."""
        pen, style = self.pen, self.style
        if style.has("page_totals"):
            pen.total(self.tongue.carried, self.page)
            self.pages.append(self.page)
        elif style.has("page_lines"):
            pen.row(description=f"{PAGE[self.tongue.code]} {self.serial // PAGE_ITEMS} / 9")
        if style.has("carried"):
            pen.total(self.tongue.carried, self.running)
            pen.total(self.tongue.brought, self.running)
        self.page, self.on_page = Decimal(0), 0

    def close(self, alone: bool) -> Decimal | None:
        """The collection and the totals at the end."""
        pen, style, worth = self.pen, self.style, self.running
        if not style.priced:
            return None
        if style.has("page_totals"):
            if self.on_page:
                pen.total(self.tongue.carried, self.page)
                self.pages.append(self.page)
            pen.rows.append([])
            pen.row(description=self.tongue.summary)
            for number, page in enumerate(self.pages, start=1):
                pen.row(description=f"{PAGE[self.tongue.code]} {number}", amount=pen.figure(page, money=True))
        elif alone and style.total == "none":
            return worth if style.subtotals and len(self.parts) == 1 and not style.has("carried") else None
        pen.gap()
        at = letters(pen.place["amount"])
        cells = "+".join(f"{at}{row + 1}" for row in self.amount_rows)
        formula = f"={cells}" if all(_plain(part) for part in self.parts) and len(self.amount_rows) < 60 else ""
        if not alone:
            pen.total(self.tongue.grand, worth, formula)
            return worth
        return write_closing(pen, worth, formula)


def _plain(part: Part) -> bool:
    """True when all amounts of the part count, so that a formula may add its rows up."""
    return all(work.standing == "counts" for work in part.works)
