"""The sheets, columns and set-up of a workbook; the columns of csv; the whole bill in json."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import msgspec
import pytest
from django.utils import translation

from boq.engine.checks.base import run_checks
from boq.engine.model import Boq, Finding, Item, Price
from boq.engine.reports.base import WRITERS, writer_for
from boq.engine.reports.labels import LABELS
from boq.models.messages import REPORT_LABELS, labels
from boq.tests.checks.bills import bill, changed, item, right_bill, section
from boq.tests.reports.making import receipt_of, report
from boq.tests.reports.sheets import Sheets


def test_the_writers_are_known_by_name():
    assert [writer.name for writer in WRITERS] == ["xlsx", "csv", "json"]
    assert writer_for("csv") is WRITERS[1]
    with pytest.raises(KeyError):
        writer_for("dwg")


def test_every_label_has_words_and_no_words_are_spare():
    assert sorted(REPORT_LABELS) == sorted(LABELS)
    with translation.override("en"):
        assert all(labels().values())


def test_a_workbook_has_a_summary_the_bill_and_the_findings():
    sheets = Sheets(report(right_bill(), "xlsx"))
    assert sheets.names == ["Summary", "Bill of quantities", "Findings"]
    assert sheets.rows(1)[0] == [
        "Item no.", "Description", "Unit", "Quantity", "Rate", "Amount", "Difference", "Kind", "Scope", "Pricing",
        "In the total", "Note", "Source cell",
    ]  # fmt: skip


def test_the_bill_is_set_up_for_reading_and_printing():
    sheet = Sheets(report(right_bill(), "xlsx")).formulas["Bill of quantities"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:M")
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.column_dimensions["B"].width > 50
    assert sheet["F4"].number_format == "#,##0.00"


def test_the_findings_are_told_in_words_with_their_cells():
    boq = changed(right_bill(), 0, price={"amount": right_bill().items[0].value * 2})
    rows = Sheets(report(boq, "xlsx")).rows(2)
    findings = run_checks(boq)
    assert len(rows) == 1 + len(findings) > 1
    assert rows[1][0] == "Error"
    assert rows[1][1].startswith("The amount is ")
    assert rows[1][2:] == ["1.0", "Bill!F1", "arithmetic.amount-mismatch"]


def test_the_summary_holds_the_receipts_figures():
    boq = right_bill()
    rows = {row[0]: row[1:] for row in Sheets(report(boq, "xlsx")).rows(0)}
    total = float(receipt_of(boq).total)
    assert rows["File"][0] == "bill.xlsx"
    assert rows["Items"][0] == len(boq.items)
    assert rows["Total of the items"][0] == pytest.approx(total)
    assert rows["Total stated in the file"][:2] == [pytest.approx(total), "Bill!F9"]
    assert rows["The file adds up"][0] == "Yes"
    assert rows["VAT ١٥٪"][0] == float(boq.totals[1].amount)


def test_sections_and_items_keep_their_order():
    boq = bill(item(1, section=1), item(2, section=0), sections=(section(title="A"), section(1, 0, 1, title="B")))
    shown = [row[1] for row in Sheets(report(boq, "xlsx")).rows(1)[1:]]
    texts = [one.description for one in boq.items]
    assert shown == ["A", texts[1], "B", texts[0], "Total of B", "Total of A", "Grand total"]


def test_csv_has_one_line_for_each_item_and_columns_for_each_bidder():
    north = item(1, price={"party": "North"}).prices[0]
    south = item(1, rate="3", price={"party": "South"}).prices[0]
    boq = bill(item(1, prices=(north, south)), item(2, prices=()), parties=("North", "South"))
    rows = list(csv.DictReader(io.StringIO(report(boq, "csv").decode("utf-8-sig"))))
    assert [(row["Key"], row["Amount – North"], row["Amount – South"], row["Pricing"]) for row in rows] == [
        ("key-1", "25.00", "30.00", "Priced"), ("key-2", "", "", "Not priced"),
    ]  # fmt: skip
    assert rows[0]["Section"] == "Part 1"


def test_csv_names_the_rate_base_where_there_is_one():
    boq = bill(item(1, "4", "250", price={"rate_base": Decimal(100), "amount": Decimal(10), "calculated": Decimal(10)}))
    row = next(csv.DictReader(io.StringIO(report(boq, "csv").decode("utf-8-sig"))))
    assert (row["Rate"], row["Rate per"], row["Amount"], row["Scope"]) == ("250", "100", "10", "Base")


def test_csv_begins_with_a_byte_order_mark():
    assert report(bill(item()), "csv").startswith(b"\xef\xbb\xbfSection,")


def test_json_gives_back_the_whole_bill():
    boq = msgspec.structs.replace(right_bill(), parties=("North",), language="ar")
    data = report(boq, "json")
    document = json.loads(data)
    named = [{**one, "prices": [[*price.values()] for price in one["prices"]]} for one in document["items"]]
    assert all(list(one) == list(Item.__struct_fields__) for one in named)
    assert all(list(price) == list(Price.__struct_fields__) for one in document["items"] for price in one["prices"])
    assert msgspec.convert({**document, "items": [[*one.values()] for one in named]}, Boq) == boq
    assert document["schema"] == "mizan-boq/1"
    assert document["receipt"]["total"] == str(receipt_of(boq).total)
    assert all(isinstance(one["prices"][0]["rate"], str | None) for one in document["items"])


def test_json_tells_the_findings_in_words():
    boq = changed(right_bill(), 0, quantity=None, raw_quantity="")
    document = json.loads(report(boq, "json"))
    told = [msgspec.convert({**one, "message": None}, Finding) for one in document["findings"]]
    assert told
    assert tuple(told) == run_checks(boq)
    assert all(one["message"].endswith(".") for one in document["findings"])


def test_words_are_those_of_the_readers_language():
    german = labels()
    german |= {"quantity": "Menge", "sheet.bill": "Leistungsverzeichnis: alles [2026]"}
    out = io.BytesIO()
    writer_for("xlsx").write(out, right_bill(), (), receipt_of(right_bill()), german)
    sheets = Sheets(out.getvalue())
    assert sheets.names[1] == "Leistungsverzeichnis  alles  20"
    assert sheets.rows(1)[0][3] == "Menge"


@pytest.mark.parametrize(
    ("reader", "bill_language", "mirrored"),
    [("ar", "en", [True, False, True]), ("en", "ar", [False, True, False]), ("ar", "ar", [True, True, True])],
)
def test_sheets_run_as_their_words_do(reader, bill_language, mirrored):
    with translation.override(reader):
        written = report(msgspec.structs.replace(right_bill(), language=bill_language), "xlsx")
    sheets = Sheets(written).formulas.worksheets
    assert [bool(sheet.sheet_view.rightToLeft) for sheet in sheets] == mirrored
