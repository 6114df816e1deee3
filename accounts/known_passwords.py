"""Passwords that were stolen somewhere before, and what is close to one of them.

The list is a file of sorted digests of five bytes each, looked up in place: nothing is loaded, and all processes share its pages.
Five bytes name one password in 10^12 wrongly, which costs a person another choice and nobody a secret.
"""

from __future__ import annotations

import hashlib
import mmap
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

PATH = Path(__file__).parent / "data" / "known_passwords.bin"
SIZE = 5
TRIMMED = 6  # so many digits and signs around a known word make no other password of it
CORE = 4  # a word is known by so many letters at least
_SPELLED = {ord(sign): letter for sign, letter in zip("0134578@$", "oieastbas", strict=True)}
_SPELLED_L = {**_SPELLED, ord("1"): "l"}
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb",
    "qazwsxedcrfvtgbyhnujm", "абвгдежзийклмнопрстуфхцчшщъыьэюя", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "ضصثقفغعهخحجد", "شسيبلاتنمكط",
    "azertyuiop", "qwertzuiop", "!@#$%^&*()",
)  # fmt: skip
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def is_known(password: str) -> bool:
    """True for a stolen password, for one with digits around it or letters written as signs, for repetitions and rows of keys."""
    word = normal(password)
    return any(
        candidate_is_weak
        for spelled in dict.fromkeys((word, word.translate(_SPELLED), word.translate(_SPELLED_L)))
        for candidate_is_weak in _looks(spelled)
    )


def normal(word: str) -> str:
    """One spelling of letters: compatibility forms and case are gone."""
    return unicodedata.normalize("NFKC", word).casefold()


def digest(word: str) -> bytes:
    """What stands in the list for a normal word."""
    return hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


def _looks(word: str) -> Iterator[bool]:
    unit = _repeated(word)
    yield len(unit) < CORE
    yield _in_rows(word)
    for one in {word, unit}:
        yield listed(one)
        core = _EDGES.sub("", one)
        if CORE <= len(core) < len(one) <= len(core) + TRIMMED:
            yield listed(core) or _in_rows(core) or len(_repeated(core)) < CORE


def _repeated(word: str) -> str:
    """The smallest part that makes up the word when it is repeated; the word itself when there is none."""
    place = (word + word).find(word, 1)
    return word[:place]


def _in_rows(word: str) -> bool:
    """True when the word is cut from neighbouring keys and letters: nowhere but at three places does another run begin."""
    steps = [pair in _neighbours() for pair in pairwise(word)]
    return len(word) >= CORE and steps.count(False) <= len(word) // 6


@cache
def _neighbours() -> frozenset[tuple[str, str]]:
    return frozenset(pair for row in _ROWS for pair in (*pairwise(row), *pairwise(reversed(row))))


def listed(word: str) -> bool:
    """True when the normal word itself is in the list."""
    wanted, rows = digest(word), _rows()
    low, high = 0, len(rows) // SIZE
    while low < high:
        middle = (low + high) // 2
        found = rows[middle * SIZE : (middle + 1) * SIZE]
        if found == wanted:
            return True
        low, high = (middle + 1, high) if found < wanted else (low, middle)
    return False


@cache
def _rows() -> mmap.mmap:
    with PATH.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
