"""How good a model is at our prompts: cases with known answers, one file a prompt, asked of any provider.

The cases are ours, in three languages, written beside the prompts. They compare models and versions of prompts with each
other; they are too few to say how good a model is on the bills of the world.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import msgspec

from llm.analyses import Ask, Kind
from llm.client import Answer, Breaker, Policy, ask
from llm.prompts import FOLDER, load
from llm.providers.base import Provider, Usage
from llm.steps import Summary, facts_as_works, group_counts
from llm.steps.base import Step
from llm.steps.evidence import numbers
from llm.values import Answered, Classified, Replied, Work

CASES = FOLDER / "evaluation"


class Case(msgspec.Struct, frozen=True):
    """What is shown, and what a good answer says of it: a group, kinds of notes, groups of missing scope, or numbers of a summary."""

    works: tuple[Work, ...]
    expect: tuple[str, ...]
    instruction: str = ""


class Score(msgspec.Struct, frozen=True):
    """`right` of `said` are among the `expected`; `cases` were asked, `failed` of them got no answer."""

    kind: str
    prompt: str
    cases: int
    failed: int
    expected: int
    said: int
    right: int
    usage: Usage

    @property
    def precision(self) -> float:
        """How much of what was said is right."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """How much of what is right was said."""
        return self.right / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def cases(kind: Kind) -> tuple[Case, ...]:
    """The cases of a kind. Raises FileNotFoundError when it has none."""
    name = kind.prompt.rpartition(".")[0]
    lines = (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()
    return tuple(_case(json.loads(line)) for line in lines)


def _case(row: dict[str, Any]) -> Case:
    if "facts" in row:
        return Case(facts_as_works(tuple(row["facts"])), tuple(row["expect"]))
    works = tuple(_work(part, place) for place, part in enumerate(row.get("works", [row])))
    return Case(works, tuple(row["expect"]), row.get("instruction", ""))


def _work(row: dict[str, Any], place: int) -> Work:
    return Work(row["text"], row.get("unit", ""), row.get("heading", ""), "", (f"w{place}",), row.get("rate", ""))


def evaluate(kind: Kind, provider: Provider, policy: Policy | None = None) -> Score:
    """Ask `provider` every case of `kind`; items by the question as in an analysis, whole bills one by one."""
    right = said = expected = failed = 0
    usage = Usage()
    some = cases(kind)
    for asked in _questions(kind, some):
        step = _step(kind, asked)
        works = tuple(dict.fromkeys(work for case in asked for work in case.works))
        got = ask(
            provider,
            step.request(works),
            partial(step.read, works=works),
            policy=policy or Policy(),
            breaker=Breaker(5),
        )
        usage += got.usage
        for case in asked:
            wanted = set(case.expect)
            answers = _said(kind, step, case, got.value) if isinstance(got, Answer) else set()
            failed += not isinstance(got, Answer)
            right, said, expected = right + len(wanted & answers), said + len(answers), expected + len(wanted)
    return Score(kind.name, kind.prompt, len(some), failed, expected, said, right, usage)


def _questions(kind: Kind, some: tuple[Case, ...]) -> Iterator[tuple[Case, ...]]:
    """Cases that are asked together: those of one instruction, at most as many as an analysis asks at once."""
    if kind.whole:
        yield from ((case,) for case in some)
        return
    size = load(kind.prompt).batch
    for instruction in dict.fromkeys(case.instruction for case in some):
        same = [case for case in some if case.instruction == instruction]
        for first in range(0, len(same), size):
            yield tuple(same[first : first + size])


def _step(kind: Kind, asked: Iterable[Case]) -> Step:
    first = next(iter(asked))
    ask_for = Ask(instruction=first.instruction)
    if kind.name == "scope":
        rows = tuple(Classified(work.keys[0], "", 0.0, "") for work in first.works)
        ask_for = msgspec.structs.replace(ask_for, counts=group_counts(rows))
    return kind.step(ask_for)


def _said(kind: Kind, step: Step, case: Case, replied: Replied) -> set[str]:
    """What was said about a case, in the terms of its `expect`."""
    if isinstance(step, Summary):
        text = " ".join(one.text for one in next(iter(replied.answers.values())).statements)
        return {number for number in case.expect if numbers(number) <= numbers(text)}
    answers: list[Answered] = [replied.answers[need] for need in step.needs(case.works) if need in replied.answers]
    if kind.name == "classify":
        return {answer.group for answer in answers}
    if kind.name == "scope":
        return {str(one.facts["group"]) for answer in answers for one in answer.said}
    codes = {code: word for word, code in step.kind.codes.items()}  # type: ignore[attr-defined]
    return {codes[one.code] for answer in answers for one in answer.said}
