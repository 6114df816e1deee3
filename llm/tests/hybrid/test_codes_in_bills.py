"""Numbers of standards in a bill are found where they are meant, and nowhere else."""

from __future__ import annotations

import pytest

from llm.hybrid.codes import Codes, group_in
from llm.standards import load
from llm.values import Work


def work(text="Works", ref="", section=""):
    return Work(text, "", section, ref, ("k",))


def found(one, *others):
    return [(coded.standard, coded.group) for coded in Codes((one, *others)).of(one)]


@pytest.mark.parametrize(
    ("ref", "text", "expected"),
    [
        ("ГЭСН 12-01-002-09", "Кровля", ("gesn", "12")),
        ("ФЕР06-01-001-01", "Бетонная подготовка", ("gesn", "06")),
        ("15-04-007-02", "Окраска", ("gesn", "15")),
        ("ГЭСНм08-02-147-01", "Кабель", ("gesn", "м08")),
        ("62-25-007", "Шпатлевка", ("gesn", "р62")),
        ("ГЭСНп01-03-001-01", "Наладка", ("gesn", "п")),
        ("Ss_25_10_30", "Wall framing", ("uniclass-ss", "Ss_25")),
        ("Pr_30_59", "Door sets", ("uniclass-pr", "Pr_30")),
        ("", "KG 334 Fenster", ("din276", "334")),
        ("DIN 276 - 353", "Estrich", ("din276", "353")),
        ("NRM2 14", "Brick walls", ("nrm2", "14")),
        ("ICMS 2.04.060", "Floor tiles", ("icms3", "2.04.060")),
        ("LB 013", "Beton", ("stlb", "")),
    ],
)
def test_a_number_that_says_what_it_is_counts_by_itself(ref, text, expected):
    assert expected in found(work(text, ref))


@pytest.mark.parametrize(
    "ref", ["1.1", "A", "13", "330", "03.30", "A1010", "12-01", "10-20-30", "2026-01-15", "ТССЦ 101-0001", "LB 4"]
)
def test_plain_numbering_is_no_code(ref):
    assert found(work("Concrete", ref)) == []


def test_a_bare_gesn_number_leaves_masonry_and_electrical_open():
    coded = Codes(()).of(work("Монтаж автомата", "08-03-526-01"))[0]
    assert coded.group == ""
    assert {"masonry", "electrical"} <= set(coded.trades)


def test_the_heading_gives_its_number_to_the_items_under_it():
    assert ("din276", "440") in found(work("Steckdose", section="KG 440 Elektrische Anlagen"))


def test_uniformat_counts_when_the_bill_uses_it_throughout():
    bill = [work(ref=ref) for ref in ("A1010", "B2010", "C3020", "D5020", "G2030")]
    assert found(bill[2], *bill) == [("uniformat", "C3020")]
    mixed = [*bill, *(work(ref=str(number)) for number in range(20))]
    assert found(bill[2], *mixed) == []


def test_a_longer_number_belongs_to_the_group_it_begins_with():
    assert group_in(load("din276"), "334.12") == "334"
    assert group_in(load("din276"), "999") == ""
