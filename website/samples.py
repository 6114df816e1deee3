"""The bills of the public demo: the villa as it ships, and an Arabic and a Russian bill, priced, with faults."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

from boq.samples import arabic, russian
from boq.samples.english import villa
from boq.samples.sheet import Book, Heading, Line, Row, Words


@dataclass(frozen=True)
class DemoSample:
    """`make()` gives the bytes of the file `name`, which is shown to readers of `language`."""

    language: str
    name: str
    currency: str
    make: Callable[[], bytes]


RUSSIAN_WORDS = Words(
    ("№ п/п", "Наименование работ", "Ед. изм.", "Кол-во", "Цена за ед., руб.", "Стоимость, руб."), "Итого по ведомости"
)
RATES = (
    "215.40", "388.00", "1640.00", "7950.00", "9480.00", "86400.00", "", "148000.00", "156500.00", "3920.00", "4260.00", "412000.00",
)  # fmt: skip
MISTYPED = {"5": "3745080.00"}  # 396 × 9,480.00 is 3,754,080.00


def school() -> bytes:
    """The Arabic school with an amount that is mistyped, a unit that is missing and an item that stands twice."""
    rows: list[Row] = []
    for row in arabic.ROWS:
        if isinstance(row, Line) and row.ref == "6":
            row = replace(row, amount="221350")
        if isinstance(row, Line) and row.ref == "9":
            row = replace(row, unit="")
        rows.append(row)
        if isinstance(row, Line) and row.ref == "11":
            rows.append(row)
    return _one_sheet("جدول الكميات", "مشروع إنشاء مدرسة ابتدائية - الأسعار بالريال السعودي", arabic.WORDS, rows, True)


def warehouse() -> bytes:
    """The Russian warehouse with prices: one amount is mistyped, one rate is missing."""
    rates = iter(RATES)
    rows: list[Row] = [
        row if isinstance(row, Heading) else replace(row, rate=next(rates), amount=MISTYPED.get(row.ref, ""))
        for row in russian.ROWS
    ]
    return _one_sheet("ВОР", "Ведомость объёмов работ: склад класса А", RUSSIAN_WORDS, rows, False)


def _one_sheet(name: str, title: str, words: Words, rows: list[Row], right_to_left: bool) -> bytes:
    out = io.BytesIO()
    book = Book(out, right_to_left=right_to_left)
    sheet = book.sheet(name)
    sheet.write_string(0, 0, title, book.title)
    book.table(sheet, 2, words, rows)
    book.book.close()
    return out.getvalue()


DEMO_SAMPLES: tuple[DemoSample, ...] = (
    DemoSample("en", "Villa, priced tender.xlsx", "USD", villa),
    DemoSample("ar", "مدرسة ابتدائية - مسعّر.xlsx", "SAR", school),
    DemoSample("ru", "Склад, с ценами.xlsx", "RUB", warehouse),
)
