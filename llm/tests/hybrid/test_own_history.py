"""The organization's own earlier decisions: the same text, nearly the same text, and people before machines."""

from __future__ import annotations

import random

from rapidfuzz import fuzz, process

from llm.history import DatabaseHistory
from llm.hybrid.past import NEAR, Memory, said
from llm.hybrid.values import NEAR_HISTORY, OWN_HISTORY, Past
from llm.values import Work


def work(text):
    return Work(text, "m2", "", "", ("k",))


TEXT = "Supply and lay interlocking paving blocks 80 mm thick on sand bed"


def test_the_same_text_is_decided_as_before_however_it_is_spelled():
    memory = Memory([Past(TEXT, "m2", "roads", confidence=0.9)])
    again = memory.same(work(f"  {TEXT.upper()}\n"))
    assert (again.group, again.step, again.because) == ("roads", OWN_HISTORY, TEXT)
    assert again.confidence == 0.92


def test_a_person_outweighs_a_few_machines():
    memory = Memory(
        [Past(TEXT, "", "roads", by_person=True), *(Past(TEXT, "", "landscaping", confidence=0.8) for _ in range(2))]
    )
    decided = memory.same(work(TEXT))
    assert (decided.group, decided.confidence) == ("roads", 0.98)


def test_where_earlier_decisions_disagree_nothing_is_decided():
    memory = Memory([Past(TEXT, "", "roads", confidence=0.9), Past(TEXT, "", "landscaping", confidence=0.8)])
    assert memory.same(work(TEXT)) is None
    assert memory.near([work(TEXT + " complete")]) == [None]


def test_nearly_the_same_text_is_decided_a_little_less_surely():
    memory = Memory([Past(TEXT, "", "roads", by_person=True)])
    near = memory.near([work(TEXT.replace("80", "60"))])[0]
    assert (near.group, near.step) == ("roads", NEAR_HISTORY)
    assert 0.75 < near.confidence < 0.92


def test_other_texts_and_short_ones_are_not_near():
    memory = Memory([Past(TEXT, "", "roads"), Past("ditto", "", "roads")])
    assert memory.near([work("Supply and fix steel doors"), work("ditto.")]) == [None, None]
    assert Memory([]).near([work(TEXT)]) == [None]
    assert Memory([]).same(work(TEXT)) is None


def test_history_is_read_once_and_only_when_there_are_works():
    asked = []

    def read(most):
        asked.append(most)
        return [Past(TEXT, "", "roads")]

    history = DatabaseHistory(read, most=7)
    assert history.past(()) == ()
    history = DatabaseHistory(read, most=7)
    assert history.past((work(TEXT),)) == history.past((work("x"),)) == (Past(TEXT, "", "roads"),)
    assert asked == [7]


def test_looking_by_form_first_finds_just_what_looking_at_every_text_finds():
    chance = random.Random(5)
    said_often = "concrete C30 block wall 200 mm thick pipe 12,5 dia 110 x 90 бетон В25 1 2 33 444 lot 7 of 98"
    words = said_often.split()

    def text(count):
        return " ".join(chance.choice(words) for _ in range(count))

    past = [text(chance.randint(1, 9)) for _ in range(300)]
    memory = Memory([Past(one, "", f"g{place}") for place, one in enumerate(past)])
    asked = [text(chance.randint(1, 9)) for _ in range(200)] + [f"{one} {number}" for number, one in enumerate(past)]
    found = 0
    for one in asked:
        said_now = " ".join(sorted(said(one).split()))
        every = process.extract(said_now, memory._in_order, scorer=fuzz.ratio, score_cutoff=NEAR, limit=5)
        places, texts = memory._candidates(said_now)
        some = process.extract(said_now, texts, scorer=fuzz.ratio, score_cutoff=NEAR, limit=5)
        assert [(words, score, places[place]) for words, score, place in some] == every
        found += bool(every)
    assert 100 < found < len(asked)
