"""The hybrid path takes the cheapest step that is sure enough, says which it was, and leaves the rest undecided."""

from __future__ import annotations

import pytest

from llm.hybrid import Decision, NoHistory, Past, Undecided, decide
from llm.hybrid.evidence import Evidence
from llm.hybrid.sorting import Sorter, rows
from llm.offline.embeddings import Embedder
from llm.standards import STANDARDS, load
from llm.tests.works import works
from llm.values import Work

TRADES = load("mizan-trades")
NOTHING = NoHistory()


def work(text, section="", ref=""):
    return Work(text, "", section, ref, ("k",))


class Kept:
    def __init__(self, *past):
        self._past = past

    def past(self, works):
        return self._past


def one(text, standard=TRADES, *, section="", ref="", history=NOTHING, embedder=None):
    return decide((work(text, section, ref),), standard, history, embedder=embedder)[0]


def test_a_number_of_the_standard_decides_before_anything_else():
    history = Kept(Past("Bodenbelag", "", "334", by_person=True))
    decided = one("Bodenbelag", load("din276"), ref="KG 353", history=history)
    assert decided == Decision("353", 0.97, "code", "KG 353")


def test_a_number_of_another_standard_decides_where_it_leaves_one_group():
    decided = one("Arbeiten", load("masterformat"), ref="LB 084")
    assert (decided.group, decided.step) == ("02", "code")


def test_a_number_that_leaves_several_groups_narrows_what_words_can_say():
    decided = one("Concrete base for a lamp post", load("icms3"), section="KG 556 Elektrische Anlagen")
    best = decided.best if isinstance(decided, Undecided) else decided
    assert best.group in {group.code for group, _ in load("icms3").for_trade("electrical")}


def test_a_number_of_a_group_above_leaves_the_groups_below_it():
    decided = one("Bodenbelag aus Parkett", load("din276"), ref="KG 350")
    best = decided.best if isinstance(decided, Undecided) else decided
    assert best.group in {"351", "352", "353", "354", "355"}


def test_history_decides_before_words():
    decided = one(
        "Concrete kerb 150 x 300 mm", history=Kept(Past("Concrete kerb 150 x 300 mm", "", "landscaping", True))
    )
    assert (decided.group, decided.step) == ("landscaping", "own-history")


def test_clear_words_decide():
    decided = one("Reinforced concrete in columns, grade C35, with formwork", section="Concrete works")
    assert isinstance(decided, Decision)
    assert (decided.group, decided.step) == ("concrete", "keywords")


def test_a_heading_can_decide_what_the_text_leaves_open():
    decided = one("Ditto but 25 mm", section="Asphalt roads and kerbs")
    best = decided.best if isinstance(decided, Undecided) else decided
    assert (best.group, best.step) == ("roads", "section")


def test_what_says_nothing_is_undecided_and_says_so():
    decided = one("Allow for the following")
    assert isinstance(decided, Undecided)
    assert (decided.best.group, decided.best.confidence) == ("other", 0.1)


LOT, LOT_THEN = "Allow for the following, lot reference 812", "Allow for the following, lot reference 811"


def test_a_model_that_doubted_nearly_the_same_text_is_not_asked_again():
    decided = one(LOT, history=Kept(Past(LOT_THEN, "", "roads", confidence=0.4, unsure=True)))
    assert decided == Decision("roads", 0.4, "asked-before", LOT_THEN)


def test_a_doubt_is_never_stronger_for_having_been_said_twice():
    history = Kept(*(Past(LOT_THEN, "", "roads", confidence=sure, unsure=True) for sure in (0.3, 0.5)))
    assert one(LOT, history=history).confidence == 0.3  # the newest


def test_the_very_text_that_a_model_doubted_is_left_to_its_kept_reply():
    history = Kept(Past(LOT, "", "roads", confidence=0.4, unsure=True))
    assert isinstance(one(LOT, history=history), Undecided)


def test_a_doubt_outweighs_neither_words_nor_decisions():
    text = "Reinforced concrete in columns, grade C35, with formwork, reference 12"
    doubt = Past(text.replace("12", "13"), "", "roads", confidence=0.5, unsure=True)
    assert one(text, history=Kept(doubt)).step == "keywords"
    sure = Past(LOT_THEN, "", "other", confidence=0.9)
    assert one(LOT, history=Kept(Past(LOT_THEN, "", "roads", confidence=0.5, unsure=True), sure)).step == "near-history"


def test_meanings_help_where_words_are_unknown(model):
    strange = "Ballasted railway track with sleepers zweckig"
    assert one(strange).best.confidence == 0.1
    decided = one(strange, embedder=Embedder())
    assert (decided.group, decided.step) == ("roads", "examples")
    assert decided.because == "Ballasted railway track with sleepers"


def test_meanings_are_looked_up_only_where_words_are_not_sure(model):
    embedder = Embedder()
    one("Reinforced concrete in columns, grade C35, with formwork", section="Concrete works", embedder=embedder)
    assert not [text for text in model.asked if "columns, grade C35, with formwork" in text]


@pytest.mark.parametrize("code", STANDARDS)
def test_every_standard_can_be_asked_for_and_answers_with_its_leaves(code):
    standard = load(code)
    leaves = {group.code for group in standard.leaves}
    decisions = decide(works(40), standard, NOTHING)
    assert len(decisions) == 40
    for decided in decisions:
        best = decided.best if isinstance(decided, Undecided) else decided
        assert best.group in leaves
        assert 0 <= best.confidence <= 1


def test_the_same_works_give_the_same_answers_in_their_order():
    bill = works(60)
    assert decide(bill, TRADES, NOTHING) == decide(bill, TRADES, NOTHING)
    assert decide(bill[:1], TRADES, NOTHING) == decide(bill, TRADES, NOTHING)[:1]


def test_rows_carry_the_step_and_the_best_guess_of_what_is_undecided():
    bill = (
        Work("Allow for", "", "", "", ("a", "b")),
        Work("Painting of walls with emulsion paint", "", "", "", ("c",)),
    )
    sorted_rows = rows(bill, Sorter().sort(bill, TRADES))
    assert [(row.key, row.group) for row in sorted_rows] == [("a", "other"), ("b", "other"), ("c", "painting")]
    assert sorted_rows[2].step == "keywords"


def test_confidences_are_shares_that_fall():
    told = Evidence(TRADES).weigh([work("Concrete block wall with plaster and paint")])[0]
    shares = [guess.confidence for guess in told.guesses]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1.001
