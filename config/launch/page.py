"""The tables of docs/operations/launch.md, made of the lines themselves, so that the page cannot say anything else than the command."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.utils import translation

from config.launch.base import Group, Line, Site
from config.launch.registry import GROUPS

PAGE = Path(settings.BASE_DIR) / "docs" / "operations" / "launch.md"
MARKS = re.compile(r"(<!-- lines -->\n).*?(<!-- end of lines -->)", re.DOTALL)


def tables() -> str:
    """A table for each group, in English."""
    with translation.override("en"):
        return "\n".join(_table(group) for group in GROUPS)


def _table(group: Group) -> str:
    rows = [
        f"## {group.title}\n",
        "| line | what has to be true, and why | how it is seen | when it does not hold |",
        "|---|---|---|---|",
    ]
    rows += [f"| `{one.code}` | **{one.title}.** {one.why} | {_seen(one)} | {one.mend} |" for one in group.lines]
    return "\n".join(rows) + "\n"


def _seen(line: Line) -> str:
    """By the command; by a person, with what they look at and for how long their word counts; or by either."""
    looks = ", ".join(f"`{_in_a_cell(one)}`" for one in line.seen)
    person = f"a person, every {line.days} days" + (f": {looks}" if looks else "")
    if line.judge is None:
        return person
    return f"the command, or else {person}" if looks else "the command"


def _in_a_cell(command: str) -> str:
    return Site().filled(command).replace("|", "\\|")


def written(page: str) -> str:
    """The page with its tables as they are now, between their marks."""
    return MARKS.sub(lambda found: f"{found[1]}\n{tables()}\n{found[2]}", page)
