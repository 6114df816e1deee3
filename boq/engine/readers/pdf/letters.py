"""The characters of a page and their boxes, asked of the library in one go: a call for each of them would cost more than all the rest."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

SPACES = frozenset("\x20\xa0\t\u2002\u2003\u2009\u202f\u3000")
PAINTED = re.compile("[^\x20\xa0\t\u2002\u2003\u2009\u202f\u3000\x00\r\n\uffff\ufeff\u200b]+")
SURROGATE = re.compile("[\ud800-\udfff]")
SOFT_HYPHEN = "\u00ad"
HYPHENS = str.maketrans(
    dict.fromkeys("\x02\ufffe", SOFT_HYPHEN)
)  # what the library makes of a hyphen at the end of a line
NOTHING = "\0"
BOX_BYTES = 16  # left, top, right, bottom, four bytes each

Handle, Index, Address = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p


def _plainly(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of the library that takes and gives addresses as numbers, without an object around each of them."""
    address: Any = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_box_of = _plainly(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, Handle, Index, Address)
_code_of = _plainly(pdfium.FPDFText_GetUnicode, ctypes.c_uint, Handle, Index)
_origin_of = _plainly(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, Handle, Index, Address, Address)
_generated = _plainly(pdfium.FPDFText_IsGenerated, ctypes.c_int, Handle, Index)
_object_of = _plainly(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, Handle, Index)
_font_of = _plainly(pdfium.FPDFTextObj_GetFont, ctypes.c_void_p, ctypes.c_void_p)


@dataclass(slots=True, frozen=True)
class Frame:
    """How the page's own coordinates become those of the page as it is shown: quarter turns to the right, and its box."""

    turns: int
    left: float
    bottom: float
    right: float
    top: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point as shown, y downwards."""
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        if self.turns == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


class Letters:
    """All characters of a page by their position in the file: `text`, their `left` and `right` edges as shown.

    `low` and `high` are the same for letters that share line and size; `line_and_size` says which those are. What cannot be placed
    is NOTHING in the text.
    """

    def __init__(self, raw: Any, frame: Frame) -> None:
        self.raw, self.frame = raw, frame
        self.handle = ctypes.cast(raw, ctypes.c_void_p).value
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.x_at, self.y_at = ctypes.addressof(self.x), ctypes.addressof(self.y)
        count = pdfium.FPDFText_CountChars(raw)
        self.text = self._text(count)
        self.left, self.right, self.low, self.high = self._boxes(count)

    def _text(self, count: int) -> str:
        """One character for each of the page's, which the library gives together unless it leaves some out."""
        buffer = (ctypes.c_ushort * (count + 1))()
        length = pdfium.FPDFText_GetText(self.raw, 0, count, buffer) - 1
        text = bytes(buffer)[: 2 * max(0, length)].decode("utf-16-le", "surrogatepass")
        if length != count or len(text) != count or SURROGATE.search(text):
            text = "".join(map(_character, map(_code_of, repeat(self.handle), range(count))))
        return text.translate(HYPHENS)

    def _boxes(self, count: int) -> tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]:
        buffer = (ctypes.c_float * (4 * count))()
        first = ctypes.addressof(buffer)
        found = list(
            map(_box_of, repeat(self.handle), range(count), range(first, first + BOX_BYTES * count, BOX_BYTES))
        )
        if not all(found):
            self.text = "".join(ch if there else NOTHING for ch, there in zip(self.text, found, strict=True))
        edges: list[float] = memoryview(buffer).cast("B").cast("f").tolist()  # type: ignore[assignment]
        left, top, right, bottom = edges[0::4], edges[1::4], edges[2::4], edges[3::4]
        if self.frame.turns:
            return self._turned(left, top, right, bottom)
        if self.frame.left:
            aside = self.frame.left
            left, right = [x - aside for x in left], [x - aside for x in right]
        return left, right, bottom, top

    def _turned(self, *edges: list[float]) -> tuple[list[float], list[float], list[float], list[float]]:
        """Edges as shown, and line and size of every letter."""
        point = self.frame.point
        corners = [(point(a, d), point(c, b)) for a, b, c, d in zip(*edges, strict=True)]
        return (
            [min(one[0], other[0]) for one, other in corners],
            [max(one[0], other[0]) for one, other in corners],
            [self._line(index) for index in range(len(corners))],
            [abs(one[1] - other[1]) or 1.0 for one, other in corners],
        )

    def _line(self, index: int) -> float:
        _origin_of(self.handle, index, self.x_at, self.y_at)
        if self.frame.turns:
            return self.frame.point(self.x.value, self.y.value)[1]
        return self.frame.top - self.y.value

    def line_and_size(self, index: int) -> tuple[float, float]:
        """Baseline and size of a letter."""
        if self.frame.turns:
            return self.low[index], self.high[index]
        return self._line(index), (self.high[index] - self.low[index]) or 1.0

    def has_space(self, first: int, end: int) -> bool:
        """True when the file itself writes a space among these characters."""
        return any(self.text[k] in SPACES and _generated(self.handle, k) != 1 for k in range(first, end))

    def object_before(self, index: int) -> int | None:
        """The object that paints the last written character before a position."""
        index -= 1
        while index > 0 and _generated(self.handle, index) == 1:
            index -= 1
        return self.object_at(index)

    def object_at(self, index: int) -> int | None:
        """The object that paints a character."""
        found: int | None = _object_of(self.handle, index)
        return found

    def font_at(self, index: int) -> int | None:
        """The font of a character."""
        thing = self.object_at(index)
        found: int | None = _font_of(thing) if thing else None
        return found


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 else NOTHING
