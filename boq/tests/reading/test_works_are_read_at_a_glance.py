"""Complete works, most rows of a bill, are read by a shorter way: it says what the long way says, or nothing."""

from __future__ import annotations

import math
from itertools import product

import pytest

from boq.engine import echoes, item_kinds
from boq.engine.echoes import is_own
from boq.engine.grid import Grid
from boq.engine.item_kinds import kind_of
from boq.engine.model import ItemKind
from boq.engine.plain_words import is_plain
from boq.engine.readers.clean import MANY_ROWS, share_values
from boq.engine.tables.binding import resolve
from boq.engine.tables.headers import find_headers
from boq.engine.tables.line_reader import _Reader
from boq.engine.tables.options import scope_in
from boq.engine.tables.view import View
from boq.engine.tables.words import _OPTION_WORDS, OPTION_STARTS, option_kind, option_of
from boq.engine.text import fold, folded_words
from boq.engine.units import parse_unit

HEADING = ["Item", "Description", "Unit", "Qty", "Rate", "Amount"]
WORKS = [[f"1.{n}", f"Block walls, type {n}", "m2", n + 0.5, 4.0, 4.0 * (n + 0.5)] for n in range(1, 30)]
OTHERS = [
    ["1.30", "Total", "m2", 2.0, 4.0, 8.0],
    ["1.31", "Formwork", "unknown unit", 2.0, 4.0, 8.0],
    ["1.32", "Discount", "%", 2.0, 4.0, 8.0],
    ["1.33", "Steel", "kg", 0.0, 4.0, 8.0],
    ["1.34", "Steel", "kg", 2.0, 4.0, -8.0],
    ["1.35", "Steel", "kg", "12 m2", 4.0, 8.0],
    ["1.36", "- 12 -", "kg", 2.0, 4.0, 8.0],
    ["1.37", "Steel", "kg", 2.0, "rate only", None],
    [None, "SECTION TWO"],
]


@pytest.mark.parametrize("row", WORKS[:2] + OTHERS, ids=lambda row: str(row[1]))
def test_both_ways_say_the_same(row):
    view = View.of(Grid("Bill", [HEADING, *WORKS, row]))
    block = find_headers(view)[0]
    columns = resolve(view, block, block.last + 1, len(view.rows))
    last = len(view.rows) - 1
    glance = _Reader(view, columns).work(last, view.rows[last])
    assert glance in (None, _Reader(view, columns).line(last, view.rows[last]))
    assert glance is not None or row not in WORKS


def test_equal_values_become_one_and_keep_their_sign():
    rows = [["m" + str(2), 1.5, 0.0], ["m" + str(2), 1.5, 0.0]] * MANY_ROWS
    rows[-1] = ["m2", 1.5, -0.0]
    share_values(rows)
    assert rows[0][0] is rows[1][0]
    assert math.copysign(1, rows[-1][2]) == -1
    assert math.copysign(1, rows[0][2]) == 1


def _openings() -> list[str]:
    words = [
        *_OPTION_WORDS,
        "Excavate",
        "(a)",
        "-",
        "3.",
        "Optional:",
        "ALTERNATIVE/",
        "備",
        "選",
        "งาน",
        "بند",
        "إختياري",
        "Опция",
    ]
    return [
        " ".join(chosen) + tail for chosen in product(words, repeat=2) for tail in ("", " work", " 選択 of pipes, 3 m")
    ]


def _sayings() -> list[str]:
    """Texts that say more than a work, or nearly: words of every kind at every place."""
    telling = sorted(echoes.FIRST_WORDS | item_kinds.FIRST_WORDS | OPTION_STARTS)
    works = ("Excavate trench", "Бетон", "حفر خندق", "งานขุด", "コンクリート 打設", "---", "do-it-all plates")
    said = [f"{word} {work}" for word, work in product([*telling, ""], works)]
    said += [f"{work} and {word}" for word, work in product(telling, works)]
    return [
        *said,
        *(f"{text} (optional)" for text in works),
        *(f"{text} *** Bedarfsposition" for text in works),
        *_openings(),
    ]


def test_words_that_are_plain_at_a_glance_say_nothing_when_they_are_asked():
    plain = [text for text in _sayings() if is_plain(text, folded_words(text))]
    assert plain
    for text in plain:
        folded = fold(text)
        assert is_own(text, folded), text
        assert not scope_in(text, folded), text
        assert {kind_of(folded, parse_unit(unit)) for unit in ("m2", "")} == {ItemKind.MEASURED}, text


@pytest.mark.parametrize("text", ["Excavate trench 3 m", "Бетон монолитный В25", "حفر خندق عميق جدا"])
def test_most_works_are_plain(text):
    assert is_plain(text, folded_words(text))


@pytest.mark.parametrize(
    "text", ["Supply pumps (optional)", "- - - - - - - - -", "งานขุดดินลึกไม่เกินสามเมตร", "Provisional sum for signs"]
)
def test_what_may_say_more_is_not_plain(text):
    assert not is_plain(text, folded_words(text))


def test_options_are_told_by_their_first_words_as_by_all_of_them():
    texts = _openings()
    assert [option_kind(text) for text in texts] == [option_of(fold(text[:80])) for text in texts]
    assert {option_kind(text) for text in texts} == {"", "optional", "alternative"}
