"""The words of a text in RTF, as GAEB 2000 carries long texts; other texts are left as they are."""

from __future__ import annotations

import re

TOKENS = re.compile(r"\\([a-zA-Z]+)(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}]+)", re.DOTALL)
SILENT = frozenset({"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "generator"})
BREAKS = {"par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": " ", "cell": " "}
SPACES = re.compile(r"[ \t]+")
ENTITY = re.compile(r"&#(\d{1,6});")


def plain_text(text: str) -> str:
    """The text without RTF, and with the brackets that the format spells as numbers."""
    text = ENTITY.sub(_letter, text)
    if "{\\rtf" in text:
        text = _stripped(text.replace("\r", "").replace("\n", " "))
    lines = (SPACES.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _letter(found: re.Match[str]) -> str:
    code = int(found[1])
    return chr(code) if 31 < code < 0xD800 else ""


def _stripped(text: str) -> str:
    parts: list[str] = []
    silent = depth = skip = 0
    for word, number, code, sign, brace, plain in TOKENS.findall(text):
        if brace:
            depth += 1 if brace == "{" else -1
            silent = 0 if silent > depth else silent
        elif word in SILENT or (sign == "*" and not silent):
            silent = silent or max(1, depth)
        elif silent:
            continue
        elif word == "u" and number:
            parts.append(chr(int(number) % 0x10000) if not 0xD800 <= int(number) % 0x10000 < 0xE000 else "")
            skip = 1
        elif word:
            parts.append(BREAKS.get(word, ""))
        elif code:
            parts.append("" if skip else bytes([int(code, 16)]).decode("cp1252", "replace"))
            skip = 0
        elif sign:
            parts.append({"~": " ", "\n": "\n"}.get(sign, sign if sign in "\\{}" else ""))
        elif plain:
            parts.append(plain[skip:] if skip and plain[:1] == "?" else plain)
            skip = 0
    return "".join(parts)
