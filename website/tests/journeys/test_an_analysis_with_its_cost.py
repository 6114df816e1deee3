"""An analysis: what it would cost and send is shown before, what it found stands with its evidence after."""

from __future__ import annotations

import pytest

from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]


@looks(4)
def test_an_analysis_by_a_language_model(walk, bill, model, work, look):
    page = walk.page
    walk.go(f"/boqs/{bill.pk}/analyses/")
    page.wait_for_selector("#cost tfoot")
    walk.station("choice-and-cost")
    page.locator("#cost tbody a").first.click()
    page.wait_for_url("**/text/**")
    walk.station("text-to-send")
    walk.go(f"/boqs/{bill.pk}/analyses/")
    page.wait_for_selector("#cost tfoot")
    page.click("form.stack .btn-main")
    page.wait_for_url("**/jobs/*/**")
    walk.station("at-work")
    work()
    page.wait_for_url("**/analyses/*/")
    walk.station("analysis")
    walk.printed("analysis-on-paper")
    walk.go(f"/boqs/{bill.pk}/findings/")
    walk.station("findings-of-the-model")
    walk.go("/organization/models/")
    walk.station("models")


@looks(12, common=False)
def test_an_analysis_by_rules_alone(walk, bill, work, look):
    page = walk.page
    walk.go(f"/boqs/{bill.pk}/analyses/")
    page.wait_for_selector("#cost p")
    walk.station("choice")
    page.click("form.stack .btn-main")
    page.wait_for_url("**/jobs/*/**")
    work()
    page.wait_for_url("**/analyses/*/")
    walk.station("analysis")
