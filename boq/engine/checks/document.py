"""The documentation of the checks, made from their registry."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from boq.engine.checks.base import CHECKS, Check

HEAD = """# What Mizan checks

This page is made from the checks themselves by `python manage.py document_checks`; a test fails when it is out of date.
Each finding has a code, a severity, the cell it is about, and exact figures. **Error**: figures contradict each other
or
something needed is missing. **Warning**: look before you use it. **Info**: often right, good to know.
"""
FAMILIES = {
    "arithmetic": "Quantity, rate and amount",
    "totals": "Totals",
    "completeness": "What is missing",
    "values": "Figures that cannot be meant so",
    "duplicates": "Repetitions and contradictions",
    "units": "Units",
    "hidden": "Hidden rows and sheets",
}


def as_markdown(words: Mapping[str, str]) -> str:
    """One chapter for each family, one entry for each check: what it finds, and what it says (`words` by code)."""
    parts = [HEAD]
    for family, title in FAMILIES.items():
        checks = [check for check in CHECKS if check.code.partition(".")[0] == family]
        parts.append(f"## {title}\n")
        parts.extend(_entry(check, words[check.code]) for check in checks)
    return "\n".join(parts)


def _entry(check: Check, says: str) -> str:
    finds = " ".join((inspect.getdoc(type(check)) or "").split())
    return f"### `{check.code}`\n\n{check.severity.capitalize()}. {finds}\n\n> {says}\n"
