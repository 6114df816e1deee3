"""The offline analyst tells the trade by words, codes and headings, in three languages, and says which of them decided."""

from __future__ import annotations

import pytest

from llm.offline.classify import classified, classify, codes_are_masterformat
from llm.offline.keywords import LANGUAGES, keywords
from llm.standards.cost_groups import COST_GROUPS, OTHER
from llm.values import Work


def work(text, section="", ref="", unit=""):
    return Work(text, unit, section, ref, ("k",))


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Excavate for foundations not exceeding 2 m deep", "earthworks"),
        ("Reinforced concrete grade C35 in columns", "concrete"),
        ("200 mm thick hollow concrete block wall", "masonry"),
        ("Two coats of emulsion paint to plastered walls", "painting"),
        ("Split unit air conditioner, 2 TR", "hvac"),
        ("uPVC pipe 110 mm diameter for drainage", "drainage"),
        ("40 mm thick wearing course of asphalt concrete", "roads"),
        ("Hire of passenger lift", "lifts"),
        ("توريد وصب خرسانة مسلحة للأعمدة", "concrete"),
        ("حفر في تربة عادية للأساسات", "earthworks"),
        ("توريد وتركيب بلاط سيراميك للأرضيات", "finishes"),
        ("دهان بلاستيك للحوائط الداخلية ثلاث أوجه", "painting"),
        ("توريد وتمديد كابل نحاس 4×16 مم2", "electrical"),
        ("Устройство бетонной подготовки толщиной 100 мм", "concrete"),
        ("Разработка грунта экскаватором в отвал", "earthworks"),
        ("Окраска стен водоэмульсионной краской", "painting"),
        ("Прокладка кабеля ВВГнг 3x2,5 в гофре", "electrical"),
        ("Кладка стен из кирпича", "masonry"),
    ],
)
def test_a_clear_description_is_sorted_by_its_words(text, group):
    found, confidence, step = classify(work(text))
    assert (found, step) == (group, "keywords")
    assert 0.4 < confidence < 0.95


def test_a_short_description_is_sorted_by_its_heading():
    assert classify(work("To floors", "Internal finishes / Ceramic tiling"))[::2] == ("finishes", "section")


def test_words_of_the_item_outweigh_the_heading():
    assert classify(work("Excavate trenches for drains", "Substructure / Concrete work"))[0] == "earthworks"


def test_what_says_nothing_is_other_and_unsure():
    assert classify(work("Allow the sum of"))[:2] == (OTHER, 0.1)


def test_spellings_of_one_word_meet():
    one = classify(work("أعمال الخرسانة المسلحة"))
    assert classify(work("اعمال الخرسانه المسلحه")) == one
    assert classify(work("أَعْمَالُ الخَرَسَانَةِ المُسَلَّحَة")) == one


def test_masterformat_numbers_decide_where_the_bill_uses_them():
    works = tuple(
        work(f"Item {n}", ref=ref)
        for n, ref in enumerate(("03 30 00", "042200", "09 91 00", "26 05 19", "31 23 16", "x"))
    )
    assert codes_are_masterformat(works)
    assert [classify(one, True)[0] for one in works[:5]] == [
        "concrete",
        "masonry",
        "painting",
        "electrical",
        "earthworks",
    ]
    assert classify(works[0], True)[2] == "code"


def test_page_numbers_are_no_masterformat():
    assert not codes_are_masterformat(tuple(work("x", ref=ref) for ref in ("1.1", "1.2", "2.10", "A", "B", "110101")))


def test_every_item_of_a_work_gets_its_class():
    rows = classified(Work("Concrete in slabs", "m3", "", "", ("a", "b")))
    assert [row.key for row in rows] == ["a", "b"]


def test_the_tables_cover_every_group_in_every_language():
    for language in LANGUAGES:
        assert list(keywords(language)) == COST_GROUPS.codes
        assert all(keywords(language).values())


def test_groups_have_names_in_the_three_languages():
    for group in COST_GROUPS.groups:
        assert len({group.en, group.ar, group.ru}) == 3
        assert group.name("ar") == group.ar
        assert group.name("de") == group.en
    assert 20 <= len(COST_GROUPS.groups) <= 30
    with pytest.raises(KeyError):
        COST_GROUPS.group("gold mining")
