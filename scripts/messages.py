"""Compiles `locale/*/LC_MESSAGES/*.po` to the `.mo` files that Django reads: `python -m scripts.messages`.

Both are committed, so that a fresh machine needs no gettext; a test compares them.
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAGIC = 0x950412DE


def catalogues() -> list[Path]:
    """Every catalogue of the project."""
    return sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))


def entries(text: str) -> dict[str, str]:
    """msgid -> msgstr as a .mo file has them: contexts before \\x04, plurals parted by \\x00; fuzzy and empty ones left out."""
    found: dict[str, str] = {}
    parts: dict[str, str] = {}
    keyword, fuzzy = "", False
    for line in [*text.splitlines(), ""]:
        line = line.strip()
        if line.startswith("#,") and "fuzzy" in line:
            fuzzy = True
        elif line.startswith('"'):
            parts[keyword] += ast.literal_eval(line)
        elif line.startswith("msg"):
            keyword, _, quoted = line.partition(" ")
            parts[keyword] = ast.literal_eval(quoted)
        elif not line:
            if parts and not fuzzy:
                _keep(found, parts)
            parts, fuzzy = {}, False
    return found


def _keep(found: dict[str, str], parts: dict[str, str]) -> None:
    key = "\x00".join(parts[name] for name in ("msgid", "msgid_plural") if name in parts)
    if "msgctxt" in parts:
        key = f"{parts['msgctxt']}\x04{key}"
    texts = [text for name, text in sorted(parts.items()) if name.startswith("msgstr")]
    if all(texts):
        found[key] = "\x00".join(texts)


def compiled(text: str) -> bytes:
    """The .mo file for the text of a .po file; the same bytes each time."""
    pairs = sorted((key.encode(), value.encode()) for key, value in entries(text).items())
    start = 7 * 4 + 16 * len(pairs)
    ids, strings = b"".join(key + b"\0" for key, _ in pairs), b"".join(value + b"\0" for _, value in pairs)
    tables: list[int] = []
    for column, offset in ((0, start), (1, start + len(ids))):
        for pair in pairs:
            tables += [len(pair[column]), offset]
            offset += len(pair[column]) + 1
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + struct.pack(f"<{len(tables)}I", *tables) + ids + strings


def main() -> None:
    for path in catalogues():
        path.with_suffix(".mo").write_bytes(compiled(path.read_text("utf-8")))
        print(path.with_suffix(".mo").relative_to(ROOT))


if __name__ == "__main__":
    main()
