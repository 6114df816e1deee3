"""A claim stands or falls alone; what falls is counted."""

from __future__ import annotations

import json

import pytest

from llm.analyses.kinds import REVIEW
from llm.providers.base import BadReply
from llm.replies import GroupClaim, ScopeClaim, read_claims, schema_of
from llm.steps import ClassifyItems, MissingScope, NoteItems, numbered
from llm.tests.works import outcome_of, works

GROUPS = {"group": ["concrete", "masonry"]}
GOOD = {"id": 5, "group": "concrete", "confidence": 0.5}


@pytest.mark.parametrize(
    "bad",
    [
        '{"id": 6, "group": "concrete", "confidence": NaN}',
        '{"id": 6, "group": "concrete", "confidence": 1e99}',
        '{"id": 6, "group": "concrete", "confidence": -0.1}',
        '{"id": 6, "group": "gold mining", "confidence": 0.5}',
        '{"id": "six", "group": "concrete", "confidence": 0.5}',
        '{"group": "concrete", "confidence": 0.5}',
        '"all items are fine"',
        "null",
        "[]",
    ],
)
def test_a_dishonest_claim_is_dropped_and_the_others_stay(bad):
    claims = read_claims(f'{{"items": [{json.dumps(GOOD)}, {bad}]}}', GroupClaim, "items", GROUPS)
    assert [claim.id for claim in claims.kept] == [5]
    assert claims.dropped == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "All good.",
        '{"items": ',
        '{"items": {}}',
        '{"other": []}',
        "[1, 2]",
        '{"items": ' + "[" * 100_000,
        '{"items": [' + "9" * 6000 + "]}",
    ],
)
def test_what_is_not_the_object_asked_for_is_refused(text):
    with pytest.raises(BadReply):
        read_claims(text, GroupClaim, "items", GROUPS)


def test_the_schema_is_closed_and_asks_for_every_field():
    schema = schema_of(ScopeClaim, "findings", GROUPS)
    entry = schema["properties"]["findings"]["items"]
    assert schema["required"] == ["findings"]
    assert entry["required"] == ["group", "scope", "reason", "ids"]
    assert entry["additionalProperties"] is False
    assert entry["properties"]["group"]["enum"] == GROUPS["group"]


def test_claims_about_foreign_ids_are_dropped_and_counted():
    some = works(3)
    numbers = list(numbered(some))
    claims = [{"id": number, "group": "concrete", "confidence": 1} for number in (*numbers, 999_999, numbers[0])]
    outcome = outcome_of(ClassifyItems(), json.dumps({"items": claims}), some)
    assert {row.key for row in outcome.classified} == {"k0", "k1", "k2"}
    assert outcome.dropped == 2


def test_a_finding_needs_items_of_this_bill():
    some = works(12)
    known = next(iter(numbered(some)))
    claims = [
        {"group": "concrete", "scope": "formwork", "reason": "r", "ids": [known, 5]},
        {"group": "concrete", "scope": "formwork", "reason": "r", "ids": [5]},
        {"group": "concrete", "scope": "formwork", "reason": "r", "ids": []},
    ]
    outcome = outcome_of(MissingScope(counts=()), json.dumps({"findings": claims}), some)
    assert [claim.items for claim in outcome.claims] == [("k0",)]
    assert outcome.dropped == 3


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ("formwork at 45 a square metre", "Concrete needs it."),
        ("formwork", "It usually costs 45 a square metre."),
        ("formwork, 300 m2", "Concrete needs it."),
        ("опалубка", "Нужно ещё 20 тонн."),
    ],
)
def test_missing_work_with_a_number_of_the_models_own_is_dropped_and_counted(scope, reason):
    some = works(12)
    known = next(iter(numbered(some)))
    claims = [{"group": "concrete", "scope": scope, "reason": reason, "ids": [known]}]
    outcome = outcome_of(MissingScope(counts=()), json.dumps({"findings": claims}), some)
    assert (outcome.claims, outcome.dropped, outcome.unbacked) == ((), 0, 1)


def test_missing_work_may_name_the_numbers_of_the_items_it_cites():
    some = works(12)
    known = list(numbered(some))
    claim = {"group": "masonry", "scope": "lintels", "reason": "Walls 2 mm thick, in m2, need them.", "ids": [known[2]]}
    claims = [claim, claim | {"ids": [known[3]]}]
    outcome = outcome_of(MissingScope(counts=()), json.dumps({"findings": claims}), some)
    assert [claim.items for claim in outcome.claims] == [("k2",)]
    assert outcome.unbacked == 1


def test_missing_work_without_a_reason_is_dropped():
    some = works(3)
    claims = [{"group": "concrete", "scope": "formwork", "reason": "", "ids": [next(iter(numbered(some)))]}]
    outcome = outcome_of(MissingScope(counts=()), json.dumps({"findings": claims}), some)
    assert (outcome.claims, outcome.dropped) == ((), 1)


def test_markup_and_addresses_do_not_get_through():
    some = works(1)
    number = next(iter(numbered(some)))
    nasty = (
        "<script>x</script>Depth <b>open</b> ![p](http://e.example/p.png) [ask](javascript:alert(1)) http://e.example"
    )
    claims = [{"id": number, "issue": "incomplete", "reason": nasty, "ask": "Which?"}]
    claim = outcome_of(NoteItems(REVIEW), json.dumps({"findings": claims}), some).claims[0]
    assert claim.facts["reason"] == "Depth open p ask"


def test_a_reply_that_sorts_nothing_is_no_reply():
    with pytest.raises(BadReply):
        ClassifyItems().read('{"items": []}', works(2))
