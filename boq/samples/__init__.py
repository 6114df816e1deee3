"""Bills that Mizan ships to try it with, made here: a priced villa with faults in it, an Arabic school, a Russian warehouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boq.samples.arabic import school
from boq.samples.english import villa
from boq.samples.russian import warehouse


@dataclass(frozen=True)
class Sample:
    """A file to upload: `make()` gives its bytes."""

    name: str
    make: Callable[[], bytes]


SAMPLES = (
    Sample("Villa, priced tender.xlsx", villa),
    Sample("مدرسة - جدول الكميات.xlsx", school),
    Sample("Склад - ведомость объёмов работ.xlsx", warehouse),
)
