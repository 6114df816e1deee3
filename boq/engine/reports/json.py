"""The whole bill as JSON, for other programs.

One object, in this order; decimals are strings, so that no program rounds them; places are 1-based:

    schema      "mizan-boq/1"
    receipt     the account of the reading, in its public form
    parties, currency, language, rounding {quantum, basis}
    sections    [{key, parent, level, title, ref, source {sheet, row, column, page}, stated_total, stated_total_source}]
                `parent` is a position in this list, -1 for a bill
    totals      [{kind, label, amount, source, section, party, expected, verdict, claims [source], formula}]
    findings    [{code, severity, source, item, facts, message}]; `item` is the key of an item or ""
    items       [{key, kind, standing, section, source, description, ref, unit, unit_code, unit_factor, quantity, …,
                prices [{state, party, version, rate, amount, calculated, rate_base, components, …}]}]

Items stand one on a line, so that tools which read by line can stream them. Field names and values are those of
`boq/engine/model.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from boq.engine.model import Boq, Finding, Item, Receipt
from boq.engine.receipt import to_json
from boq.engine.reports.labels import Labels, sentence
from boq.engine.reports.safe import clean

SCHEMA = "mizan-boq/1"
AT_ONCE = 500  # items encoded before they are written


class JsonWriter:
    """Writes the full bill: nothing that Mizan has read is left out."""

    name = "json"
    content_type = "application/json"

    def write(self, out: BinaryIO, boq: Boq, findings: Sequence[Finding], receipt: Receipt, labels: Labels) -> None:
        encode = msgspec.json.Encoder().encode
        head = {
            "schema": SCHEMA,
            "receipt": to_json(receipt),
            "parties": boq.parties,
            "currency": boq.currency,
            "language": boq.language,
            "rounding": boq.rounding,
            "sections": boq.sections,
            "totals": boq.totals,
            "findings": [_finding(finding, labels) for finding in findings],
        }
        out.write(encode(head)[:-1] + b',"items":[')
        for start in range(0, len(boq.items), AT_ONCE):
            lines = b",\n".join(encode(_item(item)) for item in boq.items[start : start + AT_ONCE])
            out.write((b",\n" if start else b"\n") + lines)
        out.write(b"\n]}\n")


def _item(item: Item) -> dict[str, object]:
    return {**msgspec.structs.asdict(item), "prices": [msgspec.structs.asdict(price) for price in item.prices]}


def _finding(finding: Finding, labels: Labels) -> dict[str, object]:
    fields: dict[str, object] = msgspec.structs.asdict(finding)
    return {**fields, "message": clean(sentence(labels, finding))}
