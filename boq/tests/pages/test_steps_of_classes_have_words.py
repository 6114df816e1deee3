"""Every step that can decide is named on the pages."""

from __future__ import annotations

from boq.views.shared import group_name
from llm.hybrid.values import STEPS
from llm.offline.words import STEPS as WORDS
from llm.offline.words import step_words


def test_every_step_has_words():
    assert set(STEPS) | {"person"} == set(WORDS)
    assert len({step_words(step) for step in WORDS}) == len(WORDS)
    assert step_words("classify_items.v2") == "by the language model"


def test_groups_are_named_by_their_standard():
    assert group_name("concrete") == "Concrete, formwork and reinforcement"
    assert group_name("2.04.060", "icms3") == "2.04.060 Internal finishes"
    assert group_name("gone", "icms3") == group_name("gone", "none") == "gone"
