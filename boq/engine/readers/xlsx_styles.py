"""Cell styles resolved once per style id: what a reader of a bill can see in a cell's look."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec
from lxml import etree

from boq.engine.readers import tints
from boq.engine.readers.xml import local, number, parse_xml, truth

Value = TypeVar("Value")

DATE_FORMATS = frozenset(
    {14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 36, 45, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58}
)
DURATION_FORMATS = frozenset({46})
PERCENT_FORMATS = frozenset({9, 10})
WHITE = frozenset({"FFFFFFFF", "00FFFFFF", "FFFFFF"})
LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
DURATION = re.compile(r"\[[hms]+\]", re.IGNORECASE)
SECOND_PARTS = re.compile(r"s[.,]0+")
DATE_LETTERS = re.compile(r"[ymdhs]|г{2}|д{2}")
DIGITS = re.compile(r"[0#?]")
GENERAL = frozenset({"general", "standard", "@", "основной", "estándar", "geral"})


class Look(msgspec.Struct, frozen=True):
    """What one style says. `when` is "date", "duration" or ""."""

    bold: bool = False
    filled: bool = False
    struck: bool = False
    percent: bool = False
    indent: int = 0
    when: str = ""
    tint: str = ""  # the name of the fill's colour, see `tints`

    @property
    def plain(self) -> bool:
        """True when nothing of the style is of interest."""
        return not (self.bold or self.filled or self.struck or self.percent or self.indent or self.when)


def read_styles(data: bytes | None, part: str) -> dict[int, Look]:
    """Style id -> look, for the styles that are not plain. A missing part has none."""
    if data is None:
        return {}
    root = parse_xml(data, part)
    groups = {local(child): child for child in root}
    fonts = [font_look(font) for font in groups.get("fonts", ())]
    fills = [fill_tint(fill) for fill in groups.get("fills", ())]
    formats = {number(child.get("numFmtId")): child.get("formatCode") or "" for child in groups.get("numFmts", ())}
    looks = {}
    for style, xf in enumerate(child for child in groups.get("cellXfs", ()) if local(child) == "xf"):
        bold, struck = at(fonts, number(xf.get("fontId")), (False, False))
        tint = at(fills, number(xf.get("fillId")), "")
        format_id = number(xf.get("numFmtId"))
        look = Look(
            bold=bold,
            struck=struck,
            filled=bool(tint),
            tint=tint,
            indent=max((number(child.get("indent")) for child in xf if local(child) == "alignment"), default=0),
            percent=format_id in PERCENT_FORMATS or "%" in bare(formats.get(format_id, "")),
            when=format_kind(format_id, formats.get(format_id)),
        )
        if not look.plain:
            looks[style] = look
    return looks


def at(values: list[Value], index: int, default: Value) -> Value:
    """The value at the index, or the default when the file points past its own table."""
    return values[index] if index < len(values) else default


def font_look(font: etree._Element) -> tuple[bool, bool]:
    """Bold, struck."""
    marks = {local(child): truth(child.get("val", "1")) for child in font}
    return marks.get("b", False), marks.get("strike", False)


def fill_tint(fill: etree._Element) -> str:
    """The colour's name of a solid fill that is not white, or of a gradient; "" for no fill."""
    for child in fill:
        if local(child) == "gradientFill":
            return tints.PLAIN
        if local(child) == "patternFill" and child.get("patternType") not in (None, "none", "gray125"):
            colour = next((part for part in child if local(part) == "fgColor"), None)
            return tints.PLAIN if colour is None else _tint(colour)
    return ""


def _tint(colour: etree._Element) -> str:
    """ "" for white."""
    code, theme, indexed = (colour.get("rgb") or "").upper(), colour.get("theme"), colour.get("indexed")
    if code in WHITE or indexed in ("1", "9"):
        return ""
    if theme is not None:
        if theme == "0":
            return "grey" if colour.get("tint") else ""
        return tints.THEME.get(number(theme), tints.PLAIN)
    return tints.tint_of(code) if code else tints.INDEXED.get(number(indexed), tints.PLAIN)


def bare(code: str) -> str:
    """A number format without its quoted, escaped and bracketed parts."""
    return LITERALS.sub("", code)


def format_kind(format_id: int, code: str | None) -> str:
    """Whether a number format shows a date or time ("date"), a duration ("duration"), or neither ("")."""
    if code is None:
        return "duration" if format_id in DURATION_FORMATS else "date" if format_id in DATE_FORMATS else ""
    if code.lower() in GENERAL:
        return ""
    shown = bare(code.partition(";")[0])
    if DURATION.search(shown):
        return "duration"
    letters = SECOND_PARTS.sub("s", shown.lower().replace("general", "").replace("am/pm", "h"))
    return "date" if DATE_LETTERS.search(letters) and not DIGITS.search(letters) else ""
