"""Which work is probably missing from the whole bill?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from llm import prompts
from llm.prompts import Prompt
from llm.providers.base import ChatRequest
from llm.replies import ScopeClaim, read_claims, schema_of
from llm.standards.base import Standard
from llm.standards.cost_groups import COST_GROUPS, OTHER
from llm.steps.base import kept_under, numbered, question, shown
from llm.steps.evidence import is_backed
from llm.values import Answered, Claim, Outcome, Replied, Said, Work

PROMPT = "missing_scope.v2"
MOST_CLAIMS = 12
ITEMS_A_WORK = 5
STEPS_OF_COUNTS = (1, 3, 10, 30, 100, 300, 1000)


class MissingScope(msgspec.Struct, frozen=True):
    """Which work is probably missing from the whole bill? `counts` are items by cost group.

    The answer is kept for bills with the same groups in about the same numbers, and holds as long as every work that it
    cites is still there: a revision that changes a few lines does not ask again.
    """

    counts: tuple[tuple[str, int], ...]
    language: str = "en"
    standard: Standard = COST_GROUPS
    run: int = 1
    whole: bool = True

    @property
    def prompt(self) -> Prompt:
        return prompts.load(PROMPT)

    @property
    def question(self) -> str:
        return kept_under(self.prompt, self.language, self.standard.code, self.standard.version, run=self.run)

    @property
    def _enums(self) -> dict[str, list[str]]:
        return {"group": [code for code in self.standard.codes if code != OTHER]}

    def needs(self, works: tuple[Work, ...]) -> tuple[str, ...]:
        about = sorted((group, sum(count >= step for step in STEPS_OF_COUNTS)) for group, count in self.counts)
        headings = sorted({work.section for work in works})
        return (hashlib.sha256(msgspec.json.encode([about, headings])).hexdigest(),)

    def request(self, works: tuple[Work, ...]) -> ChatRequest:
        data = prompts.data_lines([shown(number, work, 140) for number, work in numbered(works).items()])
        counts = ", ".join(f"{group} {count}" for group, count in self.counts) or "unknown"
        return question(
            self.prompt,
            len(works),
            schema_of(ScopeClaim, self.prompt.claims, self._enums),
            run=self.run,
            data=data,
            counts=counts,
            codes=", ".join(self._enums["group"]),
            language=prompts.LANGUAGES.get(self.language, "English"),
        )

    def read(self, text: str, works: tuple[Work, ...]) -> Replied:
        claims = read_claims(text, ScopeClaim, self.prompt.claims, self._enums)
        by_number = numbered(works)
        found: list[Said] = []
        dropped, unbacked = claims.dropped, 0
        for claim in claims.kept:
            cited = [by_number[number] for number in dict.fromkeys(claim.ids) if number in by_number]
            dropped += len(set(claim.ids)) - len(cited)
            if not (cited and claim.scope and claim.reason):
                dropped += 1 if cited or not claim.ids else 0
                continue
            if not is_backed(f"{claim.scope}\n{claim.reason}", *cited):
                unbacked += 1
                continue
            facts: dict[str, str | int] = {"scope": claim.scope, "reason": claim.reason, "group": claim.group}
            found.append(Said("analysis.missing-scope", facts, tuple(work.digest for work in cited)))
        (digest,) = self.needs(works)
        left_out = max(0, len(found) - MOST_CLAIMS)
        return Replied({digest: Answered(said=tuple(found[:MOST_CLAIMS]))}, dropped + left_out, unbacked)

    def outcome(self, works: tuple[Work, ...], answers: Mapping[str, Answered]) -> Outcome | None:
        (digest,) = self.needs(works)
        there = {work.digest: work for work in works}
        said = answers[digest].said
        if not all(cited in there for one in said for cited in one.cites):
            return None
        return Outcome(
            claims=tuple(
                Claim(
                    one.code, tuple(key for cited in one.cites for key in there[cited].keys[:ITEMS_A_WORK]), one.facts
                )
                for one in said
            )
        )


def sample(works: tuple[Work, ...], most: int) -> tuple[Work, ...]:
    """At most `most` works that show the whole bill: every heading in turn, in each the works with the smallest digests.

    By digest and not by place, so that a few changed lines leave the sample as it was.
    """
    if len(works) <= most:
        return works
    by_heading: dict[str, list[tuple[str, int]]] = {}
    for index, work in enumerate(works):
        by_heading.setdefault(work.section, []).append((work.digest, index))
    rank = {index: place for found in by_heading.values() for place, (_digest, index) in enumerate(sorted(found))}
    chosen = sorted(range(len(works)), key=lambda index: (rank[index], index))[:most]
    return tuple(works[index] for index in sorted(chosen))
