"""A question to a bill: without a model by hand, with one in words, each figure with the query that gave it."""

from __future__ import annotations

import pytest

from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]
QUESTIONS = {"en": "Where is the money?", "ar": "أين تتركز التكلفة؟", "ru": "На что уходят деньги?"}
ANSWERS = {
    "en": "Most of it is in the largest section below.",
    "ar": "معظمها في أكبر قسم أدناه.",
    "ru": "Больше всего — в самом крупном разделе ниже.",
}


@looks(5)
def test_a_question_to_a_bill(walk, bill, model, work, look):
    page = walk.page
    model.play(
        turns=[{"calls": [{"name": "sum_amounts", "arguments": {"by": "section"}}]}, {"text": ANSWERS[walk.language]}]
    )
    walk.go(f"/boqs/{bill.pk}/ask/")
    walk.station("ask")
    page.fill("#question", QUESTIONS[walk.language])
    page.click(".ask-form .btn-main")
    page.wait_for_url("**/conversations/*/")
    walk.station("being-answered")
    work()
    page.wait_for_selector('.turn[data-status="answered"]')
    assert ANSWERS[walk.language] in page.inner_text(".turn-answer")
    walk.station("answered")


@looks(13, common=False)
def test_a_query_by_hand(walk, bill, look):
    page = walk.page
    walk.go(f"/boqs/{bill.pk}/ask/")
    walk.station("without-a-model")
    page.select_option("#by", "section")
    page.locator(".by-hand .btn-plain").click()
    page.wait_for_url("**by=section**")
    walk.station("sums")
