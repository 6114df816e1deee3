"""The same work twice, and one work at several rates or in several units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from boq.engine.checks.facts import bidder, cells, name_of, percent, plain, rate_cell, same_text
from boq.engine.checks.view import View
from boq.engine.model import Finding, Item, Price, Severity

TELLING = 15  # a text shorter than this ("150 mm thick") means another work under each heading
TELLING_ALONE = 30  # from this length on a text says enough without its heading
Group = list[Item]
Facts = dict[str, str | int | None]


def _unit(item: Item) -> str:
    return item.unit_code or item.unit.casefold().strip()


def _repeats(bill: View) -> list[Group]:
    """Measured items of one section with the same text and unit, two or more."""
    found: list[Group] = []
    for _, items in bill.repeated:
        groups: dict[tuple[int, str], Group] = {}
        for item in items:
            groups.setdefault((item.section, _unit(item)), []).append(item)
        found.extend(group for group in groups.values() if len(group) > 1)
    return found


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
                if len(same) > 1 and quantity:  # zeros are those of a template
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
    """Two different items of one section have the same item number. Letters and numbers that begin again, on each page
    or under each heading, are not meant."""

    code = "duplicates.repeated-ref"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        first: dict[tuple[int, str], Item] = {}
        groups: dict[tuple[int, str], Group] = {}
        for item in bill.boq.items:
            if len(item.ref) > 1:
                place = (item.section, item.ref)
                known = first.setdefault(place, item)
                if known is not item:
                    groups.setdefault(place, [known]).append(item)
        if not groups:
            return
        numbered = Counter(section for section, _ in first)
        again = Counter(section for section, _ in groups)
        for (section, ref), group in groups.items():
            begins_again = again[section] > 1 and again[section] * 5 > numbered[section]
            if not begins_again and len({same_text(item.description) for item in group}) > 1:
                yield _report(self.code, self.severity, group, {"ref": ref})


class RatesDiffer:
    """One and the same description and unit is priced at different rates in the bill."""

    code = "duplicates.rates-differ"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        for text, items in bill.repeated:
            if len(text) < TELLING:
                continue
            groups: dict[tuple[str, str], list[tuple[Decimal, Item, Price]]] = {}
            for item in items:
                for index, price in enumerate(item.prices):
                    if price.rate:
                        place = (bidder(price, index), _unit(item))
                        groups.setdefault(place, []).append((price.rate, item, price))
            for (party, _), group in groups.items():
                if any(rate != group[0][0] for rate, _, _ in group):
                    yield self._finding(party, group)

    def _finding(self, party: str, group: list[tuple[Decimal, Item, Price]]) -> Finding:
        lowest, low, _ = min(group, key=lambda one: one[0])
        highest, item, price = max(group, key=lambda one: one[0])
        facts: Facts = {
            "count": len(group),
            "lowest": plain(lowest),
            "highest": plain(highest),
            "lowest_cell": low.source.cell,
            "highest_cell": item.source.cell,
            "spread": percent(highest - lowest, abs(lowest)),
            "party": party,
        }
        return Finding(self.code, self.severity, rate_cell(item, price), item.key, facts)


class UnitsDiffer:
    """One and the same description is measured in different units, in one section or, if it is a long one, in the bill.

    Short ones mean another work under each heading: walls are concrete in m3 and formwork in m2."""

    code = "duplicates.units-differ"
    severity = Severity.WARNING

    def run(self, bill: View) -> Iterator[Finding]:
        for text, items in bill.repeated:
            if len(text) < TELLING:
                continue
            places: dict[int, dict[str, Item]] = {}
            for item in items:
                if item.unit:
                    place = -1 if len(text) >= TELLING_ALONE else item.section
                    places.setdefault(place, {}).setdefault(_unit(item), item)
            for by_unit in places.values():
                if len(by_unit) > 1:
                    group = list(by_unit.values())
                    yield _report(
                        self.code, self.severity, group, {"units": ", ".join(item.unit for item in group[:5])}
                    )


def _report(code: str, severity: Severity, group: Group, facts: Facts) -> Finding:
    """One finding for the group, at its second item: the first is what it repeats."""
    second = group[1]
    shown = {"count": len(group), "cells": cells(group), "item": name_of(second), "first": name_of(group[0]), **facts}
    return Finding(code, severity, second.source, second.key, shown)


CHECKS = (RepeatedItem(), SameText(), RepeatedRef(), RatesDiffer(), UnitsDiffer())
