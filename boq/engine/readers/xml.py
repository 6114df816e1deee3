"""XML parsed without entities, network or document types."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from boq.engine.errors import EngineError


def parse_xml(data: bytes, part: str) -> etree._Element:
    """The root of a small part; EngineError `corrupt` when it is not well formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EngineError("corrupt", part=part[:200], detail=str(error)[:200]) from error
    refuse_internal_dtd(root, part)
    return root


def stream_xml(
    data: bytes, part: str, events: tuple[str, ...] = ("start", "end"), tags: tuple[str, ...] | None = None
) -> Iterator[tuple[str, etree._Element]]:
    """Events of a large part as it is parsed, of all elements or those of `tags`; the caller clears what it is done with."""
    context = etree.iterparse(
        io.BytesIO(data),
        events=events,
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
    )
    first = True
    try:
        for event, element in context:
            if first:
                refuse_internal_dtd(element, part)
                first = False
            yield event, element
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EngineError("corrupt", part=part[:200], detail=str(error)[:200]) from error


def refuse_internal_dtd(element: etree._Element, part: str) -> None:
    """The same refusal as `package.refuse_dtd`, for encodings that hide the letters."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise EngineError("dtd_forbidden", part=part[:200])


def line_of(element: etree._Element) -> int:
    """The line of the file that the element begins on, 0 when that is not known."""
    line: Any = element.sourceline
    return line or 0


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for comments and instructions."""
    tag = element.tag
    return _bare(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def text_of(element: etree._Element) -> str:
    """All text inside the element."""
    return "".join(str(part) for part in element.itertext())


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    value = element.get(name)
    if value is not None:
        return value
    return next((str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def truth(value: str | None) -> bool:
    """XML's booleans: "1", "true" and "on" are true."""
    return value in ("1", "true", "on")


def number(value: str | None, default: int = 0) -> int:
    """A whole number of at most nine digits, or the default."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else default
