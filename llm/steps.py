"""The questions of an analysis: each knows its prompt, how works are put into it, and how a reply becomes claims.

Works get short numbers that mean nothing outside their batch, so that a reply can only speak of what it was shown.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any, Protocol

import msgspec

from llm import prompts
from llm.masking import masked
from llm.plain import plain
from llm.prompts import Prompt
from llm.providers.base import BadReply, ChatRequest, Message
from llm.replies import GroupClaim, IssueClaim, ScopeClaim, read_claims, schema_of
from llm.standards.base import Standard
from llm.standards.cost_groups import COST_GROUPS, OTHER
from llm.values import Claim, Classified, Outcome, Work

TEXT_LENGTH = 900
HEADING_LENGTH = 160
ISSUES = ("ambiguous", "incomplete")


class Step(Protocol):
    """One question about a batch of works."""

    @property
    def prompt(self) -> Prompt:
        """The prompt file behind it."""
        ...

    def request(self, works: tuple[Work, ...]) -> ChatRequest:
        """The question about `works`. The same works give the same bytes."""
        ...

    def read(self, text: str, works: tuple[Work, ...]) -> Outcome:
        """The claims of a reply. Raises BadReply."""
        ...


def numbered(works: tuple[Work, ...]) -> dict[int, Work]:
    """Short opaque numbers for `works`: they start at a place that follows from the works themselves."""
    digest = hashlib.sha256("".join(work.digest for work in works).encode()).digest()
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


def cut(text: str, length: int) -> str:
    """`text` without control characters, at most `length` characters long, from its end for headings' sake kept whole."""
    tidy = "".join(char if char.isprintable() or char == "\n" else " " for char in text).strip()
    return tidy if len(tidy) <= length else tidy[: length - 1] + "…"


def question(prompt: Prompt, works: int, schema: dict[str, Any], **values: object) -> ChatRequest:
    """The chat request of `prompt` with its placeholders filled."""
    system, user = prompt.filled(**values)
    return ChatRequest(
        messages=(Message("system", system), Message("user", user)),
        schema_name=prompt.name,
        schema=schema,
        max_tokens=prompt.reply_tokens(works),
    )


class ClassifyItems(msgspec.Struct, frozen=True):
    """Which cost group is each work?"""

    standard: Standard = COST_GROUPS

    @property
    def prompt(self) -> Prompt:
        return prompts.load("classify_items.v1")

    @property
    def _enums(self) -> dict[str, list[str]]:
        return {"group": self.standard.codes}

    def request(self, works: tuple[Work, ...]) -> ChatRequest:
        groups = "\n".join(f"- {group.code}: {group.en} ({group.covers})" for group in self.standard.groups)
        data = prompts.data_lines([shown(number, work) for number, work in numbered(works).items()])
        schema = schema_of(GroupClaim, self.prompt.claims, self._enums)
        return question(self.prompt, len(works), schema, groups=groups, data=data, count=len(works))

    def read(self, text: str, works: tuple[Work, ...]) -> Outcome:
        claims = read_claims(text, GroupClaim, self.prompt.claims, self._enums)
        by_number = numbered(works)
        chosen: dict[int, GroupClaim] = {}
        for claim in claims.kept:
            if claim.id in by_number:
                chosen.setdefault(claim.id, claim)
        if works and not chosen:
            raise BadReply("No item of the data was sorted.", text=text)
        rows = tuple(
            Classified(key, claim.group, round(claim.confidence, 3), self.prompt.label)
            for number, claim in chosen.items()
            for key in by_number[number].keys
        )
        dropped = claims.dropped + len(claims.kept) - len(chosen)
        return Outcome(classified=rows, dropped=dropped, unanswered=len(works) - len(chosen))


class ReviewDescriptions(msgspec.Struct, frozen=True):
    """Which descriptions cannot be priced safely? Reasons are written in `language` ("en", "ar", "ru")."""

    language: str = "en"

    @property
    def prompt(self) -> Prompt:
        return prompts.load("review_descriptions.v1")

    def request(self, works: tuple[Work, ...]) -> ChatRequest:
        data = prompts.data_lines([shown(number, work) for number, work in numbered(works).items()])
        schema = schema_of(IssueClaim, self.prompt.claims, {"issue": list(ISSUES)})
        language = prompts.LANGUAGES.get(self.language, "English")
        return question(self.prompt, len(works), schema, data=data, count=len(works), language=language)

    def read(self, text: str, works: tuple[Work, ...]) -> Outcome:
        claims = read_claims(text, IssueClaim, self.prompt.claims, {"issue": list(ISSUES)})
        by_number = numbered(works)
        found: dict[tuple[int, str], Claim] = {}
        for claim in claims.kept:
            if claim.id in by_number and claim.reason and (claim.id, claim.issue) not in found:
                facts: dict[str, str | int] = {"reason": claim.reason, "ask": claim.ask}
                code = f"analysis.{claim.issue}-description"
                found[claim.id, claim.issue] = Claim(code, by_number[claim.id].keys, facts)
        dropped = claims.dropped + len(claims.kept) - len(found)
        return Outcome(claims=tuple(found.values()), dropped=dropped)


class MissingScope(msgspec.Struct, frozen=True):
    """Which work is probably missing from the whole bill? `counts` are items by cost group."""

    counts: tuple[tuple[str, int], ...]
    language: str = "en"
    standard: Standard = COST_GROUPS

    @property
    def prompt(self) -> Prompt:
        return prompts.load("missing_scope.v1")

    @property
    def _enums(self) -> dict[str, list[str]]:
        return {"group": [code for code in self.standard.codes if code != OTHER]}

    def request(self, works: tuple[Work, ...]) -> ChatRequest:
        data = prompts.data_lines([shown(number, work, 140) for number, work in numbered(works).items()])
        counts = ", ".join(f"{group} {count}" for group, count in self.counts) or "unknown"
        return question(
            self.prompt,
            len(works),
            schema_of(ScopeClaim, self.prompt.claims, self._enums),
            data=data,
            counts=counts,
            codes=", ".join(self._enums["group"]),
            language=prompts.LANGUAGES.get(self.language, "English"),
        )

    def read(self, text: str, works: tuple[Work, ...]) -> Outcome:
        claims = read_claims(text, ScopeClaim, self.prompt.claims, self._enums)
        by_number = numbered(works)
        found: list[Claim] = []
        dropped = claims.dropped
        for claim in claims.kept:
            known = [number for number in dict.fromkeys(claim.ids) if number in by_number]
            dropped += len(set(claim.ids)) - len(known)
            if not known or not claim.scope:
                dropped += 1 if claim.ids == [] or not claim.scope else 0
                continue
            keys = tuple(key for number in known for key in by_number[number].keys[:5])
            found.append(
                Claim(
                    "analysis.missing-scope", keys, {"scope": claim.scope, "reason": claim.reason, "group": claim.group}
                )
            )
        return Outcome(claims=tuple(found[:12]), dropped=dropped + max(0, len(found) - 12))


def sample(works: tuple[Work, ...], most: int) -> tuple[Work, ...]:
    """At most `most` works that show the whole bill: every heading in turn, its first works first."""
    if len(works) <= most:
        return works
    by_heading: dict[str, list[int]] = {}
    for index, work in enumerate(works):
        by_heading.setdefault(work.section, []).append(index)
    rank = {index: place for indexes in by_heading.values() for place, index in enumerate(indexes)}
    chosen = sorted(range(len(works)), key=lambda index: (rank[index], index))[:most]
    return tuple(works[index] for index in sorted(chosen))


def group_counts(classified: tuple[Classified, ...]) -> tuple[tuple[str, int], ...]:
    """Items by cost group, most frequent first."""
    counts = Counter(row.group for row in classified)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def plain_title(title: str) -> str:
    """A title of the bill for facts and prompts: masked and plain."""
    return plain(masked(title), 120)
