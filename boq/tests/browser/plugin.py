"""A real Chromium before the live server, with a real worker behind it. The root `conftest.py` takes it in for all rooms."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boq.tests.jobs.worker import Worker

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

SECONDS = 60_000


def press(page: Any, target: Any) -> None:
    """Press what leads to another page, and wait for that page. A click alone returns at once: whoever looks then, or goes elsewhere, may
    still see the page before, or stop what was being sent. `target` is a selector or a locator.
    """
    with page.expect_navigation(wait_until="load", timeout=SECONDS):
        (page.locator(target).first if isinstance(target, str) else target).click()


def says(page: Any, selector: str, words: Any) -> None:
    """Wait until the place says it: what a script fills in comes a moment after the click. `words` are text, or a pattern."""
    from playwright.sync_api import expect

    expect(page.locator(selector).first).to_contain_text(words, timeout=SECONDS)


def find_browser() -> str:
    """The path of a Chromium or Chrome, "" when there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), "")
    return found or (MAC if Path(MAC).exists() else "")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser. Without one the tests are left out with a clear word, but fail on a build server."""
    path = find_browser()
    if not path:
        word = "No Chromium or Chrome was found: the browser tests did not run. Install one, such as `apt install chromium`."
        pytest.fail(word) if os.environ.get("CI") == "true" else pytest.skip(word)
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's loop runs in this thread, the ORM beside it
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def worker(settings: Any, transactional_db: None) -> Iterator[Worker]:
    """A real worker on the test's database and files."""
    settings.MEDIA_ROOT = Path(settings.MEDIA_ROOT).parent / "files"
    with Worker() as running:
        yield running


@pytest.fixture
def page(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A window at 1440 × 900; whatever the browser complains about, such as the content policy of the answer, fails the test."""
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, base_url=live_server.url, locale="en-GB", service_workers="block"
    )
    window = context.new_page()
    window.set_default_timeout(SECONDS)
    complaints: list[str] = []
    window.on("console", lambda entry: complaints.append(entry.text) if entry.type == "error" else None)
    window.on("pageerror", lambda error: complaints.append(str(error)))

    yield window
    context.close()
    assert complaints == []
