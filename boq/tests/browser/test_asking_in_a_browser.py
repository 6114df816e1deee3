"""Asking and analysing in a real Chromium with a real worker: the cost before, the answer as it comes, the stop, three languages."""

from __future__ import annotations

from typing import Any

import pytest

from boq.models import Turn
from boq.tests.browser.ways_in import let_in
from boq.tests.makers.saved_bills import saved_bill
from llm.testing.own_model import give_own_model
from llm.testing.plugin import played, provider_process

__all__ = ["played", "provider_process"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bill(alice: Any, actor: Any, project: Any, played: Any, settings: Any) -> Any:
    """A bill in a firm whose provider is the playing one."""
    give_own_model(by=actor(alice), played=played, settings=settings)
    return saved_bill(project, 40)


@pytest.fixture
def signed_in(page: Any, live_server: Any, pages: Any, alice: Any) -> Any:
    let_in(page.context, pages(alice), live_server.url)
    return page


def test_a_question_is_answered_while_one_looks(signed_in, bill, played, worker):
    played.play(
        turns=[
            {"calls": [{"name": "sum_amounts", "arguments": {"by": "unit"}}]},
            {"text": "It is 1000 USD. Nobody knows why."},
        ]
    )
    page = signed_in
    page.goto(f"/boqs/{bill.pk}/ask/")
    page.fill("#question", "How much is it?")
    page.click(".ask-form button")
    page.wait_for_url("**/conversations/*/")
    page.wait_for_selector('.turn[data-status="answered"]')
    assert "It is 1000 USD." in page.inner_text(".turn-answer")
    assert "m3" in page.inner_text(".found")
    assert page.is_hidden("text=Stop")


def test_an_answer_is_stopped(signed_in, bill, played, worker):
    played.play(turns=[{"text": "Word upon word. " * 400}], delay=4)
    page = signed_in
    page.goto(f"/boqs/{bill.pk}/ask/")
    page.fill("#question", "Tell me all of it")
    page.click(".ask-form button")
    page.wait_for_selector(".turn-answer button")
    page.click(".turn-answer button")
    page.wait_for_selector('.turn[data-status="stopped"]')
    assert Turn.objects.get().status == "stopped"


def test_the_cost_follows_the_choice_and_the_analysis_shows_what_it_took(signed_in, bill, worker):
    page = signed_in
    page.goto(f"/boqs/{bill.pk}/analyses/")
    page.wait_for_selector("#cost tfoot")
    everything = page.inner_text("#cost tfoot")
    page.uncheck('input[value="review"]')
    page.wait_for_function("before => document.querySelector('#cost tfoot').innerText !== before", arg=everything)
    assert "cannot cost more than" in page.inner_text("#cost")
    page.click("form.stack button.btn-main")
    page.wait_for_url("**/analyses/*/")
    assert "40" in page.inner_text("dl.facts")


def test_the_pages_fit_every_reader(signed_in, bill, live_server):
    page = signed_in
    for language, width in (("ar", 390), ("ru", 390), ("en", 390), ("ar", 1440)):
        page.set_viewport_size({"width": width, "height": 844})
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        for path in (f"/boqs/{bill.pk}/ask/?by=section", f"/boqs/{bill.pk}/analyses/", "/organization/questions/"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, width, path)
            assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr"), path
