"""Two bidders in one file stand side by side in each item and in the sums; two revisions of a bill are compared item by item."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from boq.models import Boq
from boq.samples.sheet import Book, Line, Words
from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]
HEADS = {
    "en": ("Item", "Description", "Unit", "Qty", "North Contracting", "South Building", "Rate", "Amount", "Total"),
    "ar": ("م", "البيان", "الوحدة", "الكمية", "شركة الشمال", "شركة الجنوب", "سعر الوحدة", "الإجمالي", "المجموع"),
    "ru": ("№ п/п", "Наименование работ", "Ед. изм.", "Кол-во", "ООО «Север»", "ООО «Юг»", "Цена", "Сумма", "Итого"),
}
WORKS = {
    "en": (
        "Excavate foundation trenches",
        "Reinforced concrete in footings",
        "Blockwork 200 mm in walls",
        "Plaster to walls",
    ),
    "ar": ("حفر خنادق الأساسات", "خرسانة مسلحة للقواعد", "مباني طوب أسمنتي 200 مم", "لياسة الجدران"),
    "ru": ("Разработка грунта в траншеях", "Бетон фундаментов", "Кладка стен из блоков 200 мм", "Штукатурка стен"),
}
UNITS = {"en": ("m3", "m3", "m2", "m2"), "ar": ("م3", "م3", "م2", "م2"), "ru": ("м3", "м3", "м2", "м2")}
FIGURES = ((120, 4.5, 5.1), (64, 118, 109), (340, 17.5, 19.25), (610, 6, 5.4))


def two_offers(language: str) -> bytes:
    """A workbook in which two bidders price the same items in columns of their own."""
    ref, text, unit, quantity, north, south, rate, amount, total = HEADS[language]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("BOQ")
    sheet.merge_range(0, 4, 0, 5, north)
    sheet.merge_range(0, 6, 0, 7, south)
    sheet.write_row(1, 0, [ref, text, unit, quantity, rate, amount, rate, amount])
    for at, (many, first, second) in enumerate(FIGURES):
        values = [str(at + 1), WORKS[language][at], UNITS[language][at], many]
        sheet.write_row(at + 2, 0, [*values, first, many * first, second, many * second])
    sheet.write_row(len(FIGURES) + 2, 0, ["", total, "", "", ""])
    sheet.write_number(len(FIGURES) + 2, 5, sum(many * first for many, first, _ in FIGURES))
    sheet.write_number(len(FIGURES) + 2, 7, sum(many * second for many, _, second in FIGURES))
    book.close()
    return out.getvalue()


def revision(language: str, rates: tuple[str, ...]) -> bytes:
    """The same works as one bidder prices them, at other rates each time; the last of them only where it has a rate."""
    ref, text, unit, quantity, _north, _south, rate, amount, total = HEADS[language]
    out = io.BytesIO()
    book = Book(out, right_to_left=language == "ar")
    lines = [
        Line(str(at + 1), WORKS[language][at], UNITS[language][at], str(FIGURES[at][0]), one)
        for at, one in enumerate(rates)
    ]
    book.table(book.sheet("BOQ"), 0, Words((ref, text, unit, quantity, rate, amount), total), lines)
    book.book.close()
    return out.getvalue()


def read(upload, work, data, name):
    """The bill that a file becomes."""
    _, job = upload(data, name)
    work()
    job.refresh_from_db()
    assert job.status == "succeeded", (job.status, job.error_code, job.result)
    return Boq.objects.get(pk=job.result["boq"])


@looks(6)
def test_two_bidders_side_by_side(walk, at_work, project, upload, work, look):
    bill = read(upload, work, two_offers(walk.language), "offers.xlsx")
    page = walk.page
    walk.go(f"/boqs/{bill.pk}/")
    page.locator("#grid tr[data-key]").nth(1).click()
    page.get_by_text(walk.said("All parties")).wait_for()
    walk.station("item-of-two-bidders")
    walk.go(f"/boqs/{bill.pk}/ask/?by=party")
    assert HEADS[walk.language][5] in page.inner_text(".found")
    walk.station("sums-of-both")


@looks(14, common=False)
def test_two_revisions_item_by_item(walk, at_work, project, model, upload, work, look):
    before = read(upload, work, revision(walk.language, ("4.5", "118", "17.5", "6")), "offer, March.xlsx")
    after = read(upload, work, revision(walk.language, ("4.5", "121.5", "16.9")), "offer, April.xlsx")
    model.play(
        turns=[
            {"calls": [{"name": "compare", "arguments": {"bill": str(before.pk), "other": str(after.pk)}}]},
            {"text": "…"},
        ]
    )
    page = walk.page
    walk.go(f"/projects/{project.pk}/")
    walk.station("project-of-two-bills")
    walk.go(f"/projects/{project.pk}/ask/")
    page.fill("#question", "?")
    page.click(".ask-form .btn-main")
    page.wait_for_url("**/conversations/*/")
    work()
    page.wait_for_selector('.turn[data-status="answered"]')
    assert WORKS[walk.language][1] in page.inner_text(".found")
    walk.station("compared")
