"""Text from outside made plain: no markup, no addresses that a page or a person would follow, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

_MARKDOWN_LINK = re.compile(r"!?\[([^\]\[]{0,300})\]\(\s*[^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+[\"'][^)]*)?\)")
_REFERENCE_LINK = re.compile(r"^\s*\[[^\]]+\]:\s*\S+.*$", re.MULTILINE)
_SCRIPT = re.compile(r"<(script|style|iframe|object|svg)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
_ADDRESS = re.compile(r"\b(?:https?|ftp|file|wss?)\s*:\s*//\S*|\bwww\.\S+", re.IGNORECASE)
_SCHEME = re.compile(r"\b(?:javascript|vbscript|data|blob)\s*:(?=\S)\S*", re.IGNORECASE)
_OPENED = re.compile(r"<(?=[a-zA-Z/!?])|\](?=[(\[])")
_SPACE = re.compile(r"\s+")
LENGTH = 600


def plain(text: str, length: int = LENGTH) -> str:
    """`text` as one line of at most `length` characters without tags, links, addresses and invisible characters."""
    visible = "".join(
        " " if char in "\n\r\t" else char for char in text[: length * 8] if char in "\n\r\t" or _visible(char)
    )
    before = None
    while before != visible:  # markup nested in markup comes to light layer by layer
        before = visible
        visible = _MARKDOWN_LINK.sub(r"\1", _SCRIPT.sub(" ", visible))
        for pattern in (_TAG, _REFERENCE_LINK, _ADDRESS, _SCHEME):
            visible = pattern.sub(" ", visible)
    visible = _OPENED.sub(r"\g<0> ", visible)  # a tag or a link that is never closed: a sign and a word
    flat = _SPACE.sub(" ", visible).strip()
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"


def _visible(char: str) -> bool:
    """False for control, format (bidi overrides, zero width), private, unassigned and surrogate characters."""
    return unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cn", "Cs"} or char == "\u200c"  # Persian needs it
