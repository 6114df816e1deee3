"""The text of a BC3 file as records: `~` begins one, `|` ends a field, a backslash a subfield (FIEBDC-3/2020, Especificación)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from boq.engine.readers.alphabets import CHARSETS, NAMES, alphabet

Warnings = list[tuple[str, str, dict[str, str]]]


class Fields(NamedTuple):
    """One record: its letter, its fields without the letter, and the line of the file it begins on."""

    letter: str
    fields: list[str]
    line: int

    def field(self, place: int) -> str:
        """A field without space around it, "" beyond the last."""
        return self.fields[place].strip() if place < len(self.fields) else ""

    def parts(self, place: int) -> list[str]:
        """The subfields of a field."""
        return [part.strip() for part in self.field(place).split("\\")]


def decoded(data: bytes) -> tuple[str, str, Warnings]:
    """The text, its encoding, and a warning where the file is written in another alphabet than it says."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-16"
        return data.decode(encoding, "replace"), encoding, []
    said = _declared(data)
    if data.isascii():
        return data.decode("ascii"), said or "ascii", []
    real = alphabet(data, said)
    warnings: Warnings = []
    if said and real != said:
        facts = {"declared": NAMES.get(said, said), "encoding": NAMES.get(real, real)}
        warnings.append(("encoding_differs", "", facts))
    return data.decode(real, "replace"), real, warnings


def _declared(data: bytes) -> str:
    """The encoding that ~V names, in whichever of its fields; "" when it names none."""
    start = data.find(b"~V|")
    if start < 0:
        return ""
    head = data[start : start + 2000].partition(b"~C")[0].decode("latin-1")
    for field in re.split(r"[|\\\r\n]", head):
        if field.strip().upper() in CHARSETS:
            return CHARSETS[field.strip().upper()]
    return ""


def records(text: str) -> Iterator[Fields]:
    """All records in file order. What stands before the first one is nothing."""
    line = 1
    head, *chunks = text.split("~")
    line += head.count("\n")
    for chunk in chunks:
        first, _, rest = chunk.partition("|")
        letter = first.strip().upper()
        if len(letter) == 1 and letter.isalpha():
            yield Fields(letter, rest.split("|"), line)
        line += chunk.count("\n")
