"""A Russian bill of works for a warehouse, without prices."""

from __future__ import annotations

import io

from boq.samples.sheet import Book, Heading, Line, Row

COLUMNS = ("№ п/п", "Наименование работ", "Ед. изм.", "Кол-во", "Цена за ед., руб.", "Стоимость, руб.")
ROWS: list[Row] = [
    Heading("Раздел 1. Земляные работы"),
    Line("1", "Разработка грунта экскаватором с погрузкой в самосвалы", "м3", "1420"),
    Line("2", "Перевозка грунта на расстояние до 10 км", "т", "2272"),
    Line("3", "Устройство песчаной подготовки с уплотнением", "м3", "310.5"),
    Heading("Раздел 2. Фундаменты"),
    Line("4", "Устройство бетонной подготовки из бетона В7,5", "м3", "48.2"),
    Line("5", "Устройство монолитной железобетонной плиты из бетона В25", "м3", "396"),
    Line("6", "Армирование фундаментной плиты арматурой А500С", "т", "31.7"),
    Line("7", "Гидроизоляция боковая обмазочная битумная в 2 слоя", "100 м2", "4.86"),
    Heading("Раздел 3. Каркас и ограждения"),
    Line("8", "Монтаж металлических колонн", "т", "42.6"),
    Line("9", "Монтаж стропильных ферм пролётом 24 м", "т", "58.9"),
    Line("10", "Монтаж стеновых сэндвич-панелей толщиной 150 мм", "м2", "2140"),
    Line("11", "Монтаж кровельных сэндвич-панелей толщиной 200 мм", "м2", "2880"),
    Line("12", "Установка секционных ворот 4,0 x 4,5 м", "шт", "6"),
]


def warehouse() -> bytes:
    """An xlsx of twelve unpriced items in three sections."""
    out = io.BytesIO()
    book = Book(out)
    sheet = book.sheet("ВОР")
    sheet.write_string(0, 0, "Ведомость объёмов работ: склад класса А", book.title)
    for column, word in enumerate(COLUMNS):
        sheet.write_string(2, column, word, book.head)
    for at, row in enumerate(ROWS, start=3):
        if isinstance(row, Heading):
            sheet.write_string(at, 1, row.text, book.bold)
            continue
        sheet.write_string(at, 0, row.ref)
        sheet.write_string(at, 1, row.text, book.wrap)
        sheet.write_string(at, 2, row.unit)
        sheet.write_number(at, 3, float(row.quantity), book.money)
    book.book.close()
    return out.getvalue()
