"""The rows of a file as they were understood: each with its kind, and the texts of its cells."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import F

from boq.engine.chunks import rows_of
from boq.engine.model import RowKind
from boq.engine.receipt import ROW_LETTERS
from boq.models import Boq

KIND_OF = {letter: RowKind(kind) for kind, letter in ROW_LETTERS.items()}
MOST_ROWS = 200
NOT_READ = "not_read"  # the filter for what gave no item, no heading and no total
NOT_READ_KINDS = (RowKind.NOT_BILL, RowKind.NOTE, RowKind.UNREAD)


@dataclass(frozen=True)
class Row:
    """One row of a sheet, `number` as spreadsheet programs count."""

    number: int
    kind: RowKind
    cells: list[str] = field(default_factory=list)


def kinds_of(boq: Boq, sheet: str) -> Counter[RowKind]:
    """How many rows of each kind a sheet has."""
    letters = Counter(boq.row_kinds.get(sheet, ""))
    return Counter({KIND_OF[letter]: count for letter, count in letters.items() if letter in KIND_OF})


def find_rows(boq: Boq, sheet: str, kinds: tuple[RowKind, ...], start: int, size: int) -> tuple[int, list[Row]]:
    """How many rows of these kinds there are (all without any), and rows `start` to `start + size` of them with their texts."""
    letters: str = boq.row_kinds.get(sheet, "")
    size = min(size, MOST_ROWS)
    if kinds:
        wanted = "".join(re.escape(ROW_LETTERS[kind.value]) for kind in kinds)
        found = [match.start() for match in re.finditer(f"[{wanted}]", letters)]
    else:
        found = list(range(len(letters)))
    numbers = [place + 1 for place in found[start : start + size]]
    texts = texts_of(boq, sheet, numbers)
    rows = [Row(number, KIND_OF.get(letters[number - 1], RowKind.UNREAD), texts.get(number, [])) for number in numbers]
    return len(found), rows


def texts_of(boq: Boq, sheet: str, numbers: list[int]) -> dict[int, list[str]]:
    """The texts of the cells of some rows, by their numbers."""
    if not numbers:
        return {}
    wanted = set(numbers)
    chunks = boq.upload.chunks.filter(
        sheet=sheet[:255], first_row__lte=max(numbers), first_row__gt=min(numbers) - F("rows")
    ).order_by("first_row")
    texts: dict[int, list[str]] = {}
    for chunk in chunks.iterator(8):
        if wanted.isdisjoint(range(chunk.first_row, chunk.first_row + chunk.rows)):
            continue
        for offset, cells in enumerate(rows_of(bytes(chunk.data))):
            if chunk.first_row + offset in wanted:
                texts[chunk.first_row + offset] = cells
    return texts


def around(boq: Boq, sheet: str, row: int, spread: int = 6) -> list[tuple[int, list[str]]]:
    """The rows of a sheet around one of them."""
    numbers = list(range(max(1, row - spread), row + spread + 1))
    texts = texts_of(boq, sheet, numbers)
    return [(number, texts[number]) for number in numbers if number in texts]
