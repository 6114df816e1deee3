"""A question typed finds its article; an error leads to a ticket that carries its number; the settings are two clicks away."""

from __future__ import annotations

import pytest

from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]
QUESTIONS = {"en": "scanned", "ar": "ممسوح", "ru": "скан"}
SUBJECTS = {"en": "I forgot my password", "ar": "نسيت كلمة المرور", "ru": "Я забыл пароль"}
SETTINGS = (
    "/accounts/settings/profile/", "/accounts/settings/appearance/", "/accounts/settings/notifications/",
    "/accounts/settings/security/", "/accounts/settings/organization/", "/settings/plan/", "/settings/privacy/", "/settings/offline/",
)  # fmt: skip


@looks(9)
def test_a_question_finds_its_answer_and_an_error_its_ticket(walk, at_work, look):
    page = walk.page
    walk.go("/help/")
    walk.station("help")
    page.locator("#help-q").press_sequentially(QUESTIONS[walk.language])
    page.locator("#help-found .topic").first.wait_for(state="detached")
    page.locator("#scan summary").click()
    walk.station("answer")
    page.locator("#help-q").fill("zzzzzz")
    page.locator("#help-found .empty").wait_for()
    walk.station("no-answer")
    walk.go("/nowhere/")
    walk.station("error", missing=True)
    page.locator('main a[href*="request="]').click()
    page.wait_for_url("**/support/new/**")
    page.locator("#id_subject").press_sequentially(SUBJECTS[walk.language])
    page.locator("#suggested .answers").wait_for()
    walk.station("suggested")
    page.fill("#id_text", SUBJECTS[walk.language])
    page.click("main form .btn-main")
    page.wait_for_url("**/support/*-*/")
    walk.station("ticket")
    walk.go("/support/")
    walk.station("tickets")


@looks(15, common=False)
def test_settings_plan_and_privacy(walk, at_work, settings, look):
    settings.PLANS = True
    walk.go("/projects/")
    walk.page.locator("details.menu summary").last.click()
    walk.station("menu")
    for path in SETTINGS:
        walk.go(path)
        walk.station(path.strip("/").split("/")[-1])
