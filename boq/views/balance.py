"""Two totals that should agree, as the scales show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from boq.engine.model import TotalKind
from boq.models import Boq, Total

BETWEEN = frozenset({TotalKind.CONTINGENCY, TotalKind.DISCOUNT, TotalKind.TAX, TotalKind.ADDITION})
SHOWN = 3
SMALL = Decimal("0.001")  # below a thousandth the difference is worth a look, above it is wrong


@dataclass(frozen=True)
class Balance:
    """The left pan holds what the file states, the right one what its items add up to. `tilt` and `tone` are those of the scales."""

    tilt: str
    tone: str
    words: str
    difference: Decimal | None = None
    because: tuple[str, ...] = ()


def balance_of(boq: Boq, totals: Sequence[Total] = ()) -> Balance:
    """Whether the file's stated total and the sum of its items agree; when they do over further lines, `because` names these."""
    if boq.stated_total is None:
        return Balance("", "quiet", _("The file states no total"))
    difference = boq.stated_total - boq.total
    if boq.ties_out:
        between = tuple(total.label.strip()[:60] for total in totals if total.kind in BETWEEN and total.label.strip())
        return Balance("level", "", _("It balances"), difference, between[:SHOWN] if difference else ())
    if not difference:
        return Balance("", "warning", _("Equal, but the lines between do not add up"), difference)
    largest = max(abs(boq.stated_total), abs(boq.total))
    tone = "warning" if abs(difference) <= largest * SMALL else "error"
    words = _("The file states more than its items") if difference > 0 else _("The file states less than its items")
    return Balance("left" if difference > 0 else "right", tone, words, difference)
