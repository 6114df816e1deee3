"""Words that tell the trade, in English, Arabic and Russian: one file a language, one paragraph a cost group.

A word is the start of words ("excavat" finds excavation), `=word` only itself, `a_b` both in a row. A trailing `!` marks words that
decide almost alone, a trailing `?` those that merely hint. Arabic is written with folded letters (see `text.folded`).
"""

from __future__ import annotations

import functools
from pathlib import Path

LANGUAGES = ("en", "ar", "ru")
STANDARDS = ("icms3",)  # standards with words of their own, in all languages together: their groups are not trades
_FOLDER = Path(__file__).parent


@functools.cache
def keywords(table: str) -> dict[str, tuple[str, ...]]:
    """Group -> its entries in the file `table`: one of LANGUAGES (trades) or of STANDARDS."""
    found: dict[str, tuple[str, ...]] = {}
    for paragraph in (_FOLDER / f"{table}.txt").read_text("utf-8").split("\n\n"):
        group, *entries = paragraph.split()
        found[group.strip("[]")] = tuple(entries)
    return found
