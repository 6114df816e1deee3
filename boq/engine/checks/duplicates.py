"""The same work twice, and one work at several rates or in several units."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from boq.engine.checks.completeness import BY_QUANTITY
from boq.engine.checks.facts import cells, name_of, percent, plain, rate_cell
from boq.engine.checks.view import View
from boq.engine.checks.words import is_ditto
from boq.engine.model import Finding, Item, Price, Severity

TELLING = 15  # a text shorter than this ("150 mm thick") means another work under each heading
Group = list[Item]


def _unit(item: Item) -> str:
    return item.unit_code or item.unit.casefold().strip()


def _repeats(bill: View) -> list[Group]:
    """Measured items of one section with the same text and unit, two or more."""
    groups: dict[tuple[int, str, str], Group] = {}
    for item, text in zip(bill.boq.items, bill.texts, strict=True):
        if item.kind in BY_QUANTITY and text and not is_ditto(text):
            groups.setdefault((item.section, text, _unit(item)), []).append(item)
    return [group for group in groups.values() if len(group) > 1]


def _quantities(group: Group) -> dict[Decimal | None, Group]:
    by_quantity: dict[Decimal | None, Group] = {}
    for item in group:
        by_quantity.setdefault(item.quantity, []).append(item)
    return by_quantity


class RepeatedItem:
    """Items of one section have the same description, unit and quantity: probably one work, billed twice."""

    code = "duplicates.repeated-item"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        for group in bill.once(_repeats):
            for quantity, same in _quantities(group).items():
                if len(same) > 1 and quantity is not None:
                    yield _report(self.code, self.severity, same, {"quantity": plain(quantity)})


class SameText:
    """Items of one section have the same description and unit but other quantities: they may belong together, or a word
    that tells them apart is missing.
    """

    code = "duplicates.same-text"
    severity = Severity.INFO

    def run(self, bill: View) -> Iterator[Finding]:
        for group in bill.once(_repeats):
            different = [same[0] for same in _quantities(group).values()]
            if len(different) > 1:
                yield _report(self.code, self.severity, different, {})


class RepeatedRef:
    """Two different items of one section have the same item number. Letters that begin again on each page are not
    meant.
    """

    code = "duplicates.repeated-ref"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        groups: dict[tuple[int, str], list[tuple[Item, str]]] = {}
        numbered: dict[int, int] = {}
        for item, text in zip(bill.boq.items, bill.texts, strict=True):
            ref = item.ref.strip().casefold()
            if len(ref) > 1:
                groups.setdefault((item.section, ref), []).append((item, text))
                numbered[item.section] = numbered.get(item.section, 0) + 1
        repeated = {place: group for place, group in groups.items() if len(group) > 1}
        again: dict[int, int] = {}
        for (section, _), group in repeated.items():
            again[section] = again.get(section, 0) + len(group) - 1
        for (section, _), group in repeated.items():
            begins_again = again[section] > 1 and again[section] * 5 > numbered[section]
            if not begins_again and len({text for _, text in group}) > 1:
                yield _report(self.code, self.severity, [item for item, _ in group], {"ref": group[0][0].ref})


class RatesDiffer:
    """One and the same description and unit is priced at different rates in the bill."""

    code = "duplicates.rates-differ"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        texts = {item.key: text for item, text in zip(bill.boq.items, bill.texts, strict=True)}
        for party, entries in bill.bids.items():
            groups: dict[tuple[str, str], list[tuple[Item, Price]]] = {}
            for item, price, _ in entries:
                text = texts[item.key]
                if price.rate and len(text) >= TELLING and item.kind in BY_QUANTITY and not is_ditto(text):
                    groups.setdefault((text, _unit(item)), []).append((item, price))
            for group in groups.values():
                if len(group) > 1 and any(price.rate != group[0][1].rate for _, price in group):
                    yield self._finding(party, group)

    def _finding(self, party: str, group: list[tuple[Item, Price]]) -> Finding:
        rated = sorted(((price.rate or Decimal(0), index) for index, (_, price) in enumerate(group)))
        (lowest, low), (highest, high) = rated[0], rated[-1]
        item, price = group[high]
        facts: dict[str, str | int | None] = {
            "count": len(group),
            "lowest": plain(lowest),
            "highest": plain(highest),
            "lowest_cell": group[low][0].source.cell,
            "highest_cell": item.source.cell,
            "spread": percent(highest - lowest, abs(lowest)),
            "party": party,
        }
        return Finding(self.code, self.severity, rate_cell(item, price), item.key, facts)


class UnitsDiffer:
    """One and the same description is measured in different units in the bill."""

    code = "duplicates.units-differ"
    severity: Severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        groups: dict[str, dict[str, Item]] = {}
        for item, text in zip(bill.boq.items, bill.texts, strict=True):
            if item.unit and len(text) >= TELLING and item.kind in BY_QUANTITY and not is_ditto(text):
                groups.setdefault(text, {}).setdefault(_unit(item), item)
        for by_unit in groups.values():
            if len(by_unit) > 1:
                items = list(by_unit.values())
                yield _report(self.code, self.severity, items, {"units": ", ".join(item.unit for item in items[:5])})


def _report(code: str, severity: Severity, group: Group, facts: dict[str, str | int | None]) -> Finding:
    """One finding for the group, at its second item: the first is what it repeats."""
    second = group[1]
    shown = {"count": len(group), "cells": cells(group), "item": name_of(second), "first": name_of(group[0]), **facts}
    return Finding(code, severity, second.source, second.key, shown)


CHECKS = (RepeatedItem(), SameText(), RepeatedRef(), RatesDiffer(), UnitsDiffer())
