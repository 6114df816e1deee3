"""Text of scripts written from right to left: from the order on the page to the order in which it is read."""

from __future__ import annotations

import re
import unicodedata

LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"  # of Hebrew, Arabic and their relatives
RIGHT = re.compile(f"[{LETTERS}]")
FORMS = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]+")
LEFT_RUN = re.compile(rf"[^\W_{LETTERS}](?:[^{LETTERS}]*[^\W_{LETTERS}%²³])?")
DIGIT_RUN = re.compile(
    "[\u0660-\u0669\u06f0-\u06f9][\u0660-\u0669\u06f0-\u06f9\u066b\u066c.,/:-]*[\u0660-\u0669\u06f0-\u06f9]"
)
RIGHT_RUN = re.compile(f"[{LETTERS}](?:[^A-Za-z0-9]*[{LETTERS}])?")
MIRROR = str.maketrans("()[]{}<>«»", ")(][}{><»«")
OPENERS, CLOSERS = "([{«", ")]}»"


def is_right_to_left(text: str) -> bool:
    """True when most letters are of a script written from right to left."""
    right = len(RIGHT.findall(text))
    return right > 0 and right * 2 >= sum(ch.isalpha() for ch in text)


def in_reading_order(text: str) -> str:
    """A line as it stands on the page, left to right, in the order in which it is read; presentation forms become letters."""
    if not RIGHT.search(text):
        return text
    if is_right_to_left(text):
        turned = text[::-1]
        turned = LEFT_RUN.sub(lambda found: found[0][::-1], turned)
        turned = DIGIT_RUN.sub(lambda found: found[0][::-1], turned)
        turned = _mirrored(turned)
    else:
        turned = RIGHT_RUN.sub(lambda found: found[0][::-1], text)
    return FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), turned)


def _mirrored(text: str) -> str:
    """Brackets the right way round: a text that closes a bracket before it opens one shows them mirrored."""
    for ch in text:
        if ch in OPENERS:
            return text
        if ch in CLOSERS:
            return text.translate(MIRROR)
    return text
