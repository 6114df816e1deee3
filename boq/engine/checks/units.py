"""Units that do not go with the quantity or with the description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boq.engine.checks.facts import cells, name_of, plain
from boq.engine.checks.view import BY_QUANTITY, FEW, View
from boq.engine.model import Finding, Item, Severity
from boq.engine.units import parse_unit

WHOLE = frozenset({"nr", "pair", "tree", "point", "joint", "room"})
COMPARED = frozenset({"m", "m2", "m3", "nr", "kg", "t", "sum", "h", "day", "month"})
_LAST_WORDS = re.compile(r"\(([^()]{1,12})\)[\s.]*$")


class FractionalCount:
    """Things that are counted (number, pairs, points) have a quantity with decimals: unit or quantity is wrong."""

    code = "units.fractional-count"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        for item in bill.boq.items:
            quantity = item.quantity
            if quantity is None or item.unit_code not in WHOLE or item.unit_factor != 1 or item.kind not in BY_QUANTITY:
                continue
            if quantity % 1:
                facts = {"item": name_of(item), "unit": item.unit, "quantity": plain(quantity)}
                yield Finding(self.code, self.severity, item.at(item.quantity_column), item.key, {**facts})


class LumpSumQuantity:
    """A lump sum has a quantity other than one. Silent where the bill uses the same unit for counting throughout."""

    code = "units.lump-sum-quantity"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        sums = [item for item in bill.boq.items if item.unit_code == "sum" and item.quantity]
        several = [item for item in sums if item.quantity != 1]
        if len(several) > FEW and len(several) * 2 > len(sums):
            return
        for item in several:
            quantity = plain(item.quantity) if item.quantity is not None else ""
            facts = {"item": name_of(item), "unit": item.unit, "quantity": quantity}
            yield Finding(self.code, self.severity, item.at(item.quantity_column), item.key, {**facts})


class UnitAgainstDescription:
    """The description ends with a unit in brackets, and the unit column says another one."""

    code = "units.against-description"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        for item in bill.boq.items:
            if item.unit_code not in COMPARED or not item.description.endswith((")", ").")):
                continue
            match = _LAST_WORDS.search(item.description)
            said = parse_unit(match[1]) if match else None
            if match and said and said.code in COMPARED and said.code != item.unit_code:
                facts = {"item": name_of(item), "unit": item.unit, "described": match[1].strip()}
                yield Finding(self.code, self.severity, item.at(item.unit_column), item.key, {**facts})


class UnknownUnit:
    """A unit that Mizan does not know, reported once for each spelling. Quantities in it cannot be compared with
    others.
    """

    code = "units.unknown"
    severity = Severity.INFO

    def run(self, bill: View) -> Iterator[Finding]:
        unknown: dict[str, list[Item]] = {}
        for item in bill.boq.items:
            if item.unit and not item.unit_code and item.kind in BY_QUANTITY:
                unknown.setdefault(item.unit.strip(), []).append(item)
        for unit, items in unknown.items():
            if unit:
                facts: dict[str, str | int | None] = {"unit": unit[:40], "count": len(items), "cells": cells(items)}
                yield Finding(self.code, self.severity, items[0].at(items[0].unit_column), items[0].key, facts)


CHECKS = (FractionalCount(), LumpSumQuantity(), UnitAgainstDescription(), UnknownUnit())
