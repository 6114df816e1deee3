"""What the hybrid path decides, and what it remembers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from llm.values import Work

# What decided, kept with each classification: the cheapest step that was sure enough.
CODE = "code"  # a number in the item or its heading
OWN_HISTORY = "own-history"  # the same text was decided before
NEAR_HISTORY = "near-history"  # nearly the same text was decided before
LEARNED = "learned"  # what the lines that were decided before have in common
KEYWORDS = "keywords"  # words of the trade
SECTION = "section"  # words of the heading alone
EXAMPLES = "examples"  # typical works of the same meaning
ASKED_BEFORE = (
    "asked-before"  # the model was asked about nearly the same text, and was not sure: it would not be surer now
)
STEPS = (CODE, OWN_HISTORY, NEAR_HISTORY, LEARNED, KEYWORDS, SECTION, EXAMPLES, ASKED_BEFORE)


class Guess(msgspec.Struct, frozen=True):
    """A group and how sure it is, 0 to 1."""

    group: str
    confidence: float


class Decision(msgspec.Struct, frozen=True):
    """The group of one work. `because` is what it rests on: the number, the earlier text, or the typical work."""

    group: str
    confidence: float
    step: str
    because: str = ""


class Undecided(msgspec.Struct, frozen=True):
    """No step was sure enough. `best` is what stands when nobody else can be asked; `guesses` are the likeliest groups."""

    best: Decision
    guesses: tuple[Guess, ...] = ()


class Past(msgspec.Struct, frozen=True):
    """An earlier decision of the same organization: `text` and `unit` were put into `group`, by a person or by an analysis.

    `section` is the titles that stood above it, as in `Work`. `unsure`: the model said it that is to be asked now, and doubted it.
    """

    text: str
    unit: str
    group: str
    by_person: bool = False
    confidence: float = 1.0
    unsure: bool = False
    section: str = ""


class History(Protocol):
    """The organization's own earlier decisions for one standard."""

    def past(self, works: Sequence[Work]) -> Sequence[Past]:
        """Earlier decisions that may bear on `works`, the newest first; at most a few thousand."""
        ...


class NoHistory:
    """Nothing was decided before."""

    def past(self, works: Sequence[Work]) -> Sequence[Past]:
        return ()
