"""The first sheet: the receipt's figures, and the totals of the sections linked to the bill."""

from __future__ import annotations

from typing import Any

from boq.engine.model import Boq, Receipt, StatedTotal
from boq.engine.reports.formats import Formats, money_decimals
from boq.engine.reports.labels import Labels, word
from boq.engine.reports.plan import Plan
from boq.engine.reports.safe import cell_text

NAME, FIGURE, ITEMS, SHARE = range(4)


class SummarySheet:
    """Writes the summary from top to bottom, linked to the totals of the bill's sheet."""

    def __init__(self, sheet: Any, boq: Boq, receipt: Receipt, labels: Labels, formats: Formats) -> None:
        self.sheet, self.boq, self.receipt, self.labels, self.formats = sheet, boq, receipt, labels, formats
        self.row = 0
        self.decimals = money_decimals(boq)

    def write(self, plan: Plan, link: str) -> None:
        """`link` is the sheet and column of the amounts: a row number makes it a cell."""
        for column, width in ((NAME, 52), (FIGURE, 22), (ITEMS, 14), (SHARE, 12)):
            self.sheet.set_column(column, column, width)
        self.sheet.write_string(0, NAME, word(self.labels, "sheet.summary"), self.formats.get("title"))
        self.row = 2
        self._receipt(plan, link)
        self._sections(plan, link)
        self._stated()

    def _receipt(self, plan: Plan, link: str) -> None:
        receipt = self.receipt
        for name, text in (("file", receipt.file), ("format", receipt.format), ("currency", receipt.currency)):
            if text:
                self._text(name, text)
        self._number("items", receipt.items, 0)
        for kind, count in receipt.by_kind.items():
            if count:
                self._number(f"kind.{kind}", count, 0, indent=1)
        self._name("total")
        self._formula(f"={link}{plan.blocks[-1].total}", float(plan.sums[-1][0]))
        total_row = self.row + 1
        self.row += 1
        if receipt.stated_total is not None:
            cell = receipt.stated_total_cell or ""
            self._number("stated_total", float(receipt.stated_total), self.decimals)
            if cell:
                self.sheet.write_string(self.row - 1, ITEMS, cell_text(cell), self.formats.get("plain"))
            self._name("difference")
            difference = receipt.stated_total - plan.sums[-1][0]
            self._formula(f"=B{total_row + 1}-B{total_row}", float(difference))
            self.row += 1
        answer = {True: "yes", False: "no", None: "unknown"}[receipt.ties_out]
        self._text("ties_out", word(self.labels, answer))

    def _sections(self, plan: Plan, link: str) -> None:
        sections = self.boq.sections
        shown = [index for index in plan.outline.in_order() if index in plan.blocks]
        if not shown:
            return
        self._head("section", "amount", "items", "share")
        total = plan.sums[-1][0]
        for index in shown:
            section, amount = sections[index], plan.sums[index][0]
            style = self.formats.get("text", -1, section.level)
            title = f"{section.ref} {section.title}".strip()
            self.sheet.write_string(self.row, NAME, cell_text(title), style)
            self._formula(f"={link}{plan.blocks[index].total}", float(amount))
            self.sheet.write_number(self.row, ITEMS, plan.outline.sizes[index], self.formats.get("plain", 0))
            if total:
                share = f"=B{self.row + 1}/{link}{plan.blocks[-1].total}"
                self.sheet.write_formula(
                    self.row, SHARE, share, self.formats.get("plain", number="0.0%"), float(amount / total)
                )
            self.row += 1

    def _stated(self) -> None:
        """The total lines of the file itself, as they stand there, with what they should come to where that is known."""
        if not self.boq.totals:
            return
        self._head("stated_lines", "stated", "expected", "cell")
        for line in self.boq.totals:
            self._stated_line(line)

    def _stated_line(self, line: StatedTotal) -> None:
        number = self.formats.get("plain", self.decimals)
        self.sheet.write_string(self.row, NAME, cell_text(line.label), self.formats.get("text"))
        self.sheet.write_number(self.row, FIGURE, float(line.amount), number)
        if line.expected is not None:
            self.sheet.write_number(self.row, ITEMS, float(line.expected), number)
        self.sheet.write_string(self.row, SHARE, cell_text(line.source.cell), self.formats.get("plain"))
        self.row += 1

    def _head(self, *names: str) -> None:
        self.row += 1
        for column, name in enumerate(names):
            self.sheet.write_string(self.row, column, cell_text(word(self.labels, name)), self.formats.get("head"))
        self.row += 1

    def _name(self, name: str, indent: int = 0) -> None:
        self.sheet.write_string(
            self.row, NAME, cell_text(word(self.labels, name)), self.formats.get("text", -1, indent)
        )

    def _text(self, name: str, text: str) -> None:
        self._name(name)
        self.sheet.write_string(self.row, FIGURE, cell_text(text), self.formats.get("plain"))
        self.row += 1

    def _number(self, name: str, value: float, decimals: int, indent: int = 0) -> None:
        self._name(name, indent)
        self.sheet.write_number(self.row, FIGURE, value, self.formats.get("plain", decimals))
        self.row += 1

    def _formula(self, formula: str, value: float) -> None:
        self.sheet.write_formula(self.row, FIGURE, formula, self.formats.get("plain", self.decimals), value)
