"""A note stands up when it speaks of a work that was shown, in a known kind, with no number but the work's own."""

from __future__ import annotations

import json

import pytest

from llm.analyses.kinds import REVIEW, RISKS
from llm.steps import NoteItems, numbered
from llm.values import Work

WORKS = (
    Work("Hollow block wall, 200 mm thick", "m2", "Masonry / Block C12", "1", ("k0", "k5")),
    Work("جدار بلوك سماكة ١٥٠ مم", "م2", "", "2", ("k1",)),
)
STEP = NoteItems(REVIEW, "en")


def read(*claims, step=STEP):
    first, second = numbered(WORKS)
    rows = [
        {"id": {0: first, 1: second}.get(place, place), "issue": issue, "reason": reason, "ask": ask}
        for place, issue, reason, ask in claims
    ]
    replied = step.read(json.dumps({"findings": rows}), WORKS)
    return replied, step.outcome(WORKS, replied.answers).claims


def test_a_note_belongs_to_every_item_that_says_the_work():
    _, (claim,) = read((0, "ambiguous", "The class of block is open.", "Which class?"))
    assert claim.items == ("k0", "k5")
    assert claim.code == "analysis.ambiguous-description"


@pytest.mark.parametrize(
    "reason", ["The wall is 200 mm.", "Block C12 or another?", "Measured in m2.", "No number at all."]
)
def test_numbers_of_the_work_and_its_headings_are_allowed(reason):
    replied, claims = read((0, "ambiguous", reason, "?"))
    assert len(claims) == 1
    assert replied.unbacked == 0


@pytest.mark.parametrize("reason", ["Usually 150 mm is meant.", "It costs 45 a square metre.", "٤٥ per metre"])
def test_a_reason_with_a_number_of_its_own_is_dropped_and_counted(reason):
    replied, claims = read((0, "ambiguous", reason, "?"))
    assert claims == ()
    assert (replied.unbacked, replied.dropped) == (1, 0)


def test_a_question_with_a_number_of_its_own_is_left_out_and_the_reason_stays():
    _, (claim,) = read((0, "incomplete", "The mortar is not said.", "Is it 1:4?"))
    assert claim.facts == {"reason": "The mortar is not said.", "ask": ""}


def test_arabic_and_latin_digits_are_the_same_numbers():
    _, claims = read((1, "ambiguous", "Is 150 mm net?", ""))
    assert len(claims) == 1


def test_foreign_ids_unknown_kinds_empty_and_second_notes_are_dropped():
    replied, claims = read(
        (0, "ambiguous", "One.", ""),
        (0, "ambiguous", "Again.", ""),
        (0, "price", "Cheap.", ""),
        (9_999_999, "ambiguous", "Whose?", ""),
        (1, "ambiguous", "", ""),
    )
    assert [claim.facts["reason"] for claim in claims] == ["One."]
    assert replied.dropped == 4


def test_a_work_without_a_note_is_answered_too():
    replied, claims = read()
    assert claims == ()
    assert set(replied.answers) == {work.digest for work in WORKS}


def test_kinds_keep_to_their_own_words():
    _, claims = read((0, "ambiguous", "One.", ""), step=NoteItems(RISKS))
    assert claims == ()
    _, (claim,) = read((0, "open-duty", "No end.", ""), step=NoteItems(RISKS))
    assert claim.code == "analysis.open-duty"


def test_answers_are_kept_apart_by_language_instruction_and_run():
    names = {
        NoteItems(REVIEW, "en").question,
        NoteItems(REVIEW, "ar").question,
        NoteItems(REVIEW, "en", run=2).question,
        NoteItems(REVIEW, "en", instruction="cranes").question,
        NoteItems(REVIEW, "en", instruction="asbestos").question,
        NoteItems(RISKS, "en").question,
    }
    assert len(names) == 6
