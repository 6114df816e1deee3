"""Numbers of classification standards that already stand in a bill: in the reference, at the start of the text, in the heading.

Numbers that could as well be plain numbering (03 30 00, A1010) count only when the bill uses them throughout; numbers of an
unmistakable form (12-01-002-09, Ss_25_10, KG 334, STLB 013) count one by one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path

import msgspec

from llm.offline.classify import codes_are_masterformat
from llm.standards import load
from llm.standards.base import Standard
from llm.values import Work

THROUGHOUT = 0.6  # share of the references that must be numbers of the standard
AT_LEAST = 5
_NUMBER = {
    "masterformat": re.compile(r"^\s*(\d\d)[ .\-]?\d\d[ .\-]?\d\d(?:\D.*)?$"),
    "uniformat": re.compile(r"^\s*([A-GZ]\d{0,2}\d{0,2})(?:[.\- ].*)?$"),
    "icms3": re.compile(r"^\s*(?:0?2\.\d\d(?:\.\d{3})?)\s*$"),
}
_GESN = re.compile(r"(?:(ГЭСН|ФЕР|ТЕР|ТССЦ|ФССЦ)\s*-?\s*)?([мМрРпПm])?\s*\b(\d\d)-(\d\d)-(\d{3})(?:-\d\d)?\b")
_GESN_NAMED = re.compile(r"(?:ГЭСН|ФЕР|ТЕР)\s*-?\s*([мрп]?)\s*(\d\d)(?:-\d\d)?", re.IGNORECASE)
_DIN = re.compile(r"(?:\bKG|\bDIN\s*276\b[^\d]{0,12}|Kostengruppe)\s*(\d{3})\b", re.IGNORECASE)
_STLB = re.compile(r"(?:\bST?LB(?:-?Bau)?|\bLB|Leistungsbereich)\s*(\d{3})\b", re.IGNORECASE)
_NRM = re.compile(r"\bNRM\s*2?\s*[:\-]?\s*(?:WS|work section|section)?\s*(\d{1,2})\b", re.IGNORECASE)
_UNICLASS = re.compile(r"\b(Ss|Pr)_(\d\d)(?:_\d\d)*\b")
_ANY = re.compile(
    r"\d\d-\d\d-\d{3}|(?:ГЭСН|ФЕР|ТЕР|KG|DIN|Kostengruppe|LB|Bau|Leistungsbereich|NRM|Ss_|Pr_|ICMS)", re.IGNORECASE
)
_ICMS = re.compile(r"\bICMS\s*3?\s*[:\-]?\s*(\d\.\d\d(?:\.\d{3})?)\b", re.IGNORECASE)


class Coded(msgspec.Struct, frozen=True):
    """A number found: the group of the standard that it names, and how it stands in the bill. Trades instead of a group for lists that
    only name trades."""

    standard: str
    group: str
    trades: tuple[str, ...]
    found: str


class Codes:
    """The numbers of one bill. What the bill uses throughout is settled once, from all its works."""

    def __init__(self, works: tuple[Work, ...]) -> None:
        self._throughout = [name for name in _NUMBER if _used_throughout(name, works)]

    def of(self, work: Work) -> tuple[Coded, ...]:
        """The numbers in a work, the most telling first."""
        found = list(_unmistakable(f"{work.ref} {work.text[:160]}"))
        for name in self._throughout:
            number = _NUMBER[name].match(work.ref)
            if number and (coded := _coded(name, number.group(number.lastindex or 0), work.ref.strip())):
                found.append(coded)
        found += _unmistakable(work.section)
        return tuple(dict.fromkeys(found))


def group_in(standard: Standard, number: str) -> str:
    """The deepest group of `standard` that `number` belongs to, "" for none: 334.12 is in 334."""
    tidy = number.strip()
    known = set(standard.codes)
    for length in range(len(tidy), 0, -1):
        if tidy[:length] in known:
            return tidy[:length]
    return ""


def _used_throughout(name: str, works: tuple[Work, ...]) -> bool:
    if name == "masterformat":
        return codes_are_masterformat(works)
    refs = [work.ref for work in works if work.ref.strip()]
    fits = [number for ref in refs if (number := _NUMBER[name].match(ref))]
    known = sum(1 for number in fits if group_in(load(name), number.group(number.lastindex or 0)))
    longest = max((len(number.group(number.lastindex or 0).strip()) for number in fits), default=0)
    return known >= AT_LEAST and known >= THROUGHOUT * len(refs) and longest >= 4


def _coded(name: str, number: str, found: str) -> Coded | None:
    standard = load(name)
    group = group_in(standard, number)
    return Coded(name, group, standard.group(group).trades, found) if group else None


def _gesn(text: str) -> Coded | None:
    number = _GESN.search(text)
    if number is not None:
        named, letter, collection = (
            number.group(1) or "",
            (number.group(2) or "").lower().replace("m", "м"),
            number.group(3),
        )
    elif (number := _GESN_NAMED.search(text)) is not None:
        named, letter, collection = "ГЭСН", number.group(1).lower(), number.group(2)
    else:
        return None
    if named in ("ТССЦ", "ФССЦ"):
        return None  # prices of materials have numbers of their own
    if letter == "п":
        return _coded("gesn", "п", number.group().strip())
    if not letter and collection >= "51":
        letter = "р"
    coded = _coded("gesn", f"{letter}{collection}", number.group().strip())
    if coded and not letter and not named and (mounting := _coded("gesn", f"м{collection}", "")):
        # without its letter 08-03-… may be bricks or the mounting of switches: the words decide between the two
        return Coded("gesn", "", tuple(dict.fromkeys(coded.trades + mounting.trades)), coded.found)
    return coded


def _din(text: str) -> Coded | None:
    number = _DIN.search(text)
    return _coded("din276", number.group(1), number.group().strip()) if number else None


def _stlb(text: str) -> Coded | None:
    number = _STLB.search(text)
    trades = _stlb_trades().get(number.group(1)) if number else None
    return Coded("stlb", "", trades, number.group().strip()) if number and trades else None


def _nrm(text: str) -> Coded | None:
    number = _NRM.search(text)
    if number is None or number.group(1) not in load("nrm2").codes:
        return None
    return _coded("nrm2", number.group(1), number.group().strip())


def _uniclass(text: str) -> Coded | None:
    number = _UNICLASS.search(text)
    if number is None:
        return None
    return _coded(f"uniclass-{number.group(1).lower()}", f"{number.group(1)}_{number.group(2)}", number.group())


def _icms(text: str) -> Coded | None:
    number = _ICMS.search(text)
    return _coded("icms3", number.group(1), number.group().strip()) if number else None


_LOOKS: tuple[Callable[[str], Coded | None], ...] = (_icms, _gesn, _uniclass, _din, _stlb, _nrm)


@functools.lru_cache(maxsize=5_000)
def _unmistakable(text: str) -> tuple[Coded, ...]:
    """The numbers in `text` that say themselves what they are."""
    return tuple(coded for look in _LOOKS if (coded := look(text))) if _ANY.search(text) else ()


@functools.cache
def _stlb_trades() -> dict[str, tuple[str, ...]]:
    """Numbers of the German standard book of works (STLB-Bau) and the trades they are."""
    lines = (Path(__file__).parent / "stlb.txt").read_text("utf-8").splitlines()
    rows = (line.split("#")[0].split() for line in lines)
    return {number: (trade,) for number, trade in (row for row in rows if row)}
