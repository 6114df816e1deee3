"""A bill of 1,000 lines as it might come, and its revision, made from Mizan's own set; the same at every run.

A line has about 110 bytes, the median over the bills that the readers are measured on (their means go from 28 to 591).
"""

from __future__ import annotations

import random
import re

import msgspec

from benchmarks.labelled import own
from llm.values import Work

LINES = 1_000
PER_HEADING = 25
TAILS = (
    "including all materials, labour and waste",
    "as per specification and drawings",
    "complete and to the approval of the engineer",
    "including testing and cleaning on completion",
    "fixed to detail, all as shown",
)


def made_bill(lines: int = LINES, language: str = "en", seed: int = 7) -> tuple[Work, ...]:
    """`lines` distinct works under headings: texts of the own set with a size, a place and a clause that vary."""
    chance = random.Random(seed)  # noqa: S311 - a bill, not a secret
    texts = [row.work for row in own() if row.language == language]
    headings = list(dict.fromkeys(work.section for work in texts))
    found: dict[str, Work] = {}
    while len(found) < lines:
        heading = headings[(len(found) // PER_HEADING) % len(headings)]
        text = _text(chance, chance.choice([work.text for work in texts if work.section == heading]))
        unit = chance.choice(("m", "m2", "m3", "nr", "item"))
        found.setdefault(text, Work(text, unit, f"Bill {1 + len(found) // 200} / {heading}", "", (f"k{len(found)}",)))
    return tuple(found.values())


def revised(works: tuple[Work, ...], share: float = 0.02, seed: int = 8) -> tuple[Work, ...]:
    """The bill with a figure or a word changed in `share` of its lines."""
    chosen = random.Random(seed).sample(range(len(works)), round(share * len(works)))  # noqa: S311 - a bill, not a secret
    changed = {place: _amended(works[place].text) for place in chosen}
    return tuple(msgspec.structs.replace(work, text=changed.get(place, work.text)) for place, work in enumerate(works))


def _amended(text: str) -> str:
    return re.sub(r"reference (\d+)", r"revised reference \1", text)


def _text(chance: random.Random, text: str) -> str:
    size = chance.choice((50, 75, 100, 110, 150, 200, 250, 300, 400, 600))
    sized = re.sub(r"\b\d{2,4} mm\b", f"{size} mm", text)
    return f"{sized}, reference {chance.randint(100, 999)}, {chance.choice(TAILS)}"
