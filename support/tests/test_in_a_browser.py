"""Asking in a real browser, by keyboard: the help suggests an answer while the subject is typed, and the ticket is opened."""

from __future__ import annotations

import pytest
from django.conf import settings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_answer_shows_while_one_types_and_opens_by_keyboard(page, alice, pages, live_server):
    session = pages(alice).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto("/support/new/?request=0b5c&code=server_error")
    page.locator("#id_subject").press_sequentially("I forgot my passw")
    page.get_by_text("I cannot sign in").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("The link in the mail works once").first.wait_for()
    page.locator("#id_text").fill("The link did not work.")
    page.locator("#id_files").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"log"})
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="I forgot my passw").wait_for()
    page.get_by_text("a.txt").wait_for()
    page.goto("/help/")
    page.locator("#help-q").press_sequentially("scanned")
    page.locator("#scan").wait_for()
    page.get_by_text("How do I delete my account?").wait_for(state="detached")
