"""What a tool found, as a small table for people: names, codes and figures in words of the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from boq.models.asking_words import refusal
from boq.models.boqs import KIND_NAMES, STANDING_NAMES, STATE_NAMES
from boq.models.findings import SEVERITY_NAMES
from boq.services.asking.toolbox import item_address
from boq.templatetags.figures import plain_figure
from boq.views.shared import group_name
from boq.views.titles import title_of
from boq.views.words import FOUND, TOOLS, VERDICTS, Words, word

ROWS = 20
FIGURE = re.compile(r"-?\d+\.\d+|-?[1-9]\d{3,}|-?\d{1,3}")
FROM_RIGHT = "\u200f"  # an unseen letter of a writing from right to left
MONEY = (
    "sum", "amount", "stated", "difference", "adds up to", "totals", "sum of amounts", "stated total", "sum of the items",
    "difference of totals", "their sum", "the sum of those",
)  # fmt: skip
DECIMALS = dict.fromkeys(MONEY, 2) | {
    "share in percent": 1
}  # at least so many, as elsewhere: columns stand with their decimals together
FOR_MACHINES = ("key", "id")  # columns that a model calls further tools with


def _by_code(names: Mapping[Any, Any]) -> Words:
    return {str(code): name for code, name in names.items()}


CODES: dict[str, Words] = {
    "kind": _by_code(KIND_NAMES),
    "standing": _by_code(STANDING_NAMES),
    "state": _by_code(STATE_NAMES),
    "severity": _by_code(SEVERITY_NAMES),
    "verdict": VERDICTS,
}
BEFORE_AND_AFTER = ("compare",)  # tools whose lists are two values of one thing
NAMED: dict[str, Callable[[str], str]] = {"code": title_of, "group": group_name}


def found_table(given: dict[str, Any]) -> dict[str, Any]:
    """What `boq.services.asking.toolbox.told` kept, for `boq/_found.html`."""
    columns, rows = given["columns"], given["rows"][:ROWS]
    at = columns.index("key") if "key" in columns else -1
    shown = [place for place, name in enumerate(columns) if name not in FOR_MACHINES]
    summed_by = dict(given["said"]).get("by", "")
    line = in_a_change if given["tool"] in BEFORE_AND_AFTER else in_a_line
    holds = [summed_by if name == "name" and summed_by else name for name in columns]
    return {
        "title": TOOLS.get(given["tool"], given["tool"]),
        "said": [(word(FOUND, name), _asked(name, value)) for name, value in given["said"]],
        "facts": [(word(FOUND, name), line(value, name)) for name, value in given["facts"]],
        "columns": [(word(FOUND, columns[place]), _holds_figures(rows, place)) for place in shown],
        "rows": [
            {
                "url": item_address(given["boq"], row[at]) if given["boq"] and at >= 0 and row[at] else "",
                "cells": [(line(row[place], holds[place]), _holds_figures(rows, place)) for place in shown],
            }
            for row in rows
        ],
        "more": len(given["rows"]) - len(rows),
        "url": given["url"],
        "bill": given["bill"],
        "refused": refusal(given["refused"], given.get("about", "")) if given.get("refused") else "",
    }


def _holds_figures(rows: list[list[Any]], place: int) -> bool:
    """Whether all that stands in a column is figures, which are aligned at their end."""
    values = [
        one
        for row in rows
        for one in (row[place] if isinstance(row[place], list) else [row[place]])
        if one not in (None, "")
    ]
    return bool(values) and all(FIGURE.fullmatch(str(one)) for one in values)


def _asked(name: str, value: Any) -> str:
    """An argument: what sums were made by and what orders the items are names of columns themselves."""
    return word(FOUND, value) if name in ("by", "order") else in_a_line(value, name)


def in_a_change(value: Any, name: str = "") -> str:
    """As `in_a_line`, where a list is what was and what is: an arrow in the direction of reading, one value where nothing changed.

    Figures have no direction: a place of their own would be laid out from left to right, and the arrow would point backwards.
    """
    if not isinstance(value, list):
        return in_a_line(value, name)
    told = list(dict.fromkeys(in_a_line(one, name) for one in value))
    if get_language_bidi():
        return FROM_RIGHT + " ← ".join(told) if len(told) > 1 else "".join(told)
    return " → ".join(told)


def in_a_line(value: Any, name: str = "") -> str:
    """The value of `name` in one cell: codes in words, figures grouped, lists and parts in a line."""
    if isinstance(value, list):
        return "; ".join(in_a_line(one, name) for one in value)
    if isinstance(value, dict):
        parts = ((word(FOUND, part), in_a_line(one, part)) for part, one in value.items() if one not in (None, ""))
        return pgettext("list", ", ").join(f"{part}: {said}" for part, said in parts)
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if value is None:
        return ""
    text = str(value)
    if name in CODES:
        return word(CODES[name], text)
    if name in NAMED and text:
        return NAMED[name](text)
    return plain_figure(text, DECIMALS.get(name, 0)) if FIGURE.fullmatch(text) else text
