"""Somebody new signs up, verifies the address, tries a sample, and sees whether it adds up."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from mails.models import Mail
from mails.words import unpacked
from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]
SLUGS = {"en": "villa", "ar": "school", "ru": "warehouse"}


@looks(1)
def test_somebody_new_comes_to_a_receipt(walk, work, look):
    page = walk.page
    walk.go("/accounts/signup/")
    page.fill("input[name=email]", "dana@example.com")
    page.fill("input[name=password1]", "short")
    page.fill("input[name=organization]", "Dana & Co")
    page.check("input[name=accept]")
    page.click("main form .btn-main")
    page.locator("main .errorlist").first.wait_for()
    walk.station("a-password-that-is-too-short", missing=True)
    page.fill("input[name=password1]", "quarry-lantern-seven")
    page.click("main form .btn-main")
    page.wait_for_url("**/confirm-email/")
    walk.station("one-step-left")
    mail = Mail.objects.get(template="verify_address")
    assert mail.language == walk.language
    page.goto(urlsplit(str(unpacked(mail.facts.reveal())["link"])).path)
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
