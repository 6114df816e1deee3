"""What several checks look at, worked out once per bill: prices by party, expected amounts, section sums, texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, NamedTuple, TypeVar

from boq.engine.checks.extensions import ZERO, Entry, Mismatch, expected_amount, mismatches_of
from boq.engine.checks.facts import bidder, same_text
from boq.engine.checks.words import is_ditto
from boq.engine.formulas.values import ERRORS
from boq.engine.model import Boq, Item, ItemKind, PricingState, Standing

# A stated total may hold these or not, where the bill lists them as items: it is tried with and without them.
APART = frozenset({ItemKind.CONTINGENCY, ItemKind.DISCOUNT, ItemKind.TAX})
# Work that is asked for by quantity and unit.
BY_QUANTITY = frozenset({ItemKind.MEASURED, ItemKind.DAYWORK})
# Up to so many lines with the same lack are reported line by line, whatever their share of the bill.
FEW = 5
# The file itself says that no price is to be expected.
ANSWERED = frozenset({PricingState.INCLUDED, PricingState.EXCLUDED, PricingState.RATE_ONLY})


COUNTS, PRICED = Standing.COUNTS, PricingState.PRICED

T = TypeVar("T")


class Sums(NamedTuple):
    """What the items of a section and all its parts add up to. `apart` holds contingencies, discounts and taxes listed
    as items.
    """

    works: Decimal
    apart: Decimal
    priced: int

    def plus(self, other: Sums) -> Sums:
        return Sums(self.works + other.works, self.apart + other.apart, self.priced + other.priced)


NOTHING = Sums(ZERO, ZERO, 0)


class View:
    """A bill with what the checks share. Everything is worked out on first use and in linear time."""

    def __init__(self, boq: Boq) -> None:
        self.boq = boq
        self.rounding = boq.rounding
        self._known: dict[Callable[[View], Any], Any] = {}

    def once(self, work: Callable[[View], T]) -> T:
        """`work(self)`, done the first time it is asked for: several checks share it."""
        if work not in self._known:
            self._known[work] = work(self)
        known: T = self._known[work]
        return known

    @cached_property
    def bids(self) -> dict[str, list[Entry]]:
        """The prices of each party, in the order of the bill; see `facts.bidder` for the names."""
        bids: dict[str, list[Entry]] = {}
        make = partial(tuple.__new__, Entry)  # what Entry(...) does, without a call of Python for each
        for item in self.boq.items:
            for index, price in enumerate(item.prices):
                entry = make((item, price, expected_amount(item, price)))
                party = bidder(price, index) if index else price.party
                try:
                    bids[party].append(entry)
                except KeyError:
                    bids[party] = [entry]
        return bids

    @property
    def entries(self) -> Iterator[Entry]:
        """All prices of all parties."""
        for entries in self.bids.values():
            yield from entries

    @cached_property
    def odd(self) -> list[Entry]:
        """The prices of all parties but those of plain works: priced, with quantity, rate and amount above zero. Few in most bills."""
        return [entry for entry in self.entries if not _is_plain(entry)]

    @cached_property
    def mismatches(self) -> list[Mismatch]:
        """All amounts that are not quantity × rate, with their cause."""
        return [found for entries in self.bids.values() for found in mismatches_of(entries, self.rounding)]

    def agrees(self, expected: Decimal | None, stated: Decimal | None) -> bool:
        """True when both are equal within the bill's rounding, or when one of them is not known."""
        return expected is None or stated is None or self.rounding.agrees(expected, stated)

    @cached_property
    def texts(self) -> list[str]:
        """The description of each item as it is compared: see `facts.same_text`."""
        known: dict[str, str] = {}
        texts = []
        for item in self.boq.items:
            text = known.get(item.description)
            if text is None:
                text = known[item.description] = same_text(item.description)
            texts.append(text)
        return texts

    @cached_property
    def repeated(self) -> list[tuple[str, list[Item]]]:
        """Texts that two or more measured items share (never "ditto"), with these items."""
        first: dict[str, Item] = {}
        groups: dict[str, list[Item]] = {}
        often = Counter(self.texts)
        for item, text in zip(self.boq.items, self.texts, strict=True):
            if often[text] > 1 and item.kind in BY_QUANTITY:
                known = first.setdefault(text, item)
                if known is not item:
                    groups.setdefault(text, [known]).append(item)
        return [(text, group) for text, group in groups.items() if text and not is_ditto(text)]

    @cached_property
    def children(self) -> dict[int, list[int]]:
        """Section index -> its direct parts; -1 holds the bills."""
        children: dict[int, list[int]] = {}
        for index, section in enumerate(self.boq.sections):
            children.setdefault(section.parent, []).append(index)
        return children

    @cached_property
    def items_of(self) -> dict[int, list[Item]]:
        """Section index -> the items that stand directly in it."""
        items: dict[int, list[Item]] = {}
        for item in self.boq.items:
            items.setdefault(item.section, []).append(item)
        return items

    @cached_property
    def own_sums(self) -> list[Sums]:
        """For each section, its own items only, in the file's (or first party's) prices."""
        return [_sum_of(self.items_of.get(index, ())) for index in range(len(self.boq.sections))]

    @cached_property
    def sums(self) -> list[Sums]:
        """For each section, its own items and those of all its parts."""
        sums = list(self.own_sums)
        for index in self.bottom_up:
            parent = self.boq.sections[index].parent
            if parent >= 0:
                sums[parent] = sums[parent].plus(sums[index])
        return sums

    @cached_property
    def bottom_up(self) -> list[int]:
        """Section indices, parts before what they are part of."""
        sections = self.boq.sections
        return sorted(range(len(sections)), key=lambda index: -sections[index].level)

    @cached_property
    def total(self) -> Sums:
        """The whole bill in the file's (or first party's) prices."""
        return _sum_of(self.boq.items)

    def items_under(self, section: int) -> Iterator[Item]:
        """The items of a section and all its parts; -1 is the whole bill."""
        if section < 0:
            yield from self.boq.items
            return
        waiting = [section]
        while waiting:
            index = waiting.pop()
            yield from self.items_of.get(index, ())
            waiting.extend(self.children.get(index, ()))

    def titles(self, section: int) -> Iterator[str]:
        """The title of a section and of all that it is part of."""
        sections = self.boq.sections
        for _ in sections:
            if section < 0:
                return
            yield sections[section].title
            section = sections[section].parent


def _is_plain(entry: Entry) -> bool:
    item, price, _ = entry
    quantity, rate, amount = item.quantity, price.rate, price.amount
    if quantity is None or rate is None or amount is None or price.state is not PRICED:
        return False
    positive = quantity > ZERO and rate > ZERO and amount > ZERO
    return positive and price.raw_amount not in ERRORS and price.raw_rate not in ERRORS


def _sum_of(items: list[Item] | tuple[Item, ...]) -> Sums:
    works, apart, priced = ZERO, ZERO, 0
    for item in items:
        if item.standing is not COUNTS or (value := item.value) is None:
            continue
        priced += 1
        if item.kind in APART:
            apart += value
        else:
            works += value
    return Sums(works, apart, priced)
