"""Alice makes a key in the browser, a program uses it, she replaces it, and revokes the new one."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from boq.tests.browser.plugin import press
from boq.tests.browser.ways_in import let_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at_work(page: Any, live_server: Any, fresh: Any, alice: Any) -> Any:
    """Alice's browser, signed in a moment ago."""
    let_in(page.context, fresh(alice), live_server.url)
    return page


@pytest.fixture
def ask(live_server: Any) -> Any:
    """What the API answers a program with this key: (status, body)."""

    def call(key: str, path: str) -> tuple[int, Any]:
        request = urllib.request.Request(live_server.url + path, headers={"Authorization": f"Bearer {key}"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    return call


def make(page: Any) -> str:
    page.goto("/projects/")
    page.click("summary.bar-button")
    page.click(".menu-list >> text=API keys")
    page.click("main >> text=Make a key")
    page.fill("[name=name]", "Warehouse")
    page.check("input[value='projects:read']")
    page.click("main form .btn-main")
    return str(page.input_value("#new-key"))


def test_from_the_menu_to_a_key_that_works_and_ends(at_work, ask, project):
    key = make(at_work)
    assert ask(key, "/api/v1/projects/")[1]["results"][0]["name"] == project.name
    assert ask(key, "/api/v1/boqs/")[0] == 403

    press(at_work, "main >> text=I have kept it")
    assert key not in at_work.content()
    assert "Read projects" in at_work.inner_text("main table")
    at_work.click("button[value=rotate]")
    fresh = at_work.input_value("#new-key")
    assert fresh != key
    assert ask(key, "/api/v1/projects/")[0] == ask(fresh, "/api/v1/projects/")[0] == 200

    press(at_work, "main >> text=I have kept it")
    for _ in range(2):
        at_work.locator(".sure summary").first.click()
        press(at_work, at_work.locator("button[value=revoke]:visible").first)
        at_work.wait_for_selector(".notice.success")
    assert ask(key, "/api/v1/projects/")[0] == ask(fresh, "/api/v1/projects/")[0] == 401
