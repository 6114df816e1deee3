"""A bill compared with itself: the same work in other words, items under another trade's heading, texts that stand for the rest."""

from __future__ import annotations

import pytest

from llm.hybrid.sorting import Sorter
from llm.offline import odd, repeats
from llm.offline.compare import compared
from llm.offline.embeddings import Embedder
from llm.offline.extract import LENGTH, typical_texts
from llm.standards import load
from llm.tests.hybrid.conftest import model
from llm.values import Classified, Work

__all__ = ["model"]


def work(key, text, section="", unit="m2"):
    return Work(text, unit, section, "", (key,))


def found(*texts, unit="m2", embedder=None):
    bill = tuple(work(f"k{place}", text, f"Section {place}", unit) for place, text in enumerate(texts))
    return [(pair.first, pair.second, pair.how) for pair in repeats.pairs(bill, embedder)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Galvanised steel handrail to stairs", "Galvanized steel handrails to the stair"),
        ("Окраска стен водоэмульсионной краской за 2 раза", "Окраска стены водоэмульсионною краской за 2 раза"),
        ("توريد وتركيب بلاط سيراميك للأرضيات", "توريد و تركيب بلاط سراميك للارضيات"),
    ],
)
def test_spellings_of_one_work_are_the_same(one, other):
    assert found(one, other) == [(0, 1, "words")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reinforced concrete grade C30 in columns", "Reinforced concrete grade C30 in beams"),
        ("Reinforced concrete grade C30 in columns", "Reinforced concrete grade C35 in columns"),
        ("Cement plaster 15 mm to internal walls", "Cement plaster 20 mm to internal walls"),
        ("Cement plaster 15 mm to internal walls", "Cement plaster 15 mm to external walls"),
        ("Cold water pipe 25 mm", "Hot water pipe 25 mm"),
        ("Supply of steel doors", "Installation of steel doors"),
        ("Concrete paving slabs", "Concrete paving slabs"),
        ("Door", "Doors"),
    ],
)
def test_what_differs_in_a_figure_or_a_word_that_counts_is_two_works(one, other):
    assert found(one, other) == []


def test_different_units_are_two_works():
    bill = (
        work("a", "Galvanised steel handrail to stairs", unit="m"),
        work("b", "Galvanized steel handrail to stairs", unit="kg"),
    )
    assert repeats.pairs(bill) == ()


def test_meanings_find_the_same_work_in_other_words(model):
    one, other = "Fix formwork to sides of footings", "Fix shuttering to sides of footings"
    assert found(one, other) == []
    assert found(one, other, embedder=Embedder()) == [(0, 1, "meaning")]


def test_a_pair_points_at_the_later_item_and_quotes_the_earlier():
    bill = (work("a", "Galvanised steel handrail to stairs"), work("b", "Galvanized steel handrail to stairs"))
    claim = repeats.claims(bill)[0]
    assert (claim.code, claim.items) == ("analysis.same-work", ("b", "a"))
    assert claim.facts["other"] == "Galvanised steel handrail to stairs"


def test_an_item_of_another_trade_under_a_heading_is_odd():
    bill = (
        *tuple(work(f"k{place}", f"Concrete item {place}", "Concrete") for place in range(9)),
        work("odd", "Sanitary ware", "Concrete"),
    )
    rows = [Classified(one.keys[0], "concrete", 0.9, "keywords") for one in bill[:9]]
    claims = odd.claims(bill, [*rows, Classified("odd", "plumbing", 0.9, "keywords")])
    assert [(claim.code, claim.items, claim.facts["rule"]) for claim in claims] == [
        ("analysis.odd-in-section", ("odd",), "concrete")
    ]
    unsure = [*rows, Classified("odd", "plumbing", 0.5, "keywords")]
    assert odd.claims(bill, unsure) == ()
    few = bill[-4:]
    assert odd.claims(few, [Classified(one.keys[0], "concrete", 0.9, "keywords") for one in few]) == ()


def test_a_mixed_heading_makes_no_rule():
    trades = ("concrete", "plumbing", "painting", "roads") * 3
    bill = tuple(work(f"k{place}", f"Item {place}", "Mixed") for place in range(12))
    rows = [Classified(f"k{place}", trade, 0.9, "keywords") for place, trade in enumerate(trades)]
    assert odd.claims(bill, rows) == ()


def test_the_whole_bill_is_compared_by_its_own_words():
    bill = (
        *tuple(
            work(f"k{place}", f"Reinforced concrete in columns, type {place}", "Concrete works") for place in range(10)
        ),
        work("odd", "Wash basin with mixer and water closet complete", "Concrete works"),
    )
    assert [claim.code for claim in compared(bill)] == ["analysis.odd-in-section"]


def test_texts_that_stand_for_the_largest_trades_are_quoted_as_they_are():
    bill = (
        *tuple(work(f"c{place}", f"Reinforced concrete in footings type {place}") for place in range(5)),
        work("p", "Two coats of emulsion paint to walls " + "very " * 60),
        work("o", "Allow for"),
    )
    group_of = {one.keys[0]: "concrete" for one in bill[:5]} | {"p": "painting"}
    told = typical_texts(bill, group_of)
    assert told[0].startswith("Reinforced concrete in footings")
    assert told[1].startswith("Two coats")
    assert len(told[1]) == LENGTH
    decisions = Sorter().sort(bill, load("mizan-trades"))
    assert Sorter().typical(bill, decisions, load("mizan-trades"))[0].startswith("Reinforced concrete")
