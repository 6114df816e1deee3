"""Which descriptions cannot be priced safely?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from llm import prompts
from llm.prompts import Prompt
from llm.providers.base import ChatRequest
from llm.replies import IssueClaim, read_claims, schema_of
from llm.steps.base import digests, kept_under, numbered, question, shown
from llm.values import Answered, Claim, Outcome, Replied, Said, Work

ISSUES = ("ambiguous", "incomplete")


class ReviewDescriptions(msgspec.Struct, frozen=True):
    """Which descriptions cannot be priced safely? Reasons are written in `language` ("en", "ar", "ru")."""

    language: str = "en"
    run: int = 1
    whole: bool = False

    @property
    def prompt(self) -> Prompt:
        return prompts.load("review_descriptions.v1")

    @property
    def question(self) -> str:
        return kept_under(self.prompt, self.language, run=self.run)

    def needs(self, works: tuple[Work, ...]) -> tuple[str, ...]:
        return digests(works)

    def request(self, works: tuple[Work, ...]) -> ChatRequest:
        data = prompts.data_lines([shown(number, work) for number, work in numbered(works).items()])
        schema = schema_of(IssueClaim, self.prompt.claims, {"issue": list(ISSUES)})
        language = prompts.LANGUAGES.get(self.language, "English")
        return question(self.prompt, len(works), schema, run=self.run, data=data, count=len(works), language=language)

    def read(self, text: str, works: tuple[Work, ...]) -> Replied:
        claims = read_claims(text, IssueClaim, self.prompt.claims, {"issue": list(ISSUES)})
        by_number = numbered(works)
        found: dict[str, dict[str, Said]] = {work.digest: {} for work in works}
        for claim in claims.kept:
            if claim.id in by_number and claim.reason:
                said = Said(f"analysis.{claim.issue}-description", {"reason": claim.reason, "ask": claim.ask})
                found[by_number[claim.id].digest].setdefault(claim.issue, said)
        answers = {digest: Answered(said=tuple(issues.values())) for digest, issues in found.items()}
        kept = sum(len(issues) for issues in found.values())
        return Replied(answers, claims.dropped + len(claims.kept) - kept)

    def outcome(self, works: tuple[Work, ...], answers: Mapping[str, Answered]) -> Outcome:
        return Outcome(claims=claims_about(works, answers))


def claims_about(works: tuple[Work, ...], answers: Mapping[str, Answered]) -> tuple[Claim, ...]:
    """What was said about each work, with the items that say it."""
    return tuple(
        Claim(said.code, work.keys, said.facts)
        for work in works
        if work.digest in answers
        for said in answers[work.digest].said
    )
