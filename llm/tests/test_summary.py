"""A summary says what the figures say: the offline one by construction, the model's by checking every number."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from llm.offline.summary import BillFacts, GroupFigures, statements
from llm.offline.words import SENTENCES, sentence
from llm.providers.base import BadReply
from llm.steps import numbered
from llm.steps.summary import Summary, facts_as_works, numbers
from llm.tests.works import outcome_of

FACTS = BillFacts(
    items=120,
    sections=7,
    currency="USD",
    total=Decimal("1234567.5"),
    stated_total=Decimal("1234567.5"),
    ties_out=True,
    unpriced=3,
    groups=(
        GroupFigures("concrete", 40, Decimal("900000")),
        GroupFigures("masonry", 70, Decimal("334567.5")),
        GroupFigures("other", 10, Decimal(0)),
    ),
    errors=2,
    warnings=5,
    ambiguous=4,
    missing=1,
)


def test_the_figures_are_said_in_words():
    said = [sentence(one) for one in statements(FACTS)]
    assert said[0] == "Number of items: 120; sections: 7."
    assert "Concrete, formwork and reinforcement: 900,000.00 USD in 40 items, 72.9% of the money." in said
    assert "The total stated in the file (1,234,567.50 USD) follows from the items." in said
    assert "Items whose trade could not be told: 10." in said


def test_an_unpriced_bill_is_summed_up_by_its_items():
    facts = BillFacts(items=10, sections=1, groups=(GroupFigures("masonry", 10, Decimal(0)),))
    assert [one.code for one in statements(facts)] == [
        "summary.size",
        "summary.largest-by-count",
        "summary.rules-clean",
    ]


def test_a_total_that_does_not_tie_is_said():
    facts = BillFacts(items=1, sections=1, stated_total=Decimal(5), ties_out=False)
    assert "summary.does-not-tie" in [one.code for one in statements(facts)]


def test_every_statement_has_words():
    assert {one.code for one in statements(FACTS)} <= set(SENTENCES)


def reply(*claims):
    works = facts_as_works(tuple(sentence(one) for one in statements(FACTS)))
    known = list(numbered(works))
    rows = [{"text": text, "ids": [known[index] if index < 100 else index for index in ids]} for text, ids in claims]
    return outcome_of(Summary(), json.dumps({"statements": rows}), works)


def test_a_statement_that_rests_on_the_facts_is_kept():
    outcome = reply(("The bill has 120 items worth 1,234,567.50 USD.", [0, 1]))
    assert [one.text for one in outcome.statements] == ["The bill has 120 items worth 1,234,567.50 USD."]


@pytest.mark.parametrize(
    "claim",
    [("It will cost 2,000,000 USD.", [0]), ("It has 120 items.", [12345]), ("It has 120 items.", []), ("", [0])],
)
def test_a_statement_without_backing_is_dropped_and_counted(claim):
    outcome = reply(("The bill has 120 items.", [0]), claim)
    assert len(outcome.statements) == 1
    assert outcome.dropped + outcome.unbacked == 1
    assert outcome.unbacked == ("2,000,000" in claim[0])


def test_a_summary_without_any_backing_is_no_summary():
    with pytest.raises(BadReply):
        reply(("It will cost 2,000,000 USD.", [0]))


def test_numbers_are_compared_by_their_values_however_they_are_written():
    assert numbers("1,234.50 and 1 234,5 and 1'234.5 and ١٬٢٣٤٫٥٠ and 7 items") == {"1234.5", "7"}
    assert numbers("In 40, 72.9% of 120 7 m walls, 2.") == {"40", "72.9", "120", "7", "2"}
    assert numbers("500.00 and 500, 1.234.567,80 and 1,234,567.8") == {"500", "1234567.8"}
    assert numbers("section 2.10.1 and 0,125 and ٠٫١٢٥ and 007") == {"2.10.1", "0.125", "7"}


@pytest.mark.parametrize(("said", "held"), [("125", "12.5"), ("1,25", "12.5"), ("1234.5", "123.45"), ("5000", "50.00")])
def test_a_slipped_decimal_mark_makes_another_number(said, held):
    assert not numbers(said) & numbers(held)


def test_a_bill_without_a_currency_leaves_no_gap():
    from llm.offline.words import sentence
    from llm.values import Statement

    assert sentence(Statement(code="summary.total", facts={"total": "283,444.20", "currency": ""})).endswith(
        "283,444.20."
    )
    assert "(297,616.41) follows" in sentence(
        Statement(code="summary.ties", facts={"stated": "297,616.41", "currency": ""})
    )
