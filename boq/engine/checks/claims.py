"""What each total line of the file claims, what it should be, and where the difference may come from."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from boq.engine.checks.extensions import ZERO
from boq.engine.checks.facts import name_and_cell, shortened
from boq.engine.checks.view import Sums, View
from boq.engine.model import SourceRef, Standing, StatedTotal, TotalKind, Verdict

# Their amount is a percentage of other totals: `percentages` proves them.
SHARES = frozenset({TotalKind.CONTINGENCY, TotalKind.DISCOUNT, TotalKind.TAX, TotalKind.ADDITION})
LAST = frozenset({TotalKind.NET, TotalKind.GRAND})
# They repeat a total that stands elsewhere: `carried_totals.CarriedWrong` looks at them.
CARRYING = frozenset({TotalKind.ENTRY, TotalKind.TENDER})
REMEMBERED = 50  # how many earlier totals a line is compared with


class Claim(NamedTuple):
    """A total line that does not hold: `section` -1 is the whole bill, `amounts` how many figures it adds up."""

    label: str
    stated: Decimal
    expected: Decimal
    source: SourceRef | None
    section: int
    amounts: int
    whole: bool
    party: str = ""


class Culprit(NamedTuple):
    """The one item or section whose amount is the difference."""

    name: str
    key: str


def broken_claims(bill: View) -> Iterator[Claim]:
    """Total lines that differ from what they add up to: sections in their order, then the other lines in theirs."""
    lines = {total.source: total for total in bill.boq.totals}
    seen = set()
    for index, section in enumerate(bill.boq.sections):
        if section.stated_total is None:
            continue
        line = lines.get(section.stated_total_source) if section.stated_total_source else None
        seen.add(section.stated_total_source)
        if line is not None and line.verdict is not Verdict.UNKNOWN:
            expected = line.expected if line.verdict is Verdict.OFF else None
        else:
            expected = _expected_of_section(bill, index, section.stated_total)
        if expected is not None:
            source = section.stated_total_source or section.source
            amounts = bill.sums[index].priced
            yield Claim(section.title, section.stated_total, expected, source, index, amounts, whole=False)
    sums = deque((bill.total.works, bill.total.works + bill.total.apart), maxlen=REMEMBERED)
    for total in bill.boq.totals:
        if total.kind in SHARES:
            sums.append(sums[-1] + signed(total))
        elif total.source not in seen and total.kind not in CARRYING:
            yield from _claim_of_line(bill, total, sums)


def _expected_of_section(bill: View, index: int, stated: Decimal) -> Decimal | None:
    """The sum that the section should state; None when it agrees in a usual way or nothing in it is priced."""
    sums = bill.sums[index]
    if not sums.priced:
        return None
    carried = bill.own_sums[index]
    for child in bill.children.get(index, ()):
        child_total = bill.boq.sections[child].stated_total
        carried = carried.plus(bill.sums[child] if child_total is None else Sums(child_total, ZERO, 1))
    for ways in (sums, carried):
        if bill.agrees(ways.works, stated) or bill.agrees(ways.works + ways.apart, stated):
            return None
    return sums.works + sums.apart


def _claim_of_line(bill: View, total: StatedTotal, sums: deque[Decimal]) -> Iterator[Claim]:
    """`sums`: what the works, and the works with the additions stated so far, come to."""
    whole = total.kind in LAST
    if total.verdict is Verdict.OFF and total.expected is not None:
        count = len(total.claims) or bill.total.priced
        yield Claim(total.label, total.amount, total.expected, total.source, total.section, count, whole, total.party)
        return
    unproven = total.verdict is Verdict.UNKNOWN and whole and total.section < 0 and not total.party
    if unproven and bill.total.priced and not any(bill.agrees(known, total.amount) for known in sums):
        yield Claim(total.label, total.amount, sums[-1], total.source, -1, bill.total.priced, whole)


def stated_claims(bill: View) -> int:
    """How many totals the file states, without shares of other totals."""
    places = {section.stated_total_source for section in bill.boq.sections if section.stated_total is not None}
    return len(places | {total.source for total in bill.boq.totals if total.kind not in SHARES | CARRYING})


def signed(line: StatedTotal) -> Decimal:
    """What an addition adds: a discount takes away however its sign is written."""
    return -abs(line.amount) if line.kind is TotalKind.DISCOUNT else line.amount


def culprit(bill: View, section: int, amount: Decimal) -> Culprit | None:
    """The only item or part of `section` that comes to `amount`; None when there is none or more than one."""
    found: list[Culprit] = []
    for item in bill.items_under(section):
        if item.standing is Standing.COUNTS and item.value == amount:
            found.append(Culprit(name_and_cell(item), item.key))
            if len(found) > 1:
                return None
    for child in bill.children.get(section, ()):
        if bill.sums[child].works == amount and bill.sums[child].priced > 1:
            found.append(Culprit(shortened(bill.boq.sections[child].title), ""))
    return found[0] if len(found) == 1 else None
