"""Parts of a price side by side: material, labour, plant."""

from __future__ import annotations

from boq.engine.tables.figures import NOT_WHOLE, Money, Pair, Sample, part_of
from boq.engine.tables.headings import Heading
from boq.engine.tables.profile import Profile, agreement, close


def add_parts(money: Money, headings: dict[int, Heading], profiles: list[Profile], data: Sample) -> None:
    """Material and labour side by side: parts of the rate, or the rate and amount themselves where no total column exists."""
    parts: dict[str, Pair] = {}
    for column, heading in headings.items():
        name, role = part_of(heading), heading.role
        if not _of_one_party(heading, headings.get(money.amount if money.amount is not None else -1)):
            continue
        if name and not role and profiles[column].numbers > profiles[column].texts:
            role = "rate"  # "MAT." and "LAB." beside a total rate
        if not name or role not in ("rate", "amt", "price") or "later" in heading.qualifiers:
            continue
        pair = parts.setdefault(name, Pair(heading.group or heading.text, None, None))
        if role == "amt" or (role == "price" and pair.rate is not None):
            pair.amount = column if pair.amount is None else pair.amount
        elif pair.rate is None:
            pair.rate = column
    if len(parts) < 2:
        return
    chosen = {money.rate, money.amount}
    part_rates = [pair.rate for pair in parts.values() if pair.rate is not None]
    part_amounts = [pair.amount for pair in parts.values() if pair.amount is not None]
    if money.rate in part_rates and money.amount not in part_amounts:
        money.rate = None
    if money.amount in part_amounts and money.rate not in part_rates and money.rate is not None:
        money.amount = None
    if money.rate in part_rates and money.amount in part_amounts:
        money.rate = money.amount = None
    money.parts = list(parts.values())
    if money.amount is None:
        money.amount = _whole_column(headings, profiles, "amt")
    if money.rate is None and money.amount is not None:
        money.rate = _whole_column(headings, profiles, "rate")
    if money.rate is None or money.rate not in chosen:
        _check_parts(money, data)


def _of_one_party(heading: Heading, main: Heading | None) -> bool:
    """False for a part under another party's name than the main price, where both stand under two rows of headings."""
    if main is None or " / " not in main.group or " / " not in heading.group:
        return True
    return main.group.partition(" / ")[0] == heading.group.partition(" / ")[0]


def _whole_column(headings: dict[int, Heading], profiles: list[Profile], role: str) -> int | None:
    """The rate or amount column that is of no part and of no later version, the last one where there are several."""
    found = [c for c, h in headings.items() if h.role == role and not part_of(h) and not h.qualifiers & NOT_WHOLE]
    return max(found, key=lambda c: (profiles[c].numbers > 0, c), default=None)


def _check_parts(money: Money, data: Sample) -> None:
    """Without a rate column the parts must prove the amount: Σ amounts, or quantity × Σ rates."""
    agree = checked = 0
    if money.amount is None:
        for pair in money.parts:
            if pair.rate is not None and pair.amount is not None and money.quantity is not None:
                more, count = agreement(data[money.quantity], data[pair.rate], data[pair.amount])
                agree, checked = agree + more, checked + count
    else:
        for index, amount in enumerate(data[money.amount]):
            amounts = [data[pair.amount][index] or 0.0 for pair in money.parts if pair.amount is not None]
            rates = [data[pair.rate][index] or 0.0 for pair in money.parts if pair.rate is not None]
            quantity = data[money.quantity][index] if money.quantity is not None else None
            if amount and (any(amounts) or (quantity and any(rates))):
                checked += 1
                agree += close(sum(amounts), amount) or bool(quantity and close(quantity * sum(rates), amount))
        if checked >= 3 and agree * 2 < checked and _are_amounts(money, data):
            money.parts = [Pair(pair.label, None, pair.rate) for pair in money.parts]
            agree = checked
    money.agree, money.checked = agree, checked


def _are_amounts(money: Money, data: Sample) -> bool:
    """True when what was taken for the parts of a rate adds up to the amount without the quantity: parts of the amount."""
    rates = [pair.rate for pair in money.parts if pair.rate is not None and pair.amount is None]
    if money.amount is None or len(rates) < len(money.parts):
        return False
    rows = [
        (sum(data[rate][index] or 0.0 for rate in rates), amount)
        for index, amount in enumerate(data[money.amount])
        if amount
    ]
    return sum(close(parts, amount) for parts, amount in rows) * 10 >= 9 * len(rows)
