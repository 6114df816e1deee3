"""What a label says: a total of some kind, a note, an option, the purpose of a sheet."""

from __future__ import annotations

from functools import lru_cache

from boq.engine.model import TotalKind
from boq.engine.text import fold, is_solid
from boq.engine.units import parse_unit
from boq.engine.vocabulary import further, merged
from boq.engine.vocabulary.natures import NATURES, SCOPES
from boq.engine.vocabulary.totals import EXACT, LEADING, NOT_TOTALS, NOTES, OPTIONS, PAGE_JOINS, PAGE_WORDS, TOTALS

LONGEST_LABEL = 160
STRONG = frozenset({TotalKind.GRAND, TotalKind.NET, TotalKind.PAGE, TotalKind.CARRIED, TotalKind.SUBTOTAL})

Words = tuple[str, ...]


def _by_first_word(table: dict[str, tuple[str, ...]]) -> dict[str, list[tuple[Words, str]]]:
    index: dict[str, list[tuple[Words, str]]] = {}
    for name, phrases in table.items():
        for phrase in phrases:
            words = tuple(fold(phrase).split())
            if words:
                index.setdefault(words[0], []).append((words, name))
    for found in index.values():
        found.sort(key=lambda pair: -len(pair[0]))
    return index


_ALL_TOTALS = merged(TOTALS, further.TOTALS)
_TOTALS = _by_first_word(_ALL_TOTALS)
_ALONE = EXACT | further.TOTALS_ALONE
_SOLID = [(fold(p), name) for name, phrases in _ALL_TOTALS.items() for p in phrases if is_solid(fold(p)[:1])]
_SUMS_OF = ("費計", "小計", "合計", "小计", "合计")
_SOLID.sort(key=lambda pair: -len(pair[0]))
_ENDINGS = {
    **dict.fromkeys(
        (
            "total",
            "totals",
            "subtotal",
            "итого",
            "всего",
            "اجمالي",
            "مجموع",
            "totale",
            "toplam",
            "jumlah",
            "summe",
            "suma",
            "toplami",
            "yekunu",
        ),
        TotalKind.SUBTOTAL,
    ),
}
_OPTION_WORDS = {fold(phrase): name for name, phrases in OPTIONS.items() for phrase in phrases}
_OPTION_PHRASES = tuple(
    (phrase, name) for phrase, name in _OPTION_WORDS.items() if " " in phrase or "\u0e00" <= phrase[:1] <= "\u0e7f"
)
_OPTION_OPENINGS = tuple(phrase for phrase, _ in _OPTION_PHRASES)
_OPTION_FIRST = frozenset(phrase.split()[0] for phrase in _OPTION_OPENINGS)
OPTION_STARTS = _OPTION_FIRST | frozenset(_OPTION_WORDS)  # a text that opens with none of these is no option
_NOTES = _by_first_word({"note": NOTES})
_PAGES = frozenset(map(fold, PAGE_WORDS))


_WORKS = {phrase.split()[0]: tuple(p for p in NOT_TOTALS if p.split()[0] == phrase.split()[0]) for phrase in NOT_TOTALS}


def _is_number_or_lead(word: str) -> bool:
    """A number, a percentage, a lone letter, or a word like `plus` that stands before the words of a total."""
    return word.rstrip("%").isdigit() or word in LEADING or (len(word) == 1 and word not in _TOTALS)


@lru_cache(maxsize=1 << 16)
def total_kind(text: str) -> TotalKind | None:
    """The kind of total that a label announces; None for any other text."""
    if len(text) > LONGEST_LABEL:
        return None
    words = fold(text).split()
    while len(words) > 1 and _is_number_or_lead(words[0]):
        words.pop(0)
    if not words or len(words) > 24 or (words[0] in _WORKS and " ".join(words).startswith(_WORKS[words[0]])):
        return None
    if " ".join(words) in _ALONE:
        return TotalKind(_ALONE[" ".join(words)])
    if is_solid(words[0][:1]):
        return _solid(words)
    for phrase, name in _TOTALS.get(words[0], ()):
        if tuple(words[: len(phrase)]) == phrase:
            return _refine(TotalKind(name), words)
    if len(words) <= 8:
        if words[-1] in _ENDINGS:
            return _ENDINGS[words[-1]]
        for start in range(1, min(4, len(words))):
            for phrase, name in _TOTALS.get(words[start], ()):
                if (
                    len(phrase) >= 2
                    and tuple(words[start : start + len(phrase)]) == phrase
                    and TotalKind(name) in STRONG
                ):
                    return _refine(TotalKind(name), words)
    return None


def _solid(words: list[str]) -> TotalKind | None:
    joined = "".join(words)
    for phrase, name in _SOLID:
        if joined.startswith(phrase.replace(" ", "")) and (len(phrase) > 1 or len(joined) == 1):
            return TotalKind(name)
    return TotalKind.SUBTOTAL if joined.endswith(_SUMS_OF) and len(joined) <= 16 else None


_TAXED = frozenset(
    {
        "vat",
        "ндс",
        "ضريبه",
        "tax",
        "gst",
        "ttc",
        "iva",
        "kdv",
        "ppn",
        "inclusive",
        "including",
        "incl",
        "شامل",
        "contingencies",
        "premium",
    }
)
_ALL = frozenset(
    {
        "contract",
        "project",
        "tender",
        "bid",
        "works",
        "grand",
        "general",
        "cost",
        "مشروع",
        "كلي",
        "عام",
        "смете",
        "смета",
    }
)


def _refine(kind: TotalKind, words: list[str]) -> TotalKind:
    """A plain `total` that speaks of tax, or of the whole, is more than a subtotal."""
    if kind is TotalKind.SUBTOTAL and words[0] not in ("sub", "subtotal"):
        if any(word in ("excluding", "excl", "without", "before", "без", "قبل", "بدون") for word in words):
            return TotalKind.NET
        if _TAXED & set(words[1:]) or (len(words) <= 8 and _ALL & set(words[1:])):
            return TotalKind.GRAND
        if any(word in ("carried", "collection", "summary") for word in words[1:]):
            return TotalKind.CARRIED
    return kind


@lru_cache(maxsize=1 << 14)
def counts_pages(text: str) -> bool:
    """True for "Page 3 of 12", "صفحة 3/12" and the like."""
    words = fold(text).split() if len(text) <= 40 else []
    numbers = [word for word in words if word.isdigit()]
    others = {word for word in words if not word.isdigit()} - PAGE_JOINS
    return bool(numbers) and len(others) == 1 and not others.isdisjoint(_PAGES)


@lru_cache(maxsize=1 << 14)
def is_note(text: str) -> bool:
    """True when the text opens as a note, or only counts pages."""
    words = fold(text[:80]).split()
    return counts_pages(text) or (
        bool(words) and any(tuple(words[: len(phrase)]) == phrase for phrase, _ in _NOTES.get(words[0], ()))
    )


def option_kind(text: str) -> str:
    """ "alternative" or "optional" when the text opens by saying so, else ""."""
    opening = text[:80].split(None, 2)
    if len(opening) == 3 and not _may_open_option(f"{opening[0]} {opening[1]}"):
        return ""
    return option_of(fold(text[:80]))


@lru_cache(maxsize=1 << 12)
def _may_open_option(opening: str) -> bool:
    """False for two words with which no option opens, whatever follows them: most works of a bill open alike."""
    words = fold(opening).split()[:2]
    if len(words) < 2 or any(is_solid(word[0]) for word in words):
        return True
    return words[0] in _OPTION_FIRST or any(word in _OPTION_WORDS for word in words)


def option_of(folded: str) -> str:
    """`option_kind` of a text that is folded already."""
    words = folded.split(None, 2)
    for word in words[:2]:
        if word in _OPTION_WORDS:
            return _OPTION_WORDS[word]
    if not words or (words[0] not in _OPTION_FIRST and not is_solid(words[0][0])):
        return ""
    if not folded.startswith(_OPTION_OPENINGS):
        return ""
    return next(name for phrase, name in _OPTION_PHRASES if folded.startswith(phrase))


def scope_of(value: object) -> str:
    """The standing that a scope cell gives: "counts", "optional", "alternative", "not_applicable", or ""."""
    return SCOPES.get(fold(value), "") if type(value) is str and len(value) <= 24 else ""


def nature_of(value: object) -> str:
    """What a cell calls its row: "heading", "item", "component", or ""."""
    return NATURES.get(fold(value), "") if type(value) is str and len(value) <= 24 else ""


@lru_cache(maxsize=1 << 12)
def unit_of_sum(text: str) -> str:
    """The unit in "SOMMANO m³" or "Total sqm": a sum of measurements, not of money; "" for other texts."""
    first, _, rest = text.strip().partition(" ")
    if not rest or len(rest) > 10 or total_kind(first) not in STRONG:
        return ""
    return rest.strip() if parse_unit(rest).code not in ("", "sum", "doll", "%") else ""
