"""What is offered to a model: each tool with its words, the shape of its arguments, and what answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from boq.services.asking.tools import (
    BY,
    MOST_ROWS,
    ORDERS,
    SEVERITIES,
    Findings,
    FindItems,
    Found,
    OfBill,
    OneItem,
    SumAmounts,
    find_items,
    findings,
    item,
    sections,
    sum_amounts,
    totals,
)
from boq.services.asking.where import schema
from llm.providers.base import Tool

OF_BILL = {
    "bill": {"type": ["string", "null"], "description": "id of the bill, from `bills`; null for the only or newest one"}
}


def _shape(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


_TEXT: dict[str, Any] = {"type": ["string", "null"]}
TOOLS: tuple[tuple[Tool, type[msgspec.Struct], Callable[..., Found]], ...] = (
    (
        Tool(
            "find_items",
            "Items that match all that is given: rows, how many there are, and the sum of their amounts.",
            schema(
                order={"type": ["string", "null"], "enum": [*ORDERS, None]},
                limit={"type": ["integer", "null"], "description": f"rows to see, at most {MOST_ROWS}"},
            ),
        ),
        FindItems,
        find_items,
    ),
    (
        Tool(
            "sum_amounts",
            "Counts and sums of amounts of the items that match: in all, or by one property, with shares in percent.",
            schema(by={"type": ["string", "null"], "enum": [*BY, None]}),
        ),
        SumAmounts,
        sum_amounts,
    ),
    (Tool("sections", "The sections of a bill with items and sums.", _shape(**OF_BILL)), OfBill, sections),
    (
        Tool(
            "findings",
            "What checks and analyses found: counts by code, and the first in words.",
            _shape(**OF_BILL, severity={"type": ["string", "null"], "enum": [*SEVERITIES, None]}, code=_TEXT, section=_TEXT),
        ),
        Findings,
        findings,
    ),
    (
        Tool(
            "item",
            "One item with its text, prices, findings and cell.",
            _shape(item={"type": "string", "description": "key or number of the item"}, **OF_BILL),
        ),
        OneItem,
        item,
    ),
    (Tool("totals", "Stated totals against what the items come to.", _shape(**OF_BILL)), OfBill, totals),
)  # fmt: skip
COMPARE = Tool(
    "compare",
    "Two bills of the project item by item: what changed, what came and went.",
    _shape(bill={"type": "string", "description": "id of the first bill"}, other={"type": "string", "description": "id of the second"}),
)  # fmt: skip
BILLS = Tool("bills", "The bills of this project with their ids.", _shape())
