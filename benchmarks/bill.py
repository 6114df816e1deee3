"""A bill of 1,000 lines as it might come, its revision, made from typical works with sizes of their own; the same at every run."""

from __future__ import annotations

import random
import re

import msgspec

from llm.offline.typical import Typical, typical_works
from llm.values import Work

LINES = 1_000
PER_HEADING = 12


def made_bill(lines: int = LINES, language: str = "en", seed: int = 7) -> tuple[Work, ...]:
    """`lines` distinct works under headings: texts of typical works with a size, a class and a place that vary."""
    chance = random.Random(seed)  # noqa: S311 - a bill, not a secret
    texts = [work for work in typical_works() if work.language == language]
    found: list[Work] = []
    seen: set[str] = set()
    while len(found) < lines:
        about = texts[(len(found) // PER_HEADING) % len(texts)]
        near = [work for work in texts if work.groups["mizan-trades"] == about.groups["mizan-trades"]]
        text = _text(chance, chance.choice(near))
        if text not in seen:
            seen.add(text)
            heading = f"Bill {1 + len(found) // 120} / {about.groups['mizan-trades'].title()}"
            found.append(Work(text, chance.choice(("m", "m2", "m3", "nr", "item")), heading, "", (f"k{len(found)}",)))
    return tuple(found)


def revised(works: tuple[Work, ...], share: float = 0.02, seed: int = 8) -> tuple[Work, ...]:
    """The bill with the text of `share` of its lines changed."""
    changed = set(random.Random(seed).sample(range(len(works)), round(share * len(works))))  # noqa: S311 - a bill, not a secret
    return tuple(
        msgspec.structs.replace(work, text=f"{work.text}; as amended by addendum {place % 9 + 1}")
        if place in changed
        else work
        for place, work in enumerate(works)
    )


def _text(chance: random.Random, work: Typical) -> str:
    size = chance.choice((50, 75, 100, 110, 150, 200, 250, 300, 400, 600))
    place = chance.choice(
        ("ground floor", "first floor", "basement", "roof level", "block A", "block B", "external area")
    )
    text = re.sub(r"\b\d{2,4}\b", lambda _found: str(size), work.text)
    return f"{text}, reference {chance.randint(100, 999)}, to {place} as specified"
