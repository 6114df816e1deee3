"""What the offline analyst points out, and what it leaves alone."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from llm.offline import words
from llm.offline.classify import classified
from llm.offline.review import review, signs
from llm.offline.scope import RULES, missing_scope
from llm.values import Line, Work, distinct_works


def work(text, unit="m2", section="General"):
    return Work(text, unit, section, "", ("k",))


@pytest.mark.parametrize(
    ("one", "issue", "reason"),
    [
        (work("Make good as required"), "ambiguous", "open-ended"),
        (work("Cleaning, painting, etc. complete"), "ambiguous", "open-ended"),
        (work("Sanitary mixer, Grohe or similar"), "ambiguous", "or-similar"),
        (work("Смеситель или аналог"), "ambiguous", "or-similar"),
        (work("Демонтаж по необходимости"), "ambiguous", "open-ended"),
        (work("خلاط مياه أو ما يعادله"), "ambiguous", "or-similar"),
        (work("أعمال متنوعة حسب الحاجة"), "ambiguous", "open-ended"),
        (work("Hollow concrete block wall"), "incomplete", "no-size-or-class"),
        (work("Drain pipe in trench", "m"), "incomplete", "no-size-or-class"),
        (work("Кладка стен из газобетонных блоков", "м2"), "incomplete", "no-size-or-class"),
        (work("خرسانة مسلحة للأعمدة", "م3"), "incomplete", "no-size-or-class"),
        (work("Ditto"), "incomplete", "refers-back"),
        (work("Sundries", "item", ""), "incomplete", "too-short"),
    ],
)
def test_an_open_description_is_named_with_its_reason(one, issue, reason):
    found = review(one)
    assert [(claim.code, claim.facts["reason_code"]) for claim in found] == [(f"analysis.{issue}-description", reason)]
    assert found[0].items == ("k",)


@pytest.mark.parametrize(
    "one",
    [
        work("Hollow concrete block wall, 200 mm thick"),
        work("Hollow concrete block wall", section="Walls, 200 mm thick"),
        work("Reinforced concrete in slabs as drawing S-101", "m3"),
        work("Excavate trenches", "m3"),
        work("Fire extinguisher", "nr"),
        work("Ditto, 150 mm thick"),
        work(
            "Cement plaster 12 mm thick in two coats "
            + "on all faces of brick walls, soffits and columns " * 3
            + "etc. complete"
        ),
        work("Waterproofing as required by clause 7.1 of the specification"),
        work("خرسانة مسلحة للأعمدة رتبة C30", "م3"),
        work("Позиция 5: прокладка кабеля 3х2,5", "м"),
    ],
)
def test_a_description_that_can_be_priced_is_left_alone(one):
    assert list(signs(one)) == []


def bill(*texts):
    lines = tuple(Line(f"k{n}", text, "m2", "") for n, text in enumerate(texts))
    works = distinct_works(lines)
    rows = tuple(row for one in works for row in classified(one))
    return [claim.facts["scope_code"] for claim in missing_scope(works, rows)], missing_scope(works, rows)


CONCRETE = tuple(f"Reinforced concrete C30 in {part} {n}" for part in ("slabs", "beams", "columns") for n in range(4))


def test_concrete_without_formwork_is_missing_something_and_says_why():
    codes, claims = bill(*CONCRETE)
    assert "formwork" in codes
    assert claims[codes.index("formwork")].items == ("k0", "k1", "k2", "k3", "k4")


@pytest.mark.parametrize("answer", ["Formwork to soffits", "توريد وتركيب شدات خشبية", "Устройство опалубки перекрытий"])
def test_work_that_is_there_is_not_missing(answer):
    assert "formwork" not in bill(*CONCRETE, answer)[0]


def test_arabic_and_russian_bills_are_understood():
    arabic = [f"توريد وصب خرسانة عادية للأعمدة والجسور نموذج {n}" for n in range(12)]
    assert {"formwork", "reinforcement"} <= set(bill(*arabic)[0])
    russian = [f"Устройство асфальтобетонного покрытия дорог, тип {n}" for n in range(12)]
    assert {"road-base", "tack-coat"} <= set(bill(*russian)[0])


def test_a_short_bill_says_too_little():
    assert bill(*CONCRETE[:9]) == ([], ())


def test_every_code_has_words():
    assert {rule.code for rule in RULES} | {"preliminaries"} == set(words.SCOPES)
    assert set(words.REASONS) == set(words.ASKS)


def test_codes_are_spelled_out_in_the_readers_language():
    facts = {"scope_code": "formwork", "group": "concrete"}
    with override("en"):
        assert words.spelled(facts)["scope"] == "formwork"
        assert words.spelled(facts)["group"] == "Concrete, formwork and reinforcement"
    with override("ru"):
        assert words.spelled(facts)["group"] == "Бетонные и железобетонные работы"
    assert words.spelled({"reason": "the model's own"})["reason"] == "the model's own"
