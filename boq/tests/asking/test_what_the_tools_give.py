"""The tools by themselves: what they sum up, what they refuse, what of it leaves, and the words that people read of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from boq.models import Analysis, Classification, Price, PriceSet
from boq.models.asking_words import NO_ANSWER, REFUSALS, refusal
from boq.models.messages import ANALYSIS_ERRORS
from boq.services.asking.toolbox import BillTools, told
from boq.services.asking.where import Asked
from boq.tests.analysis.conftest import bill
from boq.views.found import FOR_MACHINES, found_table, in_a_change, in_a_line
from boq.views.words import FOUND
from llm.masking import Names
from llm.providers.base import ToolCall

__all__ = ["bill"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def gives(bill):
    """What a tool finds in a bill of 20 items at 25 each."""
    boq = bill(20)
    return lambda name, **arguments: BillTools([boq]).found(name, arguments)[1]


def sums(found):
    return {row["name"]: row["sum"] for row in found.rows}


def offer(boq, party, amount):
    """A second bidder, who prices every item at `amount`."""
    tenant = {"organization_id": boq.organization_id}
    prices = PriceSet.objects.create(boq=boq, position=1, party=party, total=amount * boq.items_count, **tenant)
    Price.objects.bulk_create(
        Price(price_set=prices, item=item, state="priced", amount=amount, calculated=amount, rate_base=1, **tenant)
        for item in boq.items.all()
    )


def test_sums_by_bidder_are_of_the_items_asked_for(bill):
    boq = bill(20)
    offer(boq, "Second", Decimal(30))
    found = BillTools([boq]).found("sum_amounts", {"by": "party", "text": "trenches"})[1]
    count = found.facts["count"]
    assert 0 < count < 20
    assert sums(found) == {"made": str(25 * count), "Second": str(30 * count)}


def test_bidders_have_no_shares_of_one_another(bill):
    boq = bill(3)
    offer(boq, "Second", Decimal(30))
    given = told("sum_amounts", boq, BillTools([boq]).found("sum_amounts", {"by": "party"})[1])
    assert given["columns"] == ["name", "count", "sum"]


def test_only_what_counts_is_summed_unless_a_standing_is_asked_for(bill):
    boq = bill(20)
    boq.items.filter(key__in=["k1", "k2"]).update(standing="optional")
    tools = BillTools([boq])
    assert tools.found("sum_amounts", {})[1].facts["sum of amounts"] == "450"
    assert tools.found("sum_amounts", {"standing": "optional"})[1].facts["sum of amounts"] == "50"
    assert sums(tools.found("sum_amounts", {"by": "standing"})[1]) == {"counts": "450", "optional": "50"}


@pytest.mark.parametrize("said", ["Masonry", "B", "masonr"])
def test_the_page_behind_an_answer_shows_the_section_that_was_meant(bill, said):
    boq = bill(20)
    boq.sections.filter(position=0).update(title="Masonry and substructure")
    boq.sections.filter(title="Masonry").update(ref="B")
    if said == "masonr":
        boq.sections.filter(position=0).update(title="Substructure")
    found = BillTools([boq]).found("find_items", {"section": said})[1]
    assert found.url.endswith("section=1")


def test_a_half_done_analysis_does_not_hide_a_whole_one(bill):
    boq = bill(4)
    tenant = {"organization_id": boq.organization_id}
    whole, half = (Analysis.objects.create(boq=boq, analyst="llm", complete=done, **tenant) for done in (True, False))
    for analysis, keys, group in ((whole, range(4), "finishes"), (half, range(1), "roads")):
        Classification.objects.bulk_create(
            Classification(analysis=analysis, item_key=f"k{key}", group=group, confidence=1, **tenant) for key in keys
        )
    found = BillTools([boq]).found("sum_amounts", {"by": "group"})[1]
    assert sums(found) == {"finishes": "100"}


def test_findings_name_the_number_of_the_item_and_are_counted_as_findings(gives):
    found = gives("findings")
    assert found.facts["findings"] == found.facts["by code"][0]["findings"] == 1
    assert (found.rows[0]["item"], found.rows[0]["key"]) == ("1", "k0")


@pytest.mark.parametrize("bound", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(gives, bound):
    with pytest.raises(Asked) as refused:
        gives("find_items", amount_from=bound)
    assert refused.value.code == "ask.bad-number"


@pytest.mark.parametrize("bound", ["1e999", "9" * 60, "1e-30", "-0"])
def test_odd_numbers_are_numbers(gives, bound):
    assert gives("find_items", amount_from=bound).facts["count"] in (0, 20)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("find_items", {"kind": "provisional sum"}),
        ("sum_amounts", {"state": "open"}),
        ("sum_amounts", {"standing": "counted"}),
        ("find_items", {"group": "concrete"}),
        ("findings", {"severity": "errors"}),
    ],
)
def test_a_word_that_nothing_can_have_is_refused_and_not_counted_as_none(gives, name, arguments):
    with pytest.raises(Asked):
        gives(name, **arguments)


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_texts_that_no_database_takes_are_refused_and_can_be_kept(bill, text):
    given = BillTools([bill(3)]).call(ToolCall("1", "find_items", {"text": text}))
    assert given.kept["refused"] == "ask.bad-arguments"
    assert "\x00" not in str(given.kept)
    assert "\ud800" not in str(given.kept)


@pytest.mark.parametrize("name", ["compare", "bills", "find_items"])
def test_names_around_a_bill_do_not_leave_with_what_a_tool_finds(bill, name):
    first, second = bill(3, texts=("Door for Al Noor Hospital",)), bill(4)
    first.name = "Extension of AL NOOR Hospital"
    first.save()
    arguments = {"bill": str(first.pk), "other": str(second.pk)} if name == "compare" else {}
    tools = BillTools([first, second], Names({"client": ["Al Noor Hospital"]}))
    text = tools.call(ToolCall("1", name, arguments)).text
    assert "[client]" in text
    assert "noor" not in text.lower()


def test_every_name_that_a_tool_gives_has_a_word(bill):
    boq, other = bill(5), bill(6)
    other.items.filter(key="k2").update(quantity=99)
    boq.totals.create(
        organization_id=boq.organization_id, position=0, kind="net", label="Total", amount=125, cell="B!A9"
    )
    analysis = Analysis.objects.create(organization_id=boq.organization_id, boq=boq, analyst="offline", complete=True)
    Classification.objects.create(
        organization_id=boq.organization_id, analysis=analysis, item_key="k0", group="concrete", confidence=1
    )
    tools = BillTools([boq, other])
    names = set()
    for name, arguments in (
        ("find_items", {"order": "amount", "limit": 3, "amount_from": "1"}),
        ("sum_amounts", {"by": "group"}),
        ("sections", {}),
        ("findings", {"severity": "error"}),
        ("item", {"item": "k0"}),
        ("totals", {}),
        ("compare", {"bill": str(boq.pk), "other": str(other.pk)}),
        ("bills", {}),
    ):
        found = tools.found(name, arguments)[1]
        assert found.rows, name
        names |= named([found.facts, found.said, *found.rows])
    assert names - set(FOUND) - set(FOR_MACHINES) == set()


def named(value):
    """All names in dicts, however deep."""
    if isinstance(value, list):
        return {name for one in value for name in named(one)}
    if isinstance(value, dict):
        return set(value) | {name for one in value.values() for name in named(one)}
    return set()


def test_people_read_words_and_not_codes(bill):
    boq = bill(3)
    boq.items.update(kind="lump_sum")
    tools = BillTools([boq])
    item = found_table(told("item", boq, tools.found("item", {"item": "k0"})[1]))
    cells = {name: cell for (name, _), (cell, _) in zip(item["columns"], item["rows"][0]["cells"], strict=True)}
    by_kind = found_table(told("sum_amounts", boq, tools.found("sum_amounts", {"by": "kind"})[1]))
    assert (cells["kind"], cells["pricing"], cells["standing"]) == ("lump sum", "priced", "counts")
    assert by_kind["rows"][0]["cells"][0] == ("lump sum", False)
    assert dict(by_kind["columns"]) == {"name": False, "items": True, "sum": True, "share, %": True}
    findings = found_table(told("findings", boq, tools.found("findings", {})[1]))
    assert "arithmetic.amount-mismatch" not in str(findings)
    assert not set(FOR_MACHINES) & set(dict(item["columns"]))


def test_a_refusal_is_told_to_people_in_their_language(bill, pages, alice):
    boq = bill(3)
    answer = pages(alice).get(
        reverse("boq:ask", args=[boq.pk]), {"section": "nowhere"}, headers={"accept-language": "ru"}
    )
    page = answer.content.decode()
    assert "nowhere" in page
    assert "Call `sections`" not in page


@pytest.mark.parametrize("amount", ["NaN", "many", "1,000.50"])
def test_a_wrong_number_by_hand_is_said_beside_the_form(bill, pages, alice, amount):
    answer = pages(alice).get(reverse("boq:ask", args=[bill(3).pk]), {"amount_from": amount})
    assert answer.status_code == 200
    assert "1250.50" in answer.content.decode()


def test_every_refusal_has_words(gives, bill):
    asked = {
        "ask.bad-arguments": ("find_items", {"drop": "table"}),
        "ask.no-bill": ("find_items", {"bill": "another"}),
        "ask.no-groups": ("sum_amounts", {"by": "group"}),
        "ask.no-item": ("item", {"item": "nothing"}),
        "ask.no-order": ("find_items", {"order": "colour"}),
        "ask.no-section": ("find_items", {"section": "nowhere"}),
        "ask.no-sums-by": ("sum_amounts", {"by": "client"}),
        "ask.no-tool": ("drop_table", {}),
        "ask.no-value": ("find_items", {"kind": "provisional sums"}),
    }
    for code, (name, arguments) in asked.items():
        with pytest.raises(Asked) as refused:
            gives(name, **arguments)
        assert refused.value.code == code
        assert "{" not in refusal(code, refused.value.said)
    with pytest.raises(Asked) as refused:
        BillTools([]).found("totals", {})
    assert refused.value.code == "ask.no-bills"
    assert set(REFUSALS) == {*asked, "ask.no-bills", "ask.bad-number"}


def test_why_no_answer_came_is_said_without_words_of_an_analysis():
    assert [code for code, text in ANALYSIS_ERRORS.items() if "{" in str(text) and code not in NO_ANSWER] == []
    assert [code for code, text in NO_ANSWER.items() if "{" in str(text) or "resume" in str(text).lower()] == []
    assert set(NO_ANSWER) <= set(ANALYSIS_ERRORS)


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "118 → 121.5"), ("ru", "118 → 121,5"), ("ar", "\u200f118 ← 121.5")]
)
def test_what_was_stands_where_reading_begins(language, shown):
    """Figures alone have no direction: without a letter before them a browser would lay them out from left to right in Arabic too."""
    with override(language):
        assert in_a_change(["118", "121.5"]) == shown
        assert in_a_change(["64", "64"]) == "64"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("sum", "88910", "88,910.00"),
        ("sum", "138206.5", "138,206.50"),
        ("share in percent", "15", "15.0"),
        ("count", "7", "7"),
    ],
)
def test_money_in_a_table_has_its_decimals_as_elsewhere(name, value, shown):
    assert in_a_line(value, name) == shown
