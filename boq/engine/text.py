"""Text made comparable: one form for words however they are typed, in any of the scripts that bills are written in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DIGITS = {  # every script's decimal digits: Arabic-Indic, Persian, Thai, Devanagari, full width ...
    code: str(unicodedata.decimal(one))
    for code, one in enumerate(map(chr, range(0x80, 0x10000)), 0x80)
    if one.isdecimal()
}
_MARKS = dict.fromkeys([*range(0x0300, 0x0370), *range(0x064B, 0x0660), 0x0640, 0x0670, *range(0x200B, 0x2010), 0xFEFF])
_MARKS |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x0591, 0x05C8), 0x00AD])
_LETTERS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ک": "ك",
        "ی": "ي",
        "ё": "е",
        "ı": "i",
        "đ": "d",
        "ł": "l",
    }
)
_QUOTES = str.maketrans(dict.fromkeys("'’`´ʼ״׳\"", None))
_BREAKS = re.compile(r"[\s\-_.,;:!?/\\()\[\]{}“”«»…–—−•*+=<>|#@&~^·،؛؟†‡°►▪■●№]+")
_ARTICLE = re.compile(r"\b(?:وال|بال|ال)(?=\w{3,})")
_GAPS = re.compile(r"(?<=[\u3040-\u9fff]) (?=[\u3040-\u9fff])")
_PLAIN = bytes(  # ASCII alone is folded as bytes, where a table costs next to nothing
    ord(" " if chr(code) in "-_.,;:!?/\\()[]{}*+=<>|#@&~^" else chr(code).lower()) for code in range(128)
) + bytes(128)
_DROPPED = b"'`\""


def folded_words(text: str) -> list[str]:
    """The words of `fold(text)`, without a memory: for texts that hardly come again, of which remembering takes longer than folding."""
    if not text.isascii():
        text = text.translate(_QUOTES)
        text = text.replace("№", " no ").replace("Nº", "No").replace("nº", "no").replace("N°", "No").replace("n°", "no")
        text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text)).translate(_MARKS)
        text = text.translate(DIGITS).casefold().translate(_LETTERS)
        return _GAPS.sub("", _ARTICLE.sub("", _BREAKS.sub(" ", text).strip())).split()
    return text.encode().translate(_PLAIN, _DROPPED).decode().split()


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Lower-case words separated by single spaces: no accents, no punctuation, Arabic without its article, Latin digits."""
    return " ".join(folded_words(text))


def is_solid(letter: str) -> bool:
    """True for letters of scripts that set no spaces between words: Thai, Japanese, Chinese."""
    return "\u0e00" <= letter <= "\u0e7f" or "\u3040" <= letter <= "\u9fff"


@lru_cache(maxsize=1 << 12)
def script(text: str) -> str:
    """The script of most letters: "latin", "arabic", "cyrillic", "hebrew", "thai", "devanagari", "cjk" or ""."""
    counts: dict[str, int] = {}
    for ch in text[:400]:
        if ch.isalpha():
            name = _script_of(ord(ch))
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=counts.__getitem__) if counts else ""


_RANGES = (
    (0x0041, 0x024F, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x077F, "arabic"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0E00, 0x0E7F, "thai"),
    (0x3040, 0x9FFF, "cjk"),
)


def _script_of(code: int) -> str:
    for first, last, name in _RANGES:
        if first <= code <= last:
            return name
    return "other"
