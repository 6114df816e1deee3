"""Numbers of a text, to be found again in the data that it speaks of."""

from __future__ import annotations

import re

from llm.offline.text import folded

# a space parts thousands only before three digits: "40, 72.9" and "120 7" are two numbers each
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,'٬٫]\d+)*")
_SEPARATORS = re.compile(r"\D")


def numbers(text: str) -> set[str]:
    """The numbers of a text as their digits: 1,234.50 and 1 234,50 are the same."""
    return {_SEPARATORS.sub("", found) for found in _NUMBER.findall(folded(text))}
