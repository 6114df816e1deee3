"""A person takes their data along and leaves, in a real browser with a real worker behind it."""

from __future__ import annotations

import time
import zipfile
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Membership, User
from boq.tests.browser.plugin import press
from conftest import PASSWORD
from gdpr.models import ErasureRequest
from gdpr.services import consents, erasures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOME = "/settings/privacy/"


def sign_in(page: Any, user: Any) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit], main form button.btn-main")
    page.wait_for_url("**/projects/")


def until(true: Any, seconds: float = 60) -> None:
    """Wait for the worker."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "the worker did not get there"
        time.sleep(0.2)


def test_exporting_and_leaving_for_good(page: Any, worker: Any, alice: Any, bob: Any, firm: Any, tmp_path: Any) -> None:
    sign_in(page, alice)
    page.goto(HOME)
    press(page, "a:has-text('Read and accept')")
    while page.locator("button:has-text('I accept')").count():
        press(page, "button:has-text('I accept')")
    until(lambda: consents.pending(alice) == [])

    page.goto(HOME)
    press(page, "button:has-text('Export my data')")
    until(lambda: page.goto(HOME) and page.locator("a:has-text('Download')").count() == 1)
    with page.expect_download() as download:
        page.click("a:has-text('Download')")
    download.value.save_as(tmp_path / "mine.zip")
    assert "data/accounts.User.json" in zipfile.ZipFile(tmp_path / "mine.zip").namelist()

    press(page, "a:has-text('Erase my account')")
    page.select_option(f"select[name=successor-{firm.pk}]", str(bob.pk))
    press(page, "button:has-text('Erase my account')")
    assert page.locator("text=Your account will be erased on").count() == 1
    press(page, "button:has-text('Keep my account')")
    assert page.locator("text=Your account will be erased on").count() == 0

    press(page, "a:has-text('Erase my account')")
    page.select_option(f"select[name=successor-{firm.pk}]", str(bob.pk))
    press(page, "button:has-text('Erase my account')")
    ErasureRequest.objects.filter(status="waiting").update(due_at=timezone.now())
    erasures.queue_due()
    until(lambda: not User.objects.filter(pk=alice.pk).exists())
    page.goto(HOME)
    assert "/accounts/login/" in page.url
    assert Membership.objects.get(organization=firm, user=bob).role == "owner"


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_the_pages_fit_a_phone_in_every_direction(page: Any, alice: Any, bob: Any, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    User.objects.filter(pk=alice.pk).update(language=language)
    sign_in(page, alice)
    for path in (HOME, HOME + "erasure/", "/privacy/", "/terms/", "/subprocessors/", "/privacy/accept/"):
        page.goto(path)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
        assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
