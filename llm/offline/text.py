"""Words of a description, folded so that spellings of one word meet: case, Arabic letter forms and articles, ё."""

from __future__ import annotations

import functools
import re

_FOLD = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ـ": None,
        "ё": "е",
        "’": "'",
        "‐": "-",
        "‑": "-",
    }
    | {chr(code): None for code in range(0x064B, 0x0653)}  # Arabic vowel signs
    | {chr(0x0660 + digit): str(digit) for digit in range(10)}
    | {chr(0x06F0 + digit): str(digit) for digit in range(10)}
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*", re.UNICODE)
_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل")
_SCRIPTS = ((re.compile("[\u0600-\u06ff]"), "ar"), (re.compile("[\u0400-\u04ff]"), "ru"))


@functools.lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """`text` in lower case with one form for each letter."""
    return text.lower().translate(_FOLD)


def words(text: str) -> list[str]:
    """The words of `text`, folded, in order; figures are left out."""
    return _WORD.findall(text.lower().translate(_FOLD))


@functools.lru_cache(maxsize=100_000)
def forms(word: str) -> tuple[str, ...]:
    """A folded word and what is left of it without Arabic articles and prefixes."""
    if not ("\u0600" <= word[0] <= "\u06ff"):
        return (word,)
    return (
        word,
        *(word[len(start) :] for start in _ARTICLES if word.startswith(start) and len(word) - len(start) >= 3),
    )


def script(text: str) -> str:
    """ "ar", "ru" or "en" by the letters of `text`: the script with most of them."""
    counts = {name: len(pattern.findall(text)) for pattern, name in _SCRIPTS}
    name = max(counts, key=lambda key: counts[key])
    return name if counts[name] * 2 > sum(char.isalpha() for char in text) else "en"


def tidied(text: str) -> str:
    """`text` on one line, without control and invisible characters and runs of blanks."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())
