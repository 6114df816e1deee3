"""Somebody new signs up, verifies the address, tries a sample, and sees whether it adds up."""

from __future__ import annotations

import pytest

from boq.tests.browser.ways_in import NEW_PASSWORD, fill_sign_up, mailed_path
from mails.models import Mail
from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]
SLUGS = {"en": "villa", "ar": "school", "ru": "warehouse"}


@looks(1)
def test_somebody_new_comes_to_a_receipt(walk, work, look):
    page = walk.page
    walk.go("/accounts/signup/")
    fill_sign_up(page, password="short")
    page.click("main form .btn-main")
    page.locator("main .errorlist").first.wait_for()
    walk.station("a-password-that-is-too-short", missing=True)
    page.fill("input[name=password1]", NEW_PASSWORD)
    page.click("main form .btn-main")
    page.wait_for_url("**/confirm-email/")
    walk.station("one-step-left")
    assert Mail.objects.get(template="verify_address").language == walk.language
    page.goto(mailed_path("verify_address"))
    walk.station("verify")
    page.click("main form .btn-main")
    page.wait_for_url("**/projects/")
    walk.station("first-run")
    page.click(f'form[action="/samples/{SLUGS[walk.language]}/"] button')
    page.wait_for_url("**/jobs/*/**")
    walk.station("being-read")
    work()
    page.wait_for_url("**/boqs/*/")
    walk.station("bill")
    page.click("#receipt .strip")
    walk.station("strip-opened")
    page.locator('nav.tabs a[href$="/receipt/"]').click()
    page.wait_for_url("**/receipt/")
    walk.station("receipt")
