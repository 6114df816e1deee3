"""VAT, contingency, discount and other additions whose label states the percentage."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from decimal import Decimal

from boq.engine.checks.claims import LAST, REMEMBERED, SHARES, signed
from boq.engine.checks.facts import derived, plain, shortened
from boq.engine.checks.view import View
from boq.engine.model import Finding, Severity, StatedTotal, TotalKind, Verdict

_PERCENT = re.compile(r"(\d{1,3}(?:[.,٫]\d{1,4})?)\s*[%٪]|[%٪]\s*(\d{1,3}(?:[.,٫]\d{1,4})?)")
_BASES = LAST | {TotalKind.SUMMARY, TotalKind.SUBTOTAL, TotalKind.COLLECTION}
HUNDRED = Decimal(100)


def stated_percent(label: str) -> Decimal | None:
    """The percentage that a label states, in Latin or Arabic digits; None when it states none or several."""
    found = {first or second for first, second in _PERCENT.findall(label)}
    if len(found) != 1:
        return None
    return Decimal("".join(str(int(sign)) if sign.isdecimal() else "." for sign in found.pop()))


class PercentageMismatch:
    """A VAT, contingency, discount or similar line states a percentage, and its amount is not that percentage of any
    total before it.
    """

    code = "totals.percentage-mismatch"
    severity = Severity.ERROR

    def run(self, bill: View) -> Iterator[Finding]:
        seen: deque[StatedTotal] = deque(maxlen=REMEMBERED)
        sums = deque((bill.total.works,), maxlen=REMEMBERED)
        for line in bill.boq.totals:
            if line.kind in SHARES:
                yield from self._prove(bill, line, seen, sums)
                sums.append(sums[-1] + signed(line))
            elif line.kind in _BASES:
                seen.append(line)

    def _prove(
        self, bill: View, line: StatedTotal, seen: deque[StatedTotal], sums: deque[Decimal]
    ) -> Iterator[Finding]:
        rate = stated_percent(line.label)
        if rate is None or line.verdict in (Verdict.EQUAL, Verdict.STALE, Verdict.WRONG_ROWS):
            return
        before = [total.amount for total in seen if total.party == line.party]
        bases = before + ([] if line.party else [*sums, sum(before, Decimal(0))])
        bases = [base for base in bases if base]
        if line.verdict is Verdict.UNKNOWN and (not bases or _is_share(bill, line, rate, bases)):
            return
        base = next(
            (total.amount for total in reversed(seen) if total.party == line.party), bases[-1] if bases else None
        )
        expected = line.expected if line.expected is not None else (base or Decimal(0)) * rate / HUNDRED
        if bill.agrees(expected, line.amount):
            return
        facts = {
            "label": shortened(line.label),
            "percent": plain(rate),
            "base": plain(base) if base is not None else None,
            "stated": plain(line.amount),
            "expected": derived(expected),
            "party": line.party,
        }
        yield Finding(self.code, self.severity, line.source, "", {**facts})


def _is_share(bill: View, line: StatedTotal, rate: Decimal, bases: list[Decimal]) -> bool:
    """True when the line is `rate` per cent of one of `bases`, added to it or (VAT included) contained in it."""
    amount = abs(line.amount)
    within = HUNDRED + rate
    return any(
        bill.agrees(abs(base) * rate / HUNDRED, amount) or bill.agrees(abs(base) * rate / within, amount)
        for base in bases
    )


CHECKS = (PercentageMismatch(),)
