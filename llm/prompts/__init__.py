"""Prompts are versioned files. A released one never changes: a better wording is a new version (see `released.json`)."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from string import Template
from typing import Any

import msgspec

FOLDER = Path(__file__).parent
NAMES = (
    "classify_items.v1", "classify_items.v2", "review_descriptions.v1", "review_descriptions.v2", "unit_against_text.v1",
    "texts_agree.v1", "risk_notes.v1", "rates_in_words.v1", "own_question.v1", "missing_scope.v1", "missing_scope.v2", "summary.v1",
    "summary.v2", "ask_bill.v1",
)  # fmt: skip
LANGUAGES = {"en": "English", "ar": "Arabic", "ru": "Russian"}


class Prompt(msgspec.Struct, frozen=True):
    """One prompt file. `claims` is the field of the reply that holds the list; the tokens bound the reply; `batch` works make a question.

    `usual_per_line` and `usual_base` are what a reply mostly takes, for estimates.
    """

    name: str
    version: int
    claims: str
    tokens_per_line: int
    tokens_base: int
    system: str
    user: str
    batch: int = 40
    usual_per_line: int = 12
    usual_base: int = 40

    @property
    def label(self) -> str:
        """`classify_items.v1`, as written into ledgers and findings."""
        return f"{self.name}.v{self.version}"

    def filled(self, **values: object) -> tuple[str, str]:
        """The system and the user text with every placeholder filled, once. Raises KeyError for one that is not given."""
        return Template(self.system).substitute(values), Template(self.user).substitute(values)

    def reply_tokens(self, lines: int) -> int:
        """The most tokens that an honest reply on `lines` lines takes."""
        return self.tokens_base + self.tokens_per_line * lines


@functools.cache
def load(label: str) -> Prompt:
    """The prompt `classify_items.v1`. Raises FileNotFoundError, or ValueError for a malformed file."""
    _, head, body = (FOLDER / f"{label}.md").read_text("utf-8").split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    _, system, user = body.replace("## user\n", "## system\n", 1).split("## system\n")
    return msgspec.convert(facts | {"system": system.strip(), "user": user.strip()}, Prompt, strict=False)


def fingerprint(label: str) -> str:
    """The SHA-256 of a prompt file."""
    return hashlib.sha256((FOLDER / f"{label}.md").read_bytes()).hexdigest()


def released() -> dict[str, str]:
    """The fingerprints of released prompts: label -> SHA-256."""
    found: dict[str, str] = json.loads((FOLDER / "released.json").read_text("utf-8"))
    return found


def quoted(text: str) -> str:
    """What a person wrote, in one line of JSON that cannot close the delimiters around it."""
    return data_lines([{"instruction": text}])


def data_lines(rows: list[dict[str, Any]]) -> str:
    """Rows as JSON, one a line, in which no text can close the delimiters around them or look like a new line."""
    encoded = (json.dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=False) for row in rows)
    return "\n".join(
        line.replace("<", "\\u003c").replace(">", "\\u003e").replace("\u2028", " ").replace("\u2029", " ")
        for line in encoded
    )
