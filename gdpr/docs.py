"""The tables of docs/gdpr.md, made of the registries, so that the page cannot say anything else than the code."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

from gdpr.classes import Class, Source
from gdpr.retention import RULES
from gdpr.sources import PEOPLE, WORK

PAGE = Path(settings.BASE_DIR) / "docs" / "gdpr.md"


def sources_table() -> str:
    """What is held where about a person, and what becomes of it."""
    lines = ["| table | what | exported | erased |", "|---|---|---|---|"]
    for source in (*PEOPLE, *(one for one in WORK if one.link)):
        lines.append(f"| `{source.model}` | {source.what} | {_exported(source)} | {_erased(source)} |")
    return "\n".join(lines)


def _names(source: Source, *classes: Class) -> str:
    return ", ".join(f"`{name}`" for name, one in source.fields.items() if one in classes)


def _exported(source: Source) -> str:
    if source.deletes:
        hidden = _names(source, Class.HIDDEN)
        return f"all but {hidden}" if hidden else "all"
    return ", ".join(f"`{name}`" for name in source.told.split()) or "no"


def _erased(source: Source) -> str:
    said = []
    if source.deletes:
        said.append("rows deleted")
    if links := _names(source, Class.LINK):
        said.append(f"{links} emptied, the row stays")
    said += [f"`{name}` stays: {why}" for name, why in source.kept.items()]
    return "; ".join(said)


def retention_table() -> str:
    """What is removed when, and why then."""
    lines = ["| rule | what | days | why no longer | setting |", "|---|---|---|---|---|"]
    for rule in RULES:
        setting = f"`{rule.setting}`" if rule.setting else f"`MIZAN_RETENTION_DAYS={rule.code}=…`"
        lines.append(f"| {rule.code} | {rule.what} | {rule.days} | {rule.why} | {setting} |")
    return "\n".join(lines)


def written(page: str) -> str:
    """The page with its tables as they are now, between their marks."""
    for name, table in (("sources", sources_table()), ("retention", retention_table())):
        marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
        page = marks.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", page)  # type: ignore[misc]
    return page
