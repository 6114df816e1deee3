"""The styles of an OpenDocument spreadsheet: what of a cell's look, a sheet and its direction they say."""

from __future__ import annotations

import re

import msgspec
from lxml import etree

from boq.engine.readers.tints import tint_of
from boq.engine.readers.xlsx_styles import Look
from boq.engine.readers.xml import attribute, local

INDENT_MILLIMETRES = 3.5


class Style(msgspec.Struct):
    """What a style of the file says, its parents' words included."""

    look: Look = Look()
    shown: bool = True
    right_to_left: bool = False


def read_styles(root: etree._Element, styles: dict[str, Style]) -> None:
    """Add every style below `root`; parents and number formats must stand before."""
    for element in root.iter():
        name = attribute(element, "name") if isinstance(element.tag, str) else None
        if name is None:
            continue
        if local(element) == "percentage-style":
            styles[f"number:{name}"] = Style(Look(percent=True))
        elif local(element) in ("style", "default-style"):
            styles[name] = read_style(element, styles)


def read_style(element: etree._Element, styles: dict[str, Style]) -> Style:
    """One style over its parent."""
    parent = styles.get(attribute(element, "parent-style-name") or "", Style())
    data = styles.get(f"number:{attribute(element, 'data-style-name')}")
    bold, struck, tint = parent.look.bold, parent.look.struck, parent.look.tint
    percent = data.look.percent if data else parent.look.percent
    indent, shown, right_to_left = parent.look.indent, True, False
    for child in element:
        match local(child):
            case "text-properties":
                if weight := attribute(child, "font-weight"):
                    bold = weight in ("bold", "600", "700", "800", "900")
                if line := attribute(child, "text-line-through-style"):
                    struck = line != "none"
            case "table-cell-properties":
                if colour := attribute(child, "background-color"):
                    tint = "" if colour.lower() in ("transparent", "#ffffff") else tint_of(colour)
            case "paragraph-properties":
                if margin := attribute(child, "margin-left"):
                    indent = round(millimetres(margin) / INDENT_MILLIMETRES)
            case "table-properties":
                shown = attribute(child, "display") != "false"
                right_to_left = (attribute(child, "writing-mode") or "").startswith("rl")
    return Style(Look(bold, bool(tint), struck, percent, indent, tint=tint), shown, right_to_left)


def millimetres(length: str) -> float:
    """`0.353cm` -> 3.53; 0 for what is no length."""
    match = re.match(r"^([\d.]+)(mm|cm|in|pt)$", length)
    if match is None or match[1].count(".") > 1 or match[1] == ".":
        return 0.0
    return float(match[1]) * {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}[match[2]]
