"""A file that many tests begin with is read by a child once a process; whoever comes later gets the very frames that the child sent."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from boq.engine.child import RESULT
from boq.pipelines.sandbox import ChildReading, reading_in_child

Frames = list[tuple[bytes, bytes]]
_kept: dict[tuple[str, str, str], Frames] = {}


class Again(ChildReading):
    """A reading whose frames are all there already."""

    def __init__(self, frames: Frames) -> None:
        self.arrived = deque(frames)


@contextmanager
def kept_reading(path: str | Path, name: str, **options: Any) -> Iterator[ChildReading]:
    """In the place of `reading_in_child`, for files that can be read."""
    asked = repr((options.get("mapping"), options.get("limits"), options.get("layouts")))
    key = (hashlib.sha256(Path(path).read_bytes()).hexdigest(), name, asked)
    if key not in _kept:
        with reading_in_child(path, name, **{**options, "spare": None}) as reading:
            _kept[key] = _all(reading)
    yield Again(_kept[key])


def _all(reading: ChildReading) -> Frames:
    frames: Frames = []
    while not frames or frames[-1][0] != RESULT:
        reading.ready()
        frames += reading.arrived
        reading.arrived.clear()
    return frames
