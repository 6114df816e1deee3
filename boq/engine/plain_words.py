"""Most descriptions name a work and nothing else: one look at their words tells so, and spares the looks for all else they may say."""

from __future__ import annotations

from collections.abc import Sequence

from boq.engine import echoes, item_kinds
from boq.engine.tables.words import OPTION_STARTS

LEAST = 12  # characters; shorter texts may be marks
SOLID = "\u0e00"  # scripts from here on set no spaces between words
TELLING = echoes.FIRST_WORDS | item_kinds.FIRST_WORDS | OPTION_STARTS


def is_plain(text: str, words: Sequence[str]) -> bool:
    """True for a text that points at no other, names no kind of item but that of its unit, and is no option. `words` are its folded words.

    False says nothing: then the text itself has to be asked.
    """
    if len(text) <= LEAST or not words:
        return False
    first = words[0]
    if first >= SOLID or first.startswith("do") or not TELLING.isdisjoint(words):
        return False
    return "(" not in text and "[" not in text and "**" not in text
