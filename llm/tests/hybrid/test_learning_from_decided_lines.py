"""What an organization decided teaches about lines that resemble no single earlier one; it stays quiet where it knows nothing."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from llm.hybrid import Decision, Past, Undecided, decide, deciding, learned
from llm.hybrid.learned import FEWEST, MOST, Kept, Learned, Lesson, digest_of, lessons_of
from llm.hybrid.values import LEARNED
from llm.offline.embeddings import Embedder
from llm.standards import load
from llm.testing.unknown_words import THINGS
from llm.values import Work

TRADES = load("mizan-trades")
GROUPS = frozenset(group.code for group in TRADES.leaves)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(deciding, "KEPT", Kept())


class Remembered:
    def __init__(self, past):
        self._past = tuple(past)

    def past(self, works):
        return self._past


def decided_lines(first="fittings", second="lifts", **options):
    """Words that no table of Mizan's knows: `blorf` is the one group, `snarp` the other, whatever stands beside them."""
    for one, two in itertools.permutations(THINGS, 2):
        yield Past(f"blorf {one} {two}", "", first, True, **options)
        yield Past(f"snarp {two} {one}", "", second, True, **options)


def work(text, section=""):
    return Work(text, "", section, "", ("k",))


def one(text, past=(), section="", **options):
    return decide((work(text, section),), TRADES, Remembered(past), **options)[0]


def test_what_decided_lines_have_in_common_decides_a_line_that_is_near_none_of_them():
    text = "Blorf kelver tunal rastel for the porch"
    assert isinstance(one(text), Undecided)
    decided = one(text, decided_lines())
    assert isinstance(decided, Decision)
    assert (decided.group, decided.step) == ("fittings", LEARNED)
    assert 0.75 <= decided.confidence < 1
    assert decided.because.split(", ")[0] == "blorf"
    assert one(text.replace("Blorf", "Snarp"), decided_lines()).group == "lifts"


def test_the_heading_teaches_too():
    past = [
        Past(f"{one} {two}", "", group, True, section=f"Bill 1 / {heading}")
        for one, two in itertools.combinations(THINGS, 2)
        for heading, group in (("Blorf", "fittings"), ("Snarp", "lifts"))
    ]
    assert one("wimble zanto gadron", past, section="Bill 7 / Snarp").group == "lifts"
    assert one("wimble zanto gadron", past, section="Bill 7 / Blorf").group == "fittings"


def test_a_text_whose_words_were_never_decided_is_told_as_if_nothing_had_been_learned():
    for text, section in (
        ("Concrete block wall with plaster", ""),
        ("Allow for the following", ""),
        ("Стяжка пола", "Blorf"),
        ("", ""),
    ):
        assert one(text, decided_lines(), section) == one(text, (), section)


def test_the_same_text_and_nearly_the_same_are_decided_by_their_own_history_first():
    assert one("blorf gadron velmic", decided_lines()).step == "own-history"
    assert one("blorf gadron velmic 12", decided_lines()).step == "near-history"


def test_decided_lines_can_outweigh_mizans_own_words():
    past = [
        Past(f"Concrete kerb {one} {two}", "", "landscaping", True) for one, two in itertools.permutations(THINGS, 2)
    ]
    past += [Past(f"Concrete wall {one} {two}", "", "concrete", True) for one, two in itertools.permutations(THINGS, 2)]
    text = "Concrete kerb of the yard wimble gadron brisk marlo"
    plain = one(text)
    assert (plain.best if isinstance(plain, Undecided) else plain).group != "landscaping"
    assert one(text, past).group == "landscaping"


def test_a_number_in_the_bill_still_narrows_the_groups():
    past = list(decided_lines("roads", "electrical"))
    decided = one("Blorf kelver tunal rastel for the porch", past, section="KG 445 Beleuchtung")
    best = decided.best if isinstance(decided, Undecided) else decided
    assert best.group == "electrical"


def test_meanings_and_what_was_learned_are_weighed_together(model):
    text = "Blorf kelver tunal rastel for the porch"
    decided = one(text, decided_lines(), embedder=Embedder(), enough=0.99)
    best = decided.best if isinstance(decided, Undecided) else decided
    assert best.group == "fittings"
    assert [told for told in model.asked if told.startswith("Blorf")]


def test_a_few_lines_lines_of_one_group_doubts_and_foreign_groups_teach_nothing():
    lines = list(decided_lines())
    assert lessons_of(lines[: FEWEST - 1], GROUPS) == ()
    assert len(lessons_of(lines[:FEWEST], GROUPS)) == FEWEST
    assert lessons_of([Past(line.text, "", "lifts", True) for line in lines], GROUPS) == ()
    assert lessons_of(list(decided_lines(unsure=True)), GROUPS) == ()
    assert lessons_of(lines, frozenset({"334", "335"})) == ()


def test_lines_that_differ_in_figures_are_one_lesson_and_those_that_were_decided_both_ways_none():
    lines = list(decided_lines())
    again = [Past(f"{line.text} 300 {place}", "", line.group, True) for place, line in enumerate(lines)]
    assert lessons_of(lines + again, GROUPS) == lessons_of(lines, GROUPS)
    torn = Past(lines[0].text, "", "roads", True)
    assert lines[0].text not in {lesson.text for lesson in lessons_of([*lines, torn], GROUPS)}


def test_what_a_model_said_counts_as_much_as_it_was_sure():
    lines = [Past(line.text, "", line.group, confidence=0.7) for line in decided_lines()]
    assert {lesson.weight for lesson in lessons_of(lines, GROUPS)} == {0.7}
    assert {lesson.weight for lesson in lessons_of([*lines, *decided_lines()], GROUPS)} == {1.0}


def test_the_newest_lines_teach_and_their_number_is_bounded():
    def many():
        for place in range(100_000):
            yield Past(f"blorf {_letters(place)}", "", "fittings" if place % 2 else "lifts", True)

    lessons = lessons_of(many(), GROUPS)
    assert len(lessons) == MOST
    assert lessons[0].text == f"blorf {_letters(0)}"


def test_the_same_lines_are_learned_from_once_and_other_lines_anew(monkeypatch):
    made = []

    def learned_once(lessons, codes, offsets):
        made.append(len(lessons))
        return Learned(lessons, codes, offsets)

    monkeypatch.setattr(deciding, "Learned", learned_once)
    lines = list(decided_lines())
    first = one("Blorf kelver tunal rastel for the porch", lines)
    assert one("Blorf kelver tunal rastel for the porch", lines) == first
    assert len(made) == 1
    one("Blorf kelver tunal rastel for the porch", lines[:-2])
    assert made == [len(lines), len(lines) - 2]


def test_only_a_few_are_kept_and_another_standard_has_its_own():
    lessons = [Lesson("blorf", "", "lifts", 1.0)]
    assert digest_of("icms3", lessons) != digest_of("mizan-trades", lessons)
    assert digest_of("icms3", lessons) != digest_of("icms3", [Lesson("blorf", "", "lifts", 0.9)])
    kept = Kept(most=2)
    for name in "abc":
        kept.put(name, name)
        assert kept.get("b" if name == "c" else name)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (None, "b", "c")


def test_what_is_kept_holds_no_text():
    lessons = lessons_of(decided_lines(), GROUPS)
    known = Learned(lessons, sorted(GROUPS), [{}] * len(lessons))
    assert not [value for value in vars(known).values() if "blorf" in str(value)]


def test_learning_can_be_left_out():
    text = "Blorf kelver tunal rastel for the porch"
    assert one(text, decided_lines(), learning=False) == one(text)


def test_nothing_is_learned_where_history_decides_every_line(monkeypatch):
    monkeypatch.setattr(deciding, "learned_from", lambda *_: pytest.fail("nobody needs it"))
    assert one("blorf gadron velmic", decided_lines()).step == "own-history"


def test_the_same_lines_teach_the_same_and_their_weights_are_finite():
    lessons = lessons_of(decided_lines(), GROUPS)
    codes = sorted(GROUPS)
    told = [Learned(lessons, codes, [{}] * len(lessons)).hear("blorf kelver", "").moves for _ in range(2)]
    assert told[0] == told[1]
    assert np.isfinite(told[0]).all()
    assert max(told[0]) == told[0][codes.index("fittings")]


def _letters(number):
    return "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "q"


def test_many_lessons_and_few_are_learned_from_alike():
    rows, start = (
        np.random.default_rng(3).normal(size=(60, 40)).astype("float32") / 6,
        np.zeros((60, 3), dtype="float32"),
    )
    right, weight = np.eye(3, dtype="float32")[np.arange(60) % 3], np.linspace(0.5, 1, 60, dtype="float32")[:, None]
    wide = np.hstack([rows, np.zeros((60, 40), dtype="float32")])  # the same, with more slots than rows
    assert np.allclose(
        learned._fitted(rows, right, start, weight), learned._fitted(wide, right, start, weight)[:40], atol=1e-3
    )
