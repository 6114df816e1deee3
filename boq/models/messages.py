"""Codes to words: what a finding, a warning or a reading error says to a person, and what to do next.

Facts fill the placeholders. A code without words fails the tests. Add to the table of the room the code comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

READING_ERRORS: dict[str, Text] = {
    "empty_file": _("The file is empty. Ask the sender for it again."),
}

READING_WARNINGS: dict[str, Text] = {}

FINDINGS: dict[str, Text] = {}

TABLES = (READING_ERRORS, READING_WARNINGS, FINDINGS)


class Facts(dict[str, Any]):
    """Facts for `str.format_map`: a missing one shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def message(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """The words for `code` in the active language, with `facts` filled in; the code itself when it has no words."""
    for table in TABLES:
        if code in table:
            return str(table[code]).format_map(Facts(facts or {}))
    return code
