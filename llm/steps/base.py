"""What a question of an analysis looks like: its prompt, how works are put into it, and how a reply becomes answers.

Works get short numbers that mean nothing outside their question, so that a reply can only speak of what it was shown.
Answers are kept by the digest of the work, free of the bill, so that the same work is paid for once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Protocol

from llm.masking import masked
from llm.prompts import Prompt
from llm.providers.base import ChatRequest, Message
from llm.values import Answered, Outcome, Replied, Work

TEXT_LENGTH = 900
HEADING_LENGTH = 160


class Step(Protocol):
    """One question about works: about each of them, or about all together (`whole`)."""

    @property
    def prompt(self) -> Prompt:
        """The prompt file behind it."""
        ...

    @property
    def question(self) -> str:
        """What its answers are kept under: the prompt's label and whatever else changes an answer."""
        ...

    @property
    def whole(self) -> bool:
        """True when one answer speaks of all works together."""
        ...

    def needs(self, works: tuple[Work, ...]) -> tuple[str, ...]:
        """The digests of the answers about `works`: one for each work in their order, or one for all."""
        ...

    def request(self, works: tuple[Work, ...]) -> ChatRequest:
        """The question about `works`. The same works give the same bytes."""
        ...

    def read(self, text: str, works: tuple[Work, ...]) -> Replied:
        """The answers of a reply. Raises BadReply."""
        ...

    def outcome(self, works: tuple[Work, ...], answers: Mapping[str, Answered]) -> Outcome | None:
        """Answers about `works`, brought back to their items. None when a kept answer does not fit these works."""
        ...


def digests(works: tuple[Work, ...]) -> tuple[str, ...]:
    """The digests of `works`."""
    return tuple(work.digest for work in works)


def numbered(works: tuple[Work, ...]) -> dict[int, Work]:
    """Short opaque numbers for `works`: they start at a place that follows from the works themselves."""
    digest = hashlib.sha256("".join(digests(works)).encode()).digest()
    first = 101 + int.from_bytes(digest[:4], "big") % 700
    return dict(enumerate(works, first))


def shown(number: int, work: Work, length: int = TEXT_LENGTH) -> dict[str, Any]:
    """A work as the model sees it: masked, cut, and with empty parts left out."""
    row: dict[str, Any] = {"id": number, "text": cut(masked(work.text), length)}
    if work.unit:
        row["unit"] = cut(work.unit, 24)
    if work.section:
        row["heading"] = cut(masked(work.section), HEADING_LENGTH)
    return row


def rows_under_headings(works: tuple[Work, ...], length: int = TEXT_LENGTH) -> list[dict[str, Any]]:
    """Works as the model sees them, each heading said once above the works that stand under it."""
    rows: list[dict[str, Any]] = []
    heading = ""
    for number, work in numbered(works).items():
        if work.section != heading:
            heading = work.section
            rows.append({"heading": cut(masked(heading), HEADING_LENGTH)})
        row: dict[str, Any] = {"id": number, "text": cut(masked(work.text), length)}
        if work.unit:
            row["unit"] = cut(work.unit, 24)
        if work.rate:
            row["rate"] = work.rate
        rows.append(row)
    return rows


def cut(text: str, length: int) -> str:
    """`text` without control characters, at most `length` characters long, from its end for headings' sake kept whole."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() or char == "\n" else " " for char in text)
    tidy = text.strip()
    return tidy if len(tidy) <= length else tidy[: length - 1] + "…"


def question(prompt: Prompt, works: int, schema: dict[str, Any], *, run: int = 1, **values: object) -> ChatRequest:
    """The chat request of `prompt` with its placeholders filled. Each further `run` has a seed of its own."""
    system, user = prompt.filled(**values)
    return ChatRequest(
        messages=(Message("system", system), Message("user", user)),
        schema_name=prompt.name,
        schema=schema,
        max_tokens=prompt.reply_tokens(works),
        seed=6 + run,
    )


def kept_under(prompt: Prompt, *parts: str, run: int = 1) -> str:
    """The name that answers of `prompt` are kept under: `review_descriptions.v1/ar`, a further run with its number."""
    return "/".join((prompt.label, *parts, *([f"run{run}"] if run > 1 else [])))
