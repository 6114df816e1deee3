"""What people have said of lines that no program can see: `launch.json` in the data folder.

{"mail.arrives": {"by": "Ana", "at": "2026-11-22T21:00:00+00:00", "note": "inbox of three providers"}}. It is not copied by backups: who
restores a server looks again.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.utils import timezone

from config.launch.base import Line
from scripts.operations.status import held, replace

NAME = "launch.json"


class Word(msgspec.Struct, frozen=True):
    """A person's word: whose, when, and what they add."""

    by: str
    at: datetime
    note: str = ""

    def counts(self, line: Line) -> bool:
        """True while it is not too old for the line."""
        return timezone.now() - self.at < timedelta(days=line.days)


def words() -> dict[str, Word]:
    """By the code of the line. What cannot be read was not said."""
    try:
        found: dict[str, Any] = json.loads(_path().read_text("utf-8"))
        return {code: msgspec.convert(word, Word) for code, word in found.items()}
    except (OSError, ValueError, AttributeError, msgspec.ValidationError):
        return {}


def say(line: Line, *, by: str, note: str = "") -> None:
    """Write down that the line holds, in one step for whoever reads or writes meanwhile."""
    _path().parent.mkdir(parents=True, exist_ok=True)
    with held(_path().with_name(f".{NAME}.lock")):
        said = {**words(), line.code: Word(by, timezone.now().replace(microsecond=0), note)}
        text = msgspec.json.format(msgspec.json.encode(said, order="sorted"), indent=1).decode() + "\n"
        replace(
            _path(), text, mode=0o644
        )  # nothing in it is secret, and whoever runs the command next may have another account


def _path() -> Path:
    return Path(settings.DATA_DIR) / NAME
