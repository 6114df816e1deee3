"""The texts of GAEB DA XML: short and long text of a description, with line breaks, without pictures and codes."""

from __future__ import annotations

from lxml import etree

from boq.engine.readers.xml import local

LINES = frozenset({"p", "div", "li", "tr", "br", "OutlTxt", "Text", "TextComplement", "DetailTxt", "TextOutlTxt"})
SILENT = frozenset(
    {"image", "attachment", "Attachment", "STLBBau", "StLNo", "ComplTSA", "ComplTSB", "OutlTSA", "OutlTSB"}
)
BARE = "'‘’\"“”.… \t\n_-"
GAP = "[…]"


def texts_of(description: etree._Element | None) -> tuple[str, str]:
    """Short and long text. Where only one of them is there, it is the short text and the long one is empty."""
    if description is None:
        return "", ""
    short = _joined(description, "OutlineText") or _joined(description, "OutlTxt") or _joined(description, "ShortText")
    long = _joined(description, "DetailTxt") or _joined(description, "LongText")
    if not short and not long:
        long = plain(description)
    if not short:
        return long, ""
    return short, "" if long == short else long


def _joined(element: etree._Element, name: str) -> str:
    """The first text element of that name, wherever it stands."""
    found = next(element.iter("{*}" + name), None)
    return "" if found is None else plain(found)


def plain(element: etree._Element) -> str:
    """All words of an element: paragraphs, rows and breaks are lines, a gap for the bidder is shown as one."""
    parts: list[str] = []
    _collect(element, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    text = "\n".join(line for line in lines if line)
    return text if text.replace(GAP, "").strip() else ""


def _collect(element: etree._Element, parts: list[str]) -> None:
    """Depth first without recursion: a text may be nested as deep as it likes."""
    stack: list[tuple[etree._Element, str, bool]] = [(element, local(element), True)]
    while stack:
        node, name, entering = stack.pop()
        if entering and name == "p" and node is not element and (words := _simple(node)) is not None:
            parts += words
            continue
        if not entering:
            if name in LINES:
                parts.append("\n")
            elif name == "td":
                parts.append("\t")
            if node is not element and node.tail:
                parts.append(node.tail)
            continue
        stack.append((node, name, False))
        if name == "TextComplement" and node.get("Kind") == "Bidder" and _is_gap(node):
            parts.append(GAP)
            continue
        if not name or name in SILENT:
            continue
        if name in LINES:
            parts.append("\n")
        if node.text:
            parts.append(node.text)
        stack += [(child, local(child), True) for child in reversed(node)]


def _simple(paragraph: etree._Element) -> list[str] | None:
    """The words of a paragraph of plain spans, as nearly all are; None for one that holds anything else."""
    words = ["\n", paragraph.text or ""]
    for span in paragraph:
        if len(span) or local(span) != "span":
            return None
        words += (span.text or "", span.tail or "")
    return [*words, "\n", paragraph.tail or ""]


def _is_gap(node: etree._Element) -> bool:
    """True when the bidder is to write something here and has not: caption and tail count as the owner's words."""
    body = "".join(str(text) for found in node.iter("{*}ComplBody") for text in found.itertext())
    around = "".join(
        str(text)
        for name in ("ComplCaption", "ComplTail")
        for found in node.iter("{*}" + name)
        for text in found.itertext()
    )
    return not body.strip(BARE) and not around.strip()
