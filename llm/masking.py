"""Personal data taken out of a text before it leaves: addresses, telephone numbers, bank accounts.

Bills are full of figures that look like telephone numbers (item codes, dimensions, drawing numbers), so a number is one
only with a sign of it: an international prefix, a word before it, or the shape of a mobile number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_DIGIT = "0-9٠-٩۰-۹"
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")
_WORDS = r"tel|telephone|phone|ph|mob|mobile|cell|fax|whatsapp|тел|телефон|моб|факс|هاتف|تلفون|جوال|موبايل|محمول|فاكس"
_CALLED = re.compile(
    rf"(?i)(\b(?:{_WORDS})\b\.?\s*(?:no|number|رقم)?\.?\s*[:.\-–]?\s*)(\+?[{_DIGIT}(][{_DIGIT}\s().\-]{{5,22}}[{_DIGIT}])"
)
_INTERNATIONAL = re.compile(rf"(?<![\w+])(?:\+|00)[{_DIGIT}](?:[\s().\-]{{0,2}}[{_DIGIT}]){{7,14}}(?![\w])")
_RUSSIAN = re.compile(r"(?<![\w+])8[\s\-]?\(\d{3,5}\)[\s\-]?\d{1,3}(?:[\s\-]?\d{2}){1,2}(?!\w)")
_MOBILE = re.compile(rf"(?<![\w.,/\-])[0٠۰][15١٥۱۵][{_DIGIT}]{{8,9}}(?![\w.,/\-])")
SHORTEST_NAME = 4  # shorter ones are words
_LETTERS = {letter: str(ord(letter) - 55) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def masked(text: str) -> str:
    """`text` with `[email]`, `[phone]` and `[iban]` in place of what could name or reach a person."""
    if "@" in text:
        text = _EMAIL.sub("[email]", text)
    text = _IBAN.sub(lambda found: "[iban]" if _is_iban(found.group()) else found.group(), text)
    text = _CALLED.sub(r"\1[phone]", text)
    for pattern in (_INTERNATIONAL, _RUSSIAN, _MOBILE):
        text = pattern.sub("[phone]", text)
    return text


class Names:
    """Names of the people and firms around a bill, to be taken out of its texts: {"client": ["Al Noor Hospital"], …}."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._labels = {
            _plain(name): label for label, some in names.items() for name in some if len(_plain(name)) >= SHORTEST_NAME
        }
        longest_first = sorted(self._labels, key=len, reverse=True)
        pattern = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if pattern else None

    def masked(self, text: str) -> str:
        """`text` with `[client]` and the like in place of names."""
        if self._pattern is None or not text:
            return text
        return self._pattern.sub(lambda found: f"[{self._labels.get(_plain(found.group()), 'name')}]", text)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_iban(candidate: str) -> bool:
    compact = candidate.replace(" ", "")
    turned = compact[4:] + compact[:4]
    return 15 <= len(compact) <= 34 and int("".join(_LETTERS.get(char, char) for char in turned)) % 97 == 1
