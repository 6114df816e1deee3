"""As shipped: a model is asked only about what numbers, the organization's own history and words leave undecided."""

from __future__ import annotations

import pytest

from boq.models import Classification
from boq.pipelines import own_history
from boq.pipelines.own_history import past_decisions
from boq.services import estimates
from llm.analyses.wishes import wish
from llm.hybrid import deciding
from llm.models import Embedding
from llm.offline.embeddings import digest
from llm.testing.plugin import played, provider_process
from llm.vectors import DatabaseStore

__all__ = ["played", "provider_process"]
pytestmark = pytest.mark.django_db
PAST = past_decisions
OPEN = "Make good as required"


@pytest.fixture
def hybrid(monkeypatch, with_provider):
    """The hybrid path as shipped, with the playing provider."""
    monkeypatch.setattr(deciding, "ENOUGH", 0.75)
    monkeypatch.setattr(own_history, "past_decisions", PAST)
    return with_provider


def sure(analysis):
    """The model of `analysis` was sure of what it said."""
    Classification.objects.filter(analysis=analysis, step="classify_items.v2").update(confidence="0.9")
    return analysis


def steps(analysis):
    return set(Classification.objects.filter(analysis=analysis).values_list("step", flat=True))


def test_only_what_words_leave_undecided_is_asked_about(hybrid, bill, analysed):
    analysis, job = analysed(bill(30, texts=(OPEN,)))
    assert (job.status, analysis.complete) == ("succeeded", True)
    rows = Classification.objects.filter(analysis=analysis)
    assert rows.count() == 30
    assert rows.filter(step="keywords").exists()
    assert rows.filter(step="classify_items.v2").exists()
    assert steps(analysis) <= {"keywords", "section", "classify_items.v2"}


def test_what_a_model_decided_is_history_for_the_next_bill(hybrid, bill, analysed):
    first = sure(analysed(bill(30, texts=(OPEN,)))[0])
    asked = hybrid.counts()["prompts"]["classify_items"]
    assert asked
    second, _ = analysed(bill(31, texts=(OPEN,)))
    assert "own-history" in steps(second)
    assert hybrid.counts()["prompts"]["classify_items"] <= asked + 1  # the one item more
    by_model = Classification.objects.filter(analysis=first, step="classify_items.v2").first()
    again = Classification.objects.get(analysis=second, item_key=by_model.item_key)
    assert (again.group, again.step) == (by_model.group, "own-history")


def test_a_model_that_was_unsure_is_not_asked_again_about_a_line_that_changed_a_little(
    hybrid, bill, analysed, alice, actor
):
    first, _ = analysed(bill(30, texts=(f"{OPEN}, reference 117",)))
    asked_about = Classification.objects.filter(analysis=first, step="classify_items.v2")
    assert asked_about
    assert all(0 < one.confidence < own_history.LEAST for one in asked_about)
    asked = hybrid.counts()["prompts"]["classify_items"]
    boq = bill(29, texts=(f"{OPEN}, reference 118",))
    assert estimates.plan(by=actor(alice), boq=boq, wish=wish(kinds=["classify"])).questions == 0
    second, _ = analysed(boq)
    assert hybrid.counts()["prompts"]["classify_items"] == asked
    assert "asked-before" in steps(second)
    unsure = {one.text for one in PAST(first.organization_id, "mizan-trades", 1_000, None, "played") if one.unsure}
    assert f"{OPEN}, reference 117" in unsure
    assert f"{OPEN}, reference 118" not in unsure  # what was taken over is not believed again
    assert not any(one.unsure for one in PAST(first.organization_id, "mizan-trades", 1_000, None, "another model"))


def test_guesses_of_words_are_no_history(hybrid, bill, analysed):
    first = sure(analysed(bill(30, texts=(OPEN,)))[0])
    told = list(PAST(first.organization_id, "mizan-trades", 1_000))
    by_model = Classification.objects.filter(analysis=first, step="classify_items.v2")
    assert len(told) == by_model.count() > 0
    assert list(PAST(first.organization_id, "din276", 1_000)) == []
    assert len(list(PAST(first.organization_id, "mizan-trades", 2))) <= 2


def test_a_persons_word_is_history_that_weighs_most(hybrid, bill, analysed):
    first, _ = analysed(bill(30, texts=(OPEN,)))
    Classification.objects.filter(analysis=first, item_key="k0").update(step="person", group="roads", confidence=1)
    told = [past for past in PAST(first.organization_id, "mizan-trades", 1_000) if past.by_person]
    assert [(past.group, past.confidence) for past in told] == [("roads", 1.0)]


def test_history_stays_within_the_organization(hybrid, bill, analysed, charlie):
    analysed(bill(30, texts=(OPEN,)))
    theirs = charlie.memberships.get().organization_id
    assert list(PAST(theirs, "mizan-trades", 1_000)) == []


def test_before_an_analysis_only_what_is_undecided_is_counted(hybrid, bill, alice, actor):
    boq = bill(30, texts=(OPEN,))
    plan = estimates.plan(by=actor(alice), boq=boq, wish=wish(kinds=["classify"]))
    sent = estimates.preview(by=actor(alice), boq=boq, wish=wish(kinds=["classify"]), kind="classify", number=1)
    text = sent.messages[1].content
    assert plan.questions == 1
    assert "Excavate trenches" not in text


def test_vectors_are_kept_for_each_organization(alice, charlie):
    mine, theirs = (person.memberships.get().organization_id for person in (alice, charlie))
    DatabaseStore(mine).put({digest("wall"): b"\x01" * 768})
    DatabaseStore(mine).put({digest("wall"): b"\x02" * 768})
    DatabaseStore(None).put({digest("own"): b"\x03" * 768})
    assert DatabaseStore(mine).get([digest("wall"), digest("own")]) == {digest("wall"): b"\x01" * 768}
    assert DatabaseStore(theirs).get([digest("wall")]) == {}
    assert DatabaseStore(None).get([digest("own")]) == {digest("own"): b"\x03" * 768}
    DatabaseStore(None).put({digest("own"): b"\x04" * 768})
    assert Embedding.objects.filter(organization=None).count() == 1
    assert DatabaseStore(mine, "another model").get([digest("wall")]) == {}
