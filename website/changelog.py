"""`CHANGELOG.md` as data: it is written once, for people who read files and for people who read pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings

CODE = re.compile(r"`([^`]+)`")


class Release(msgspec.Struct, frozen=True):
    """A version with its lines; each line is runs of (text, whether it is code)."""

    title: str
    lines: tuple[tuple[tuple[str, bool], ...], ...]


@cache
def releases(path: Path | None = None) -> tuple[Release, ...]:
    """Every release, the newest first, as the file has them."""
    found: list[tuple[str, list[str]]] = []
    for line in (path or settings.BASE_DIR / "CHANGELOG.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            found.append((line[3:].strip(), []))
        elif line.startswith("- ") and found:
            found[-1][1].append(line[2:].strip())
        elif line.startswith("  ") and found and found[-1][1]:
            found[-1][1][-1] += f" {line.strip()}"
    return tuple(Release(title, tuple(_runs(line) for line in lines)) for title, lines in found)


def _runs(line: str) -> tuple[tuple[str, bool], ...]:
    """What stands between backticks is code."""
    return tuple((part, bool(at % 2)) for at, part in enumerate(CODE.split(line)) if part)
