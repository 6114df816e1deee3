"""Formula texts: entities resolved, and a shared formula moved from the cell that holds it to those that share it."""

from __future__ import annotations

import re
from functools import lru_cache

from boq.engine.model import column_letters

REFERENCE = re.compile(
    r"""(?P<skip>"(?:[^"]|"")*"|'(?:[^']|'')*'!?|[A-Za-z_\\][\w.\\]*(?=[(!])|[A-Za-z_\\][\w.]*[A-Za-z_.][\w.]*\[)"""
    r"""|(?<![\w.$])(?P<dc>\$?)(?P<col>[A-Za-z]{1,3})(?P<dr>\$?)(?P<row>[1-9]\d{0,6})(?![\w.(!])"""
)
ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
ENTITY = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));")

Piece = str | tuple[bool, int, bool, int]  # literal text, or a reference: column moves, column, row moves, row


def unescape(text: str) -> str:
    """XML's own line ends, entities and character references resolved."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return ENTITY.sub(_entity, text) if "&" in text else text


def _entity(match: re.Match[str]) -> str:
    if match[1]:
        return ENTITIES[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def column_index(letters: str) -> int:
    """A -> 0, AA -> 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


@lru_cache(maxsize=1024)
def pieces(formula: str) -> tuple[Piece, ...]:
    """The formula cut at its cell references; names, functions, sheet names and texts stay literal."""
    found: list[Piece] = []
    last = 0
    for match in REFERENCE.finditer(formula):
        if match["skip"] is not None:
            continue
        found.append(formula[last : match.start()])
        found.append((not match["dc"], column_index(match["col"]), not match["dr"], int(match["row"])))
        last = match.end()
    found.append(formula[last:])
    return tuple(found)


def move(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads in a cell that many rows below and columns to the right of its own."""
    parts = []
    for piece in pieces(formula):
        if isinstance(piece, str):
            parts.append(piece)
            continue
        column_moves, column, row_moves, row = piece
        column, row = column + (columns if column_moves else 0), row + (rows if row_moves else 0)
        if column < 0 or row < 1:
            parts.append("#REF!")
        else:
            parts.append(f"{'' if column_moves else '$'}{column_letters(column + 1)}{'' if row_moves else '$'}{row}")
    return "".join(parts)
