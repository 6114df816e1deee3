"""Values inside sentences that run from right to left."""

from __future__ import annotations

import re

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
# Right-to-left words, and figures without a sign, stand right by themselves. A place such as `2 Works!F11`, a formula or a figure below
# zero would be torn apart by the order of the letters around it.
_AT_HOME = re.compile(r"[\u0590-\u08ff\d.,%–\s]*")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]")


def isolated(value: object) -> object:
    """`value` as it can stand in a right-to-left sentence: set apart (Unicode's isolates) where its own order would be lost."""
    text = str(value)
    return value if _AT_HOME.fullmatch(text) else f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def right_to_left(sentence: str) -> bool:
    """Whether a sentence of ours runs from right to left: those that do hold letters of such a script."""
    return _RIGHT_TO_LEFT.search(sentence) is not None
