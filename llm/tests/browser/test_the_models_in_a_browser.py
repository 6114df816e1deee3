"""A model is set up by hand in a browser; the pages fit a phone in both directions of writing."""

from __future__ import annotations

import pytest

from boq.tests.browser.ways_in import let_in
from llm.models import LlmProvider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOME = "/organization/models/"


@pytest.fixture
def signed_in(page, pages, alice, live_server):
    """The window, with alice signed in."""
    let_in(page.context, pages(alice), live_server.url)
    return page


def test_from_a_preset_to_a_model_that_answers(signed_in, played):
    window = signed_in
    window.goto(HOME)
    window.click("text=vLLM")
    window.fill("[name=name]", "Hall server")
    window.fill("[name=base_url]", played.base_url)
    window.fill("[name=model]", "played")
    window.click("button:has-text('Add it')")
    window.click("button:has-text('Record these terms and switch on')")
    window.wait_for_selector(".tag.good")
    window.click("button:has-text('Test the connection')")
    window.wait_for_selector("text=by a JSON schema")
    window.click("text=Language models")
    assert window.locator(".provider-row .tag").inner_text() == "ready"
    row = LlmProvider.objects.get()
    assert (row.enabled, row.terms_retention, row.terms_training) == (True, "none", "no")


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_the_pages_fit_a_phone(signed_in, live_server, add, operators_model, language):
    row = add(
        "A provider with a rather long name", keys=("sk-a",), model="vendor/a-model-with-a-very-long-name-70b-instruct"
    )
    operators_model()
    window = signed_in
    window.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    window.set_viewport_size({"width": 360, "height": 740})
    for url in (HOME, f"{HOME}add/?preset=novita", f"{HOME}{row.pk}/"):
        window.goto(url)
        assert window.evaluate("document.documentElement.scrollWidth") <= 360, url
