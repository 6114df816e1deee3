"""Which group of a standard is each work?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from llm import prompts
from llm.prompts import Prompt
from llm.providers.base import BadReply, ChatRequest
from llm.replies import GroupClaim, read_claims, schema_of
from llm.standards.base import Standard
from llm.standards.cost_groups import COST_GROUPS
from llm.steps.base import digests, kept_under, numbered, question, rows_under_headings
from llm.values import Answered, Classified, Outcome, Replied, Work

PROMPT = "classify_items.v2"


class ClassifyItems(msgspec.Struct, frozen=True):
    """Which group of the standard is each work?"""

    standard: Standard = COST_GROUPS
    run: int = 1
    whole: bool = False

    @property
    def prompt(self) -> Prompt:
        return prompts.load(PROMPT)

    @property
    def question(self) -> str:
        return kept_under(self.prompt, self.standard.code, self.standard.version, run=self.run)

    @property
    def _enums(self) -> dict[str, list[str]]:
        return {"group": self.standard.narrowed.codes}

    def needs(self, works: tuple[Work, ...]) -> tuple[str, ...]:
        return digests(works)

    def request(self, works: tuple[Work, ...]) -> ChatRequest:
        asked = self.standard.narrowed
        return question(
            self.prompt,
            len(works),
            schema_of(GroupClaim, self.prompt.claims, self._enums),
            run=self.run,
            standard=asked.title or asked.code,
            groups="\n".join(f"- {group.code}: {group.en} ({group.covers})" for group in asked.groups),
            unsure=f"the group “{asked.unknown}”" if asked.unknown else "the closest group",
            data=prompts.data_lines(rows_under_headings(works)),
            count=len(works),
        )

    def read(self, text: str, works: tuple[Work, ...]) -> Replied:
        claims = read_claims(text, GroupClaim, self.prompt.claims, self._enums)
        by_number = numbered(works)
        answers: dict[str, Answered] = {}
        for claim in claims.kept:
            if claim.id in by_number:
                answers.setdefault(by_number[claim.id].digest, Answered(claim.group, round(claim.confidence, 3)))
        if works and not answers:
            raise BadReply("No item of the data was sorted.", text=text)
        return Replied(answers, claims.dropped + len(claims.kept) - len(answers))

    def outcome(self, works: tuple[Work, ...], answers: Mapping[str, Answered]) -> Outcome:
        sorted_works = [(work, answers[work.digest]) for work in works if work.digest in answers]
        rows = tuple(
            Classified(key, answer.group, answer.confidence, self.prompt.label)
            for work, answer in sorted_works
            for key in work.keys
        )
        return Outcome(classified=rows, unanswered=len(works) - len(sorted_works))


def group_counts(classified: tuple[Classified, ...]) -> tuple[tuple[str, int], ...]:
    """Items by cost group, most frequent first."""
    counts = Counter(row.group for row in classified)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
