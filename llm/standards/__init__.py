"""Classification standards as data: one readable file each in `packs/`.

A pack has a head (`name: value` lines between `---`) and one group a line: code | parent | trades | English | Arabic | Russian | covers.
"""

from __future__ import annotations

import functools
from pathlib import Path

from llm.standards.base import Group, Standard

FOLDER = Path(__file__).parent / "packs"
STANDARDS = (
    "mizan-trades",
    "icms3",
    "masterformat",
    "uniformat",
    "nrm2",
    "uniclass-ss",
    "uniclass-pr",
    "din276",
    "gesn",
)
_FACTS = {"code", "version", "title", "source", "licence", "note", "unknown"}


@functools.cache
def load(code: str) -> Standard:
    """The standard `code` of `STANDARDS`. Raises KeyError for one that is not there, ValueError for a malformed pack."""
    if code not in STANDARDS:
        raise KeyError(code)
    _, head, body = (FOLDER / f"{code}.txt").read_text("utf-8").split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    if unknown := set(facts) - _FACTS:
        raise ValueError(f"{code}: what is {', '.join(sorted(unknown))}?")
    lines = (line for line in body.splitlines() if line.strip())
    return Standard(groups=tuple(_group(code, line) for line in lines), **facts)


def _group(pack: str, line: str) -> Group:
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) != 7:
        raise ValueError(f"{pack}: a group has seven cells: {line!r}")
    code, parent, trades, en, ar, ru, covers = cells
    return Group(code, en, ar, ru, covers, parent, tuple(trades.split()))
