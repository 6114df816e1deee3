"""The last question: a summary from facts that were calculated, whose numbers are checked against them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from llm import prompts
from llm.masking import masked
from llm.prompts import Prompt
from llm.providers.base import BadReply, ChatRequest
from llm.replies import StatementClaim, read_claims, schema_of
from llm.steps.base import cut, kept_under, numbered, question
from llm.steps.evidence import numbers
from llm.values import Answered, Outcome, Replied, Statement, Work

PROMPT = "summary.v2"
MOST_STATEMENTS = 8


def facts_as_works(sentences: tuple[str, ...]) -> tuple[Work, ...]:
    """Facts in the shape that a step takes."""
    return tuple(Work(text=sentence, unit="", section="", ref="", keys=()) for sentence in sentences)


class Summary(msgspec.Struct, frozen=True):
    """A summary in `language` of facts, each of which is a `Work` that holds one sentence."""

    language: str = "en"
    run: int = 1
    whole: bool = True

    @property
    def prompt(self) -> Prompt:
        return prompts.load(PROMPT)

    @property
    def question(self) -> str:
        return kept_under(self.prompt, self.language, run=self.run)

    def needs(self, works: tuple[Work, ...]) -> tuple[str, ...]:
        return (hashlib.sha256(msgspec.json.encode([work.text for work in works])).hexdigest(),)

    def request(self, works: tuple[Work, ...]) -> ChatRequest:
        rows = [{"id": number, "fact": cut(masked(work.text), 400)} for number, work in numbered(works).items()]
        language = prompts.LANGUAGES.get(self.language, "English")
        schema = schema_of(StatementClaim, self.prompt.claims)
        data = prompts.data_lines(rows)
        return question(self.prompt, len(works), schema, run=self.run, data=data, language=language)

    def read(self, text: str, works: tuple[Work, ...]) -> Replied:
        claims = read_claims(text, StatementClaim, self.prompt.claims)
        known = numbered(works)
        backed: set[str] = set()
        for work in works:
            backed |= numbers(work.text)
        sound = [claim for claim in claims.kept if claim.text and claim.ids and set(claim.ids) <= set(known)]
        kept = [claim for claim in sound if numbers(claim.text) <= backed]
        if not kept:
            raise BadReply("No statement of the summary rests on the facts.", text=text)
        said = tuple(Statement(text=claim.text) for claim in kept[:MOST_STATEMENTS])
        (digest,) = self.needs(works)
        unbacked = len(sound) - len(kept)
        dropped = claims.dropped + len(claims.kept) - unbacked - len(said)
        return Replied({digest: Answered(statements=said)}, dropped, unbacked)

    def outcome(self, works: tuple[Work, ...], answers: Mapping[str, Answered]) -> Outcome:
        (digest,) = self.needs(works)
        return Outcome(statements=answers[digest].statements)
