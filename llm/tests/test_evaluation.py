"""Every prompt has cases with known answers, in three languages, and a model that answers them is scored right."""

from __future__ import annotations

import json

import pytest

from llm.analyses import KINDS, kind
from llm.evaluation import cases, evaluate
from llm.offline.text import script
from llm.standards.cost_groups import COST_GROUPS
from llm.steps import NoteItems
from llm.tests.works import QUICK


@pytest.mark.parametrize("one", KINDS, ids=lambda one: one.name)
def test_every_kind_has_cases_of_both_sorts(one):
    some = cases(one)
    assert len(some) >= (3 if one.whole else 12)
    assert any(case.expect for case in some)
    if one.name not in ("classify", "summary"):
        assert any(not case.expect for case in some)


@pytest.mark.parametrize(
    "one", [one for one in KINDS if one.name not in ("summary", "languages")], ids=lambda one: one.name
)
def test_the_cases_speak_three_languages(one):
    assert {script(work.text) for case in cases(one) for work in case.works} == {"en", "ar", "ru"}


@pytest.mark.parametrize("one", KINDS, ids=lambda one: one.name)
def test_what_is_expected_can_be_said(one):
    from llm.analyses import Ask

    step = one.step(Ask(instruction="x"))
    allowed = set(step.kind.codes) if isinstance(step, NoteItems) else set(COST_GROUPS.codes)
    if one.name != "summary":
        assert {word for case in cases(one) for word in case.expect} <= allowed


class Knowing:
    """A model that knows every answer."""

    name, model = "knowing", "knowing"

    def __init__(self, one, wrong=0):
        self.one, self.wrong = one, wrong
        self.expect = {(work.text, work.unit): case.expect for case in cases(one) for work in case.works}

    def complete(self, request):
        from llm.providers.base import ChatReply, Usage
        from llm.testing.answers import rows_of

        body = {"messages": [{"role": turn.role, "content": turn.content} for turn in request.messages]}
        claims = []
        for row in rows_of(body):
            for word in self.expect[row["text"], row.get("unit", "")]:
                if self.wrong:
                    self.wrong -= 1
                    continue
                if self.one.name == "classify":
                    claims.append({"id": row["id"], "group": word, "confidence": 1})
                else:
                    claims.append({"id": row["id"], "issue": word, "reason": "So it is.", "ask": ""})
        text = json.dumps({"items" if self.one.name == "classify" else "findings": claims})
        return ChatReply(text, Usage(10, 5))


@pytest.mark.parametrize("name", ["classify", "review", "units", "languages", "risks", "rates", "own"])
def test_a_model_that_knows_gets_full_marks(name):
    score = evaluate(kind(name), Knowing(kind(name)), QUICK)
    assert (score.f1, score.failed) == (1.0, 0)
    assert score.right == score.expected == score.said


def test_a_model_that_misses_some_gets_less():
    score = evaluate(kind("review"), Knowing(kind("review"), wrong=3), QUICK)
    assert score.right == score.expected - 3
    assert score.precision == 1.0
    assert score.recall < 1.0


def test_a_model_that_gives_no_answer_is_counted_as_failed(provider, played):
    played.play({"fault": "refusal", "times": -1})
    score = evaluate(kind("units"), provider, QUICK)
    assert (score.failed, score.right) == (score.cases, 0)


@pytest.mark.parametrize("name", ["scope", "summary"])
def test_whole_bills_are_scored_too(provider, played, name):
    score = evaluate(kind(name), provider, QUICK)
    assert score.failed == 0
    assert 0 < score.right <= score.expected
