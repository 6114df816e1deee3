"""Bills that Mizan ships to try it with, made here: a priced villa with faults in it, an Arabic school, a Russian warehouse, a wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boq.samples.arabic import school
from boq.samples.english import villa
from boq.samples.plain import wall
from boq.samples.russian import warehouse


@dataclass(frozen=True)
class Sample:
    """A file to upload: `make()` gives its bytes. `slug` stands in addresses, `language` is that of its words."""

    name: str
    make: Callable[[], bytes]
    slug: str
    language: str


SAMPLES = (
    Sample("Villa, priced tender.xlsx", villa, "villa", "en"),
    Sample("مدرسة - جدول الكميات.xlsx", school, "school", "ar"),
    Sample("Склад - ведомость объёмов работ.xlsx", warehouse, "warehouse", "ru"),
    Sample("Boundary wall.csv", wall, "wall", "en"),
)
