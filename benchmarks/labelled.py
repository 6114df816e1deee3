"""Works whose group is known: Mizan's own small set, items with codes, and bills whose headings or references name the trade."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from llm.standards import load
from llm.values import Work

FOLDER = Path(__file__).parent
TRADES, ICMS = "mizan-trades", "icms3"


class Labelled(msgspec.Struct, frozen=True):
    """A work of a project, and the groups that are right for it: standard -> one group, or several where its code leaves it open."""

    project: str
    work: Work
    right: dict[str, tuple[str, ...]]
    language: str = ""

    @property
    def half(self) -> str:
        """ "dev" or "test", by the project: rows of one project never stand on both sides."""
        return "dev" if int(hashlib.sha256(self.project.encode()).hexdigest(), 16) % 2 else "test"


class Allowed(msgspec.Struct, frozen=True):
    """The groups that a code leaves open in each standard."""

    trades: tuple[str, ...]
    icms: tuple[str, ...]


@functools.cache
def crosswalks() -> dict[tuple[str, str], Allowed]:
    """(code system, start of the code) -> the groups it leaves open."""
    found = {}
    for line in (FOLDER / "crosswalks.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            system, start, trades, icms = (cell.strip() for cell in line.split("|"))
            found[system, start] = Allowed(
                *(tuple(code for code in cell.split() if code != "-") for cell in (trades, icms))
            )
    return found


def allowed_by(system: str, code: str) -> Allowed:
    """What `code` says: the longest start that is known. Nothing for unknown codes."""
    digits = re.sub(r"\D", "", code)
    for length in range(len(digits), 0, -1):
        if (system, digits[:length]) in crosswalks():
            return crosswalks()[system, digits[:length]]
    return Allowed((), ())


def own() -> Iterator[Labelled]:
    """Mizan's own small set."""
    for number, line in enumerate((FOLDER / "own_works.txt").read_text("utf-8").splitlines()):
        if not line.strip() or line.startswith("#"):
            continue
        trade, icms, language, heading, text = (cell.strip() for cell in line.split("|"))
        work = Work(text, "", heading, "", (f"own-{number}",))
        yield Labelled(f"own-{language}", work, {TRADES: (trade,), ICMS: (icms,)}, language)


def coded(path: Path, systems: tuple[str, ...]) -> Iterator[Labelled]:
    """Items of a JSON file: a list of {project, section, ref, text, unit, codes: {system: code}}.

    An item counts when all its codes are of `systems`: a number given beside another country's own is too coarse to trust.
    """
    for number, row in enumerate(json.loads(path.read_text("utf-8"))):
        codes: dict[str, str] = row["codes"]
        if not codes or not set(codes) <= set(systems):
            continue
        said = [
            allowed_by(system, code) for system, code in codes.items() if system in ("masterformat", "din276", "gesn")
        ]
        right = {TRADES: _narrowest(one.trades for one in said), ICMS: _narrowest(one.icms for one in said)}
        work = Work(row["text"], row["unit"], row["section"], "", (f"{row['project']}-{number}",))
        yield Labelled(row["project"], work, {name: groups for name, groups in right.items() if groups})


def bills(folder: Path, mapping: Path) -> Iterator[Labelled]:
    """Items of bills that Mizan's own readers read. `mapping` is a TOML file, see `docs/benchmarks.md`."""
    from boq.engine.reading import read

    for bill in tomllib.loads(mapping.read_text("utf-8"))["bill"]:
        path = folder / bill["file"]
        boq = read(path.read_bytes(), path.name).boq
        titles: list[str] = []
        for section in boq.sections:
            titles.append(f"{titles[section.parent]} / {section.title}" if section.parent >= 0 else section.title)
        for item in boq.items:
            heading = titles[item.section] if item.section >= 0 else ""
            right = _named(bill, {"section": heading, "ref": item.ref, "text": item.words}[bill["place"]])
            text = re.sub(bill.get("strip", "$^"), "", item.words).strip()
            if right and text:
                yield Labelled(bill["project"], Work(text, item.unit, heading, item.ref, (item.key,)), right)


def _named(bill: dict[str, Any], said: str) -> dict[str, tuple[str, ...]]:
    for pattern, group in bill["labels"]:
        found = re.search(pattern, said)
        if found is None:
            continue
        if group in ("masterformat", "din276", "gesn"):
            allowed = allowed_by(group, found.group(1))
            return {name: groups for name, groups in ((TRADES, allowed.trades), (ICMS, allowed.icms)) if groups}
        return {TRADES if group in load(TRADES).codes else ICMS: (group,)}
    return {}


def _narrowest(sets: Any) -> tuple[str, ...]:
    return min((groups for groups in sets if groups), key=len, default=())
