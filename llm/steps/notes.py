"""Notes about single works: what kinds of notes a prompt may make, and which of them stand up.

A note stands up when it speaks of a work of the question, names one of the kinds, gives a reason, and holds no number
that the work does not hold. A reason with a number of the model's own is dropped and counted as unbacked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from llm import prompts
from llm.prompts import Prompt
from llm.providers.base import ChatRequest
from llm.replies import IssueClaim, read_claims, schema_of
from llm.steps.base import digests, kept_under, numbered, question, rows_under_headings
from llm.steps.evidence import is_backed
from llm.values import Answered, Claim, Outcome, Replied, Said, Work


class NoteKind(msgspec.Struct, frozen=True):
    """One prompt that makes notes: its label, and the code of a finding for each word that it may use for an issue."""

    prompt: str
    codes: dict[str, str]


class NoteItems(msgspec.Struct, frozen=True):
    """Notes of one kind about each work, written in `language`. `instruction` is what a person wrote, for prompts that take it."""

    kind: NoteKind
    language: str = "en"
    instruction: str = ""
    title: str = ""
    run: int = 1
    whole: bool = False

    @property
    def prompt(self) -> Prompt:
        return prompts.load(self.kind.prompt)

    @property
    def question(self) -> str:
        said = hashlib.sha256(self.instruction.encode()).hexdigest()[:16] if self.instruction else ""
        return kept_under(self.prompt, self.language, *([said] if said else []), run=self.run)

    @property
    def _enums(self) -> dict[str, list[str]]:
        return {"issue": list(self.kind.codes)}

    def needs(self, works: tuple[Work, ...]) -> tuple[str, ...]:
        return digests(works)

    def request(self, works: tuple[Work, ...]) -> ChatRequest:
        values: dict[str, Any] = {"instruction": prompts.quoted(self.instruction)} if self.instruction else {}
        return question(
            self.prompt,
            len(works),
            schema_of(IssueClaim, self.prompt.claims, self._enums),
            run=self.run,
            data=prompts.data_lines(rows_under_headings(works)),
            count=len(works),
            language=prompts.LANGUAGES.get(self.language, "English"),
            **values,
        )

    def read(self, text: str, works: tuple[Work, ...]) -> Replied:
        claims = read_claims(text, IssueClaim, self.prompt.claims, self._enums)
        by_number = numbered(works)
        found: dict[str, dict[str, Said]] = {work.digest: {} for work in works}
        unbacked = 0
        for claim in claims.kept:
            work = by_number.get(claim.id)
            if work is None or not claim.reason or claim.issue in found[work.digest]:
                continue
            if not is_backed(claim.reason, work):
                unbacked += 1
                continue
            ask = claim.ask if is_backed(claim.ask, work) else ""
            found[work.digest][claim.issue] = Said(self.kind.codes[claim.issue], {"reason": claim.reason, "ask": ask})
        kept = sum(len(issues) for issues in found.values())
        answers = {digest: Answered(said=tuple(issues.values())) for digest, issues in found.items()}
        return Replied(answers, claims.dropped + len(claims.kept) - kept - unbacked, unbacked)

    def outcome(self, works: tuple[Work, ...], answers: Mapping[str, Answered]) -> Outcome:
        named: dict[str, str | int] = {"title": self.title} if self.title else {}
        return Outcome(
            claims=tuple(
                Claim(said.code, work.keys, {**said.facts, **named})
                for work in works
                if work.digest in answers
                for said in answers[work.digest].said
            )
        )
