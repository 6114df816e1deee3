"""Words of the trade that the checks listen to, in English, Arabic and Russian."""

from __future__ import annotations

import re

# A negative quantity or amount beside one of these is a credit or an omission, not a fault.
_CREDIT = re.compile(
    r"\b(?:credit|omit|omission|deduct|deduction|discount|rebate|reduction|less|saving|salvage|buy-?back|reimburse\w*|refund|"
    r"delete|deletion|minus|adjustment|variation)s?\b"
    r"|خصم|حسم|تخفيض|استقطاع|حذف|إلغاء|الغاء|استنزال|مرتجع|استرداد|رصيد دائن"
    r"|скидк|вычет|вычит|исключ|минус|возврат|зач[её]т|снижен|уменьш|сторно|экономи",
    re.IGNORECASE,
)

# These stand for the text above them and say nothing alone.
DITTO = (
    "ditto", "do.", "do ", "-do-", "idem", "as above", "as before", "as last", "same as above",
    "كما سبق", "كالسابق", "مثل السابق", "شرحه", "نفس البند", "كما هو مذكور", "كما ورد",
    "то же", "тоже", "так же", "аналогично", "\"", "''", "«",
)  # fmt: skip


def speaks_of_credit(text: str) -> bool:
    """True when the text announces money that is taken away."""
    return _CREDIT.search(text) is not None


def is_ditto(text: str) -> bool:
    """True when a text, as compared (see `facts.same_text`), refers to the one above."""
    return text in {"do", "as above"} or text.startswith(DITTO)
