"""Reads, writes and compiles `locale/*/LC_MESSAGES/django.po`.

Both the `.po` and the `.mo` are committed, so that a fresh machine needs no gettext; a test compares them.
"""

from __future__ import annotations

import ast
import json
import re
import struct
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MAGIC = 0x950412DE
CONTEXT = "\x04"


@dataclass(frozen=True, slots=True)
class Message:
    """One text to translate. `texts` holds its translations: one, or as many as the language has plural forms; empty when untranslated."""

    msgid: str
    plural: str = ""
    context: str = ""
    texts: tuple[str, ...] = ()
    fuzzy: bool = False

    @property
    def key(self) -> str:
        """How translations name it: the msgid, after its context and \\x04 where it has one."""
        return f"{self.context}{CONTEXT}{self.msgid}" if self.context else self.msgid

    @property
    def translated(self) -> bool:
        return bool(self.texts) and all(self.texts) and not self.fuzzy


def catalogues() -> list[Path]:
    """Every catalogue of the project."""
    return sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))


def catalogue(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def messages(text: str) -> list[Message]:
    """All messages of a .po file in order; the first, with an empty msgid, is its head."""
    found: list[Message] = []
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
            if parts:
                texts = tuple(value for name, value in sorted(parts.items()) if name.startswith("msgstr"))
                found.append(
                    Message(parts["msgid"], parts.get("msgid_plural", ""), parts.get("msgctxt", ""), texts, fuzzy)
                )
            parts, fuzzy = {}, False
    return found


def read(language: str) -> dict[str, Message]:
    """key -> message of a language's catalogue, its head included."""
    return {message.key: message for message in messages(catalogue(language).read_text("utf-8"))}


def forms(language: dict[str, Message]) -> int:
    """How many plural forms the head of a catalogue declares."""
    found = re.search(r"nplurals=(\d)", language[""].texts[0])
    return int(found[1]) if found else 1


def entries(text: str) -> dict[str, str]:
    """msgid -> msgstr as a .mo file has them: contexts before \\x04, plurals parted by \\x00; fuzzy and empty ones left out."""
    return {
        f"{message.key}\x00{message.plural}" if message.plural else message.key: "\x00".join(message.texts)
        for message in messages(text)
        if message.translated
    }


def written(all_messages: list[Message], plural_forms: int) -> str:
    """The text of a .po file: no places and no line breaks of its own, so that a change shows as what it is."""
    return "\n".join(_entry(message, plural_forms) for message in all_messages)


def _entry(message: Message, plural_forms: int) -> str:
    lines = ["#, fuzzy"] if message.fuzzy else []
    if "%(" in message.msgid + message.plural:
        lines.append("#, python-format")
    if message.context:
        lines.append(f"msgctxt {_quoted(message.context)}")
    lines.append(f"msgid {_quoted(message.msgid)}")
    if message.plural:
        lines.append(f"msgid_plural {_quoted(message.plural)}")
        texts = message.texts if len(message.texts) == plural_forms else ("",) * plural_forms
        lines += [f"msgstr[{number}] {_quoted(text)}" for number, text in enumerate(texts)]
    else:
        lines.append(f"msgstr {_quoted(''.join(message.texts[:1]))}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) > 1:
        return "\n".join(['""', *(_literal(line) for line in lines)])
    return _literal(text)


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def save(language: str, all_messages: list[Message]) -> None:
    """Writes a catalogue and compiles it."""
    path = catalogue(language)
    known = {message.key: message for message in all_messages}
    path.write_text(written(all_messages, forms(known)), "utf-8")
    compile_one(path)


def compile_one(path: Path) -> None:
    path.with_suffix(".mo").write_bytes(compiled(path.read_text("utf-8")))


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
