"""Lines that people decided teach the next analysis of the organization, with their headings; what was learned is no lesson itself."""

from __future__ import annotations

import itertools

import pytest

from boq.models import Classification
from boq.pipelines import own_history
from boq.pipelines.own_history import past_decisions
from boq.services import estimates
from llm.analyses.wishes import wish
from llm.hybrid import deciding
from llm.hybrid.learned import Kept
from llm.testing.plugin import played, provider_process
from llm.testing.unknown_words import THINGS

__all__ = ["played", "provider_process"]
pytestmark = pytest.mark.django_db
PAST = past_decisions
OLD = tuple(f"{what} {one} {two}" for one, two in itertools.combinations(THINGS, 2) for what in ("blorf", "snarp"))
NEW = ("Blorf rastel gadron tunal kelver", "Snarp quorn marlo wimble velmic")


@pytest.fixture
def hybrid(monkeypatch, with_provider):
    monkeypatch.setattr(deciding, "ENOUGH", 0.75)
    monkeypatch.setattr(deciding, "KEPT", Kept())
    monkeypatch.setattr(own_history, "past_decisions", PAST)
    return with_provider


@pytest.fixture
def decided(hybrid, bill, analysed):
    """A bill whose lines a person put into two groups."""
    analysis, _ = analysed(bill(len(OLD), texts=OLD))
    rows = Classification.objects.filter(analysis=analysis)
    for place, group in ((0, "fittings"), (1, "lifts")):
        keys = [f"k{number}" for number in range(place, len(OLD), 2)]
        rows.filter(item_key__in=keys).update(step=own_history.PERSON, group=group, confidence=1)
    return analysis


def test_a_new_line_is_decided_by_what_was_learned_and_nobody_is_asked(hybrid, decided, bill, analysed):
    asked = hybrid.counts()["prompts"]["classify_items"]
    second, _ = analysed(bill(2, texts=NEW))
    told = {row.item_key: (row.group, row.step) for row in Classification.objects.filter(analysis=second)}
    assert told == {"k0": ("fittings", "learned"), "k1": ("lifts", "learned")}
    assert hybrid.counts()["prompts"]["classify_items"] == asked


def test_what_was_learned_is_not_learned_from(decided, bill, analysed):
    before = list(PAST(decided.organization_id, "mizan-trades", 1_000))
    analysed(bill(2, texts=NEW))
    assert list(PAST(decided.organization_id, "mizan-trades", 1_000)) == before


def test_decided_lines_come_with_the_headings_above_them(decided):
    told = {one.text: one.section for one in PAST(decided.organization_id, "mizan-trades", 1_000)}
    assert len(told) == len(OLD)
    assert told[OLD[0]] == "Substructure"


def test_before_an_analysis_what_was_learned_is_reckoned_with(decided, bill, alice, actor):
    plan = estimates.plan(by=actor(alice), boq=bill(2, texts=NEW), wish=wish(kinds=["classify"]))
    assert plan.questions == 0


def test_lines_of_a_narrowed_project_teach_that_project_alone(decided, project):
    type(project).objects.filter(pk=project.pk).update(narrowed=True)
    assert list(PAST(decided.organization_id, "mizan-trades", 1_000)) == []
    assert len(list(PAST(decided.organization_id, "mizan-trades", 1_000, project.pk))) == len(OLD)


def test_lines_teach_nobody_in_another_organization(decided, charlie):
    theirs = charlie.memberships.get().organization_id
    assert list(PAST(theirs, "mizan-trades", 1_000)) == []
