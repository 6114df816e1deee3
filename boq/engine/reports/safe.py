"""Text that no spreadsheet program takes for a formula, and that every file format can hold."""

from __future__ import annotations

import re

XLSX_TEXT = 32_767  # characters that a cell of a workbook can hold
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*")
_STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")


def clean(text: str) -> str:
    """The text without control characters and lone surrogates, which XML and UTF-8 cannot hold."""
    return text if text.isascii() and text.isprintable() else _FORBIDDEN.sub("\ufffd", text)


def cell_text(text: str) -> str:
    """The text as a workbook cell holds it: a longer one is cut and says so with an ellipsis."""
    text = clean(text)
    return text if len(text) <= XLSX_TEXT else text[: XLSX_TEXT - 1] + "…"


def csv_text(text: str) -> str:
    """The text for a csv cell. One that a program could take for a formula gets a leading apostrophe; a plain number
    does not.
    """
    text = clean(text)
    if text.lstrip(" \u00a0\ufeff").startswith(_STARTERS) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
