"""Every pack is whole: unique numbers, known parents, three languages, bridges to the trades."""

from __future__ import annotations

import re

import pytest

from llm import standards
from llm.offline.keywords import STANDARDS as WITH_WORDS
from llm.offline.keywords import keywords
from llm.offline.typical import LABELLED, NONE, examples, typical_works
from llm.standards import FOLDER, STANDARDS, load
from llm.standards.cost_groups import COST_GROUPS

TRADES = {group.code for group in COST_GROUPS.groups}


@pytest.fixture(params=STANDARDS)
def standard(request):
    return load(request.param)


def test_the_registry_names_every_pack():
    assert {path.stem for path in FOLDER.iterdir()} == set(STANDARDS)


def test_a_pack_says_what_it_is(standard):
    assert standard.code in STANDARDS
    for fact in (standard.version, standard.title, standard.source, standard.licence, standard.note):
        assert fact
    assert not standard.unknown or standard.unknown in standard.codes


def test_numbers_are_unique_and_parents_stand_before_their_children(standard):
    assert len(standard.codes) == len(standard.groups)
    seen = set()
    for group in standard.groups:
        assert not group.parent or group.parent in seen, group.code
        seen.add(group.code)


def test_every_group_has_titles_in_three_languages(standard):
    for group in standard.groups:
        assert re.search("[A-Za-z]", group.en), group.code
        assert re.search("[\u0600-\u06ff]", group.ar), group.code
        assert re.search("[\u0400-\u04ff]", group.ru), group.code
        assert group.covers
        assert group.name("fr") == group.en


def test_bridges_lead_to_trades_that_exist(standard):
    for group in standard.groups:
        assert set(group.trades) <= TRADES, group.code


def test_all_but_a_few_trades_find_a_group_in_every_standard(standard):
    assert len([trade for trade in TRADES if not standard.for_trade(trade)]) <= 2


def test_the_first_trade_of_a_group_weighs_most():
    weights = {group.code: weight for group, weight in load("icms3").for_trade("earthworks")}
    assert weights["2.01.080"] == 1.0
    assert weights["2.02.020"] == 0.5


def test_leaves_are_what_an_item_can_be():
    icms = load("icms3")
    codes = {group.code for group in icms.leaves}
    assert 32 <= len(codes) <= 36
    assert "2.04" not in codes
    assert [group.code for group in icms.path("2.04.060")] == ["2.04", "2.04.060"]
    assert icms.narrowed.codes == [group.code for group in icms.leaves]


@pytest.mark.parametrize(
    ("code", "count"), [("masterformat", 35), ("nrm2", 41), ("uniclass-ss", 18), ("mizan-trades", 27), ("icms3", 42)]
)
def test_known_standards_have_as_many_groups_as_they_should(code, count):
    assert len(load(code).groups) == count


def test_an_unknown_standard_is_refused():
    with pytest.raises(KeyError):
        load("cesmm")
    with pytest.raises(KeyError):
        load("icms3").group("9.99")


def test_a_malformed_pack_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(standards, "FOLDER", tmp_path)
    head = "---\ncode: nrm2\nversion: 1\n---\n"
    load.cache_clear()
    try:
        (tmp_path / "nrm2.txt").write_text(head + "1 | | concrete | One\n", "utf-8")
        with pytest.raises(ValueError, match="seven cells"):
            load("nrm2")
        (tmp_path / "nrm2.txt").write_text("---\ncode: nrm2\nversion: 1\nprice: 3\n---\n", "utf-8")
        with pytest.raises(ValueError, match="price"):
            load("nrm2")
    finally:
        load.cache_clear()


def test_typical_works_are_labelled_with_groups_that_exist():
    for name in LABELLED:
        leaves = {group.code for group in load(name).leaves}
        assert {work.groups[name] for work in typical_works()} - {NONE} <= leaves


def test_typical_works_speak_three_languages_and_cover_the_trades():
    assert {work.language for work in typical_works()} == {"en", "ar", "ru"}
    for language in ("en", "ar", "ru"):
        told = {work.groups["mizan-trades"] for work in typical_works() if work.language == language}
        assert told == TRADES


def test_every_leaf_has_an_example(standard):
    assert {example.group for example in examples(standard)} == {group.code for group in standard.leaves}


def test_words_of_a_standard_name_its_leaves():
    for name in WITH_WORDS:
        assert set(keywords(name)) <= {group.code for group in load(name).leaves}
