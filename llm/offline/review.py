"""Descriptions that cannot be priced safely, by signs that can be named: no model, no guess at what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from llm.offline.classify import classify
from llm.offline.text import folded, words
from llm.values import Claim, Work

LONG = 25
_DIGIT = re.compile(r"\d")
_OPEN_ENDED = re.compile(
    r"\betc\b|\band so on\b|\bas (?:may be )?(?:required|necessary|needed|directed)\b(?! (?:by|in|to|for) (?:the )?(?:spec|drawing))"
    r"|\bwhere (?:required|necessary)\b|\bif (?:required|any|necessary)\b|"
    r"\bto be (?:agreed|confirmed|advised|determined|decided)\b|\btb[acd]\b"
    r"|\bи т\.? ?д\b|\bи т\.? ?п\b|\bи др\b|\bпо необходимости|\bпри необходимости|\bпо месту\b|\bуточн(?:ить|яется|ить)"
    r"|\bالخ\b|\bوخلافه\b|\bحسب الحاجه|\bعند اللزوم|\bحسب الطلب|\bحسب توجيهات|\bيحدد لاحقا|\bما يلزم(?! (?:ل|من|ح))"
)
_EQUAL = re.compile(
    r"\bor (?:similar|equal|equivalent|approved)\b|\bor other\b|\band/or\b|\bили (?:аналог|эквивалент|подобн|равноцен)"
    r"|\bاو (?:ما يعادل|مايعادل|ما يماثل|مايماثل|مشابه|مكافئ|مثيل|المعادل)"
)
_REFERS = re.compile(
    r"\b(?:drawing|drg|dwg|spec|detail|schedule|clause|standard|astm|bs|en|iso|is|aashto|din|гост|сп|снип|ту|чертеж|проект|альбом|серия|مخطط|مواصفات|المواصفات|لوحه)\w*[\s:.]*(?:no|nr|№|رقم)?[\s.:]*[a-zа-я]{0,4}[\-\s]?\d"
)
_AS_ABOVE = re.compile(
    r"^(?:ditto|do\.|as above|as before|as last|same as|as item|то же|тоже|аналогично|كما سبق|كالبند|كما في البند|مثل البند|نفس)"
)
# trades whose price hangs on a size, class or thickness, by unit
_NEEDS_FIGURE = {
    "concrete": {"m3", "m2", "m"},
    "masonry": {"m2", "m3"},
    "waterproofing": {"m2"},
    "plumbing": {"m"},
    "drainage": {"m"},
    "pipelines": {"m"},
    "electrical": {"m"},
    "roads": {"m2"},
    "plaster": {"m2"},
    "hvac": {"m2", "m"},
}
_UNIT_CODES = {"sqm": "m2", "м2": "m2", "م2": "m2", "m²": "m2", "м²": "m2", "cum": "m3", "м3": "m3", "م3": "m3", "m³": "m3", "м³": "m3",
               "lm": "m", "rm": "m", "м": "m", "م": "m", "م.ط": "m", "м.п.": "m", "пог. м": "m", "rmt": "m"}  # fmt: skip


class Sign(msgspec.Struct, frozen=True):
    """One sign of a description that leaves something open. `reason` is a code of `words.REASONS`."""

    issue: str
    reason: str
    found: str = ""


def signs(work: Work) -> Iterator[Sign]:
    """All signs in a work, the most telling first."""
    text = folded(work.text)
    alone = not work.section
    said = words(work.text)
    if _AS_ABOVE.match(text):
        if len(said) <= 4 and not _DIGIT.search(text):
            yield Sign("incomplete", "refers-back")
        return
    if len(said) <= 1 and not _DIGIT.search(text) and alone:
        yield Sign("incomplete", "too-short")
    elif _lacks_figure(work, text):
        yield Sign("incomplete", "no-size-or-class")
    for pattern, reason in ((_OPEN_ENDED, "open-ended"), (_EQUAL, "or-similar")):
        found = (
            pattern.search(text) if len(said) <= LONG else None
        )  # a long text that ends in "etc." has said what it means
        if found and not _REFERS.search(text):
            yield Sign("ambiguous", reason, found.group().strip())


def _lacks_figure(work: Work, text: str) -> bool:
    """A measured work of a trade that is priced by size or class, and no figure in the text or its headings."""
    unit = folded(work.unit).strip()
    unit = _UNIT_CODES.get(unit, unit)
    if _DIGIT.search(text) or _DIGIT.search(work.section) or _REFERS.search(text):
        return False
    group, confidence, _step = classify(work)
    return confidence >= 0.5 and unit in _NEEDS_FIGURE.get(group, ())


def review(work: Work) -> tuple[Claim, ...]:
    """The claims about a work: at most one of each issue."""
    found: dict[str, Claim] = {}
    for sign in signs(work):
        facts: dict[str, str | int] = {"reason_code": sign.reason, "found": sign.found}
        found.setdefault(sign.issue, Claim(f"analysis.{sign.issue}-description", work.keys, facts))
    return tuple(found.values())
