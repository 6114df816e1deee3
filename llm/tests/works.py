"""Works for tests: made here, three languages, as many as wanted."""

from __future__ import annotations

import msgspec

from llm.client import Policy
from llm.steps import Step
from llm.values import Line, Outcome, Work, distinct_works

QUICK = Policy(first_wait=0.01, most_wait=0.02, jitter=0.01, longest_wait=1.0)

TEXTS = (
    ("Excavate trenches for foundations, depth not exceeding {n} mm", "m3", "Substructure"),
    ("Reinforced concrete grade C{n} in footings", "m3", "Substructure"),
    ("Hollow concrete block wall, {n} mm thick", "m2", "Masonry"),
    ("Two coats of emulsion paint on plaster, type {n}", "m2", "Finishes"),
    ("توريد وتركيب كابل نحاس معزول مقاس {n} مم2", "م.ط", "الأعمال الكهربائية"),
    ("Устройство стяжки толщиной {n} мм", "м2", "Отделка"),
    ("uPVC drain pipe, {n} mm diameter, in trench", "m", "Drainage"),
)


def lines(count: int) -> tuple[Line, ...]:
    """`count` items, every text different."""
    return tuple(
        Line(key=f"k{number}", text=text.format(n=number), unit=unit, section=section)
        for number in range(count)
        for text, unit, section in [TEXTS[number % len(TEXTS)]]
    )


def works(count: int) -> tuple[Work, ...]:
    """`count` distinct works."""
    return distinct_works(lines(count))


def outcome_of(step: Step, text: str, some: tuple[Work, ...]) -> Outcome:
    """What a reply comes to, its dropped claims counted."""
    replied = step.read(text, some)
    outcome = step.outcome(some, replied.answers) or Outcome()
    return msgspec.structs.replace(outcome, dropped=replied.dropped, unbacked=replied.unbacked)
