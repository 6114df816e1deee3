"""A contingency that the bill lists as an item is in the receipt's total, and in the export's."""

from __future__ import annotations

import io
from decimal import Decimal

from boq.engine.reading import read
from boq.engine.reports.base import writer_for

BILL = b"""Item,Description,Unit,Qty,Rate,Amount
1,Excavate trench,m3,10,4.50,45.00
2,Concrete bed,m3,2,95,190.00
3,Contingency allowance,Sum,1,20,20.00
,Total,,,,255.00
"""


def test_it_counts_in_receipt_and_export():
    reading = read(BILL, "bill.csv")
    assert reading.receipt.total == Decimal(255)
    assert not reading.findings
    out = io.BytesIO()
    writer_for("xlsx").write(out, reading.boq, reading.findings, reading.receipt, {})
    again = read(out.getvalue(), "bill.xlsx")
    assert (again.receipt.items, again.receipt.total) == (3, Decimal(255))
