"""The kinds of rows by name. Every row of a bill is asked for its kind some hundred times, and until Python 3.12 finding a member in its
enum takes far longer than a name of the module.
"""

from __future__ import annotations

from boq.engine.model import RowKind

ITEM = RowKind.ITEM
HEADING = RowKind.HEADING
DESCRIPTION = RowKind.DESCRIPTION
NOTE = RowKind.NOTE
SUBTOTAL = RowKind.SUBTOTAL
COLLECTION = RowKind.COLLECTION
SUMMARY = RowKind.SUMMARY
COMPONENT = RowKind.COMPONENT
MEASUREMENT = RowKind.MEASUREMENT
