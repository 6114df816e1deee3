"""Works cut into parts and questions, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from llm.steps.base import Step
from llm.values import Outcome, Spent, Work

BATCH = 40


class Part(msgspec.Struct, frozen=True):
    """Works of a bill in the step `name`, with their places in it; `source` says who works on them: a prompt label or "offline"."""

    name: str
    source: str
    works: tuple[Work, ...]
    places: tuple[int, ...]


class Batch(Part, frozen=True):
    """A part that is one question. `splits` counts how often it was halved, `lane` the endpoints that failed it."""

    step: Step
    splits: int = 0
    lane: int = 0

    def halves(self) -> tuple[Batch, Batch]:
        """The batch in two."""
        middle = len(self.works) // 2
        left = msgspec.structs.replace(
            self, works=self.works[:middle], places=self.places[:middle], splits=self.splits + 1
        )
        right = msgspec.structs.replace(
            self, works=self.works[middle:], places=self.places[middle:], splits=self.splits + 1
        )
        return left, right


class Done(msgspec.Struct, frozen=True):
    """A part with its results."""

    batch: Part
    outcome: Outcome
    spent: Spent


class Again(msgspec.Struct, frozen=True):
    """A batch that is asked again, in halves or elsewhere. Only what it cost is final."""

    batch: Part
    spent: Spent


class Failed(msgspec.Struct, frozen=True):
    """A batch without results: `code` says why. `spent.calls` is 0 when it was not even tried."""

    batch: Part
    code: str
    detail: str
    spent: Spent


Event = Done | Again | Failed


def places_left(count: int, done: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """The places 0 to `count` that no range of `done` covers."""
    finished = bytearray(count)
    for first, last in done:
        finished[first:last] = b"\x01" * (min(last, count) - first)
    return tuple(place for place in range(count) if not finished[place])


def batches_of(
    name: str, step: Step, works: tuple[Work, ...], *, size: int = BATCH, places: Iterable[int] | None = None
) -> list[Batch]:
    """Questions of at most `size` works each about the works at `places`, or about all of them.

    The cuts do not move when a run is resumed, so that a question on the wire is asked again word for word. Cuts with few works
    left in them share a question: each question pays for its instructions again.
    """
    cuts: dict[int, list[int]] = {}
    for place in range(len(works)) if places is None else places:
        cuts.setdefault(place // size, []).append(place)
    shared: list[list[int]] = []
    for cut in cuts.values():
        if shared and len(shared[-1]) + len(cut) <= size:
            shared[-1] += cut
        else:
            shared.append(cut)
    return [Batch(name, step.prompt.label, tuple(works[place] for place in cut), tuple(cut), step) for cut in shared]
