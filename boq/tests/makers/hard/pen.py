"""Writes rows of one made sheet: cells in their columns, figures in the bill's own way, and how the rows look."""

from __future__ import annotations

import random
from decimal import Decimal

from boq.engine.grid import CellValue, Grid
from boq.tests.makers.hard.speech import SPEECH
from boq.tests.makers.hard.style import Style
from boq.tests.makers.languages import Tongue
from boq.tests.makers.phrases import HEADINGS
from boq.tests.makers.rows_by_name import Row, RowsByName

NATIVE = {"ar": "٠١٢٣٤٥٦٧٨٩", "th": "๐๑๒๓๔๕๖๗๘๙"}


def letters(column: int) -> str:
    """0 -> A."""
    return chr(65 + column) if column < 26 else chr(64 + column // 26) + chr(65 + column % 26)


class Pen(RowsByName):
    """One sheet that is being written. `place` gives the column of each name."""

    def __init__(self, dice: random.Random, tongue: Tongue, style: Style, left: int | None = None) -> None:
        self.dice, self.tongue, self.style, self.speech = dice, tongue, style, SPEECH[tongue.code]
        self.left = style.left if left is None else left
        self.rows: list[Row] = []
        self.bold: set[tuple[int, int]] = set()
        self.filled: set[tuple[int, int]] = set()
        self.indent: dict[tuple[int, int], int] = {}
        self.outline: dict[int, int] = {}
        self.hidden_rows: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.formulas: dict[tuple[int, int], str] = {}
        self.last_unit = ""
        names = self.names()
        if style.has("backwards"):
            names.reverse()
        gap = names.index("description") + 1 if style.has("gap_columns") else len(names)
        self.place = {name: self.left + index + (index >= gap) for index, name in enumerate(names)}
        self.width = max(self.place.values()) + 1
        self.heads = {name: dice.choice(words) for name, words in tongue.heads.items()}
        if style.has("other_words"):
            self.heads = {name: self.other(name) for name in self.heads}
        if style.has("bilingual") and tongue.code != "en":
            english = {
                "ref": "No.",
                "description": "Description",
                "unit": "Unit",
                "quantity": "Qty",
                "rate": "Rate",
                "amount": "Amount",
            }
            self.heads = {name: f"{english[name]} / {word}" for name, word in self.heads.items()}

    def names(self) -> list[str]:
        """The columns from left to right."""
        style = self.style
        found = list(style.order)
        if style.has("unit_in_quantity"):
            found.remove("unit")
        if style.has("parts"):
            at = found.index("rate")
            found[at : at + 1] = ["rate material", "amount material", "rate labour", "amount labour"]
        if style.has("bidders"):
            found += ["rate second", "amount second"]
        if style.has("level_column"):
            found.insert(0, "level")
        if style.has("hidden_column"):
            found.insert(found.index("description"), "code")
        if style.has("remarks"):
            found.append("remarks")
        return found

    def other(self, name: str) -> str:
        """Any of the language's words for a column, typed in one of the ways that people type."""
        short = {"description": "desc", "quantity": "qty", "amount": "amt"}.get(name, name)
        word = self.dice.choice(HEADINGS[self.tongue.code][short].split("|"))
        typed = self.dice.choice(("plain", "upper", "lines", "stretched"))
        if typed == "upper" and self.tongue.code != "tr":
            return word.upper()
        if typed == "lines":
            return word.replace(" ", "\n", 1)
        return (
            "ـ".join((word[:-1], word[-1]))
            if typed == "stretched" and self.tongue.code == "ar" and len(word) > 4
            else word
        )

    def gap(self) -> None:
        """Perhaps an empty row."""
        if self.style.has("blank_rows") and self.dice.random() < 0.5:
            self.rows.append([])

    def figure(self, value: Decimal | None, *, money: bool = False) -> CellValue:
        """A figure as the bill writes it; money with two decimals and perhaps its currency."""
        if value is None:
            return None
        named = money and self.style.has("currency_in_amount")
        mixed = self.style.has("mixed_numbers") and self.dice.random() < 0.3
        if not (self.style.as_text or named or mixed) or (mixed and self.style.as_text):
            return float(value)
        text = self.written(value, 2 if money else max(0, -int(value.as_tuple().exponent)))
        if named:
            sign = self.speech.currency
            text = f"{sign} {text}" if self.speech.before else f"{text} {sign}"
        return text

    def written(self, value: Decimal, places: int) -> str:
        """Digits, marks and sign."""
        text = f"{abs(value):,.{places}f}"
        text = text.replace(",", "\0").replace(".", self.style.mark).replace("\0", self.style.group)
        if self.style.native and self.tongue.code in NATIVE:
            text = text.translate(str.maketrans("0123456789", NATIVE[self.tongue.code]))
        return text if value >= 0 else self.dice.choice((f"-{text}", f"({text})"))

    def total(self, label: str, value: Decimal | None, formula: str = "") -> int:
        """A total row."""
        at = "ref" if self.style.has("total_in_ref") and "ref" in self.place else "description"
        row = self.row(**{at: label}, amount=self.figure(value, money=True))
        if formula and self.style.has("formulas"):
            self.formulas[row, self.place["amount"]] = formula
            self.rows[row][self.place["amount"]] = None
        return row

    def grid(self, name: str, **properties: object) -> Grid:
        """The sheet."""
        hidden = {self.place["code"]} if "code" in self.place else set()
        return Grid(
            name,
            self.rows,
            bold=frozenset(self.bold),
            filled=frozenset(self.filled),
            indent=self.indent,
            outline=self.outline,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(hidden),
            merged=tuple(self.merged),
            formulas=self.formulas,
            uncalculated=frozenset(self.formulas),
            right_to_left=self.tongue.code == "ar",
            **properties,  # type: ignore[arg-type]
        )
