"""An owner asks somebody in, changes what they may do, gives a program a key and has another told of what happens."""

from __future__ import annotations

import pytest

from boq.tests.browser.ways_in import join, mailed_path
from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]


@looks(8)
def test_somebody_is_asked_in(walk, at_work, project, window, look):
    page = walk.page
    walk.go("/accounts/settings/members/")
    page.fill('#invite input[name="email"]', "dana@example.com")
    page.select_option('#invite select[name="role"]', "estimator")
    page.click("#invite .btn-main")
    page.wait_for_selector("#invitations")
    walk.station("invited")
    stranger = window()
    with walk.elsewhere(stranger):
        stranger.goto(mailed_path("invitation"))
        walk.station("invitation")
        join(stranger)
        walk.station("the-new-member")
    page.reload()
    page.locator('.person-role select[name="role"]').first.select_option("viewer")
    page.locator(".person-role button").first.click()
    page.wait_for_selector(".toast-line, .notice.success")
    walk.station("role-changed")
    walk.go("/accounts/settings/roles/")
    walk.station("roles")
    walk.go(f"/projects/{project.pk}/people/")
    walk.station("who-sees-a-project")


@looks(11, common=False)
def test_programs_get_a_key_and_are_told(walk, at_work, look):
    page = walk.page
    walk.go("/accounts/settings/keys/")
    walk.station("no-keys")
    walk.go("/accounts/settings/keys/new/")
    walk.station("new-key")
    page.fill("[name=name]", "ERP")
    page.check("input[value='projects:read']")
    page.click("main form .btn-main")
    page.wait_for_selector("#new-key")
    walk.station("key-shown-once")
    walk.go("/accounts/settings/webhooks/new/")
    page.fill("[name=name]", "ERP")
    page.fill("[name=url]", "https://erp.example.com/hook")
    walk.station("new-webhook")
    page.click("main form .btn-main")
    page.wait_for_selector("#new-secret")
    walk.station("secret-shown-once")
    page.click("main .btn-main")
    walk.station("webhook")
    walk.go("/accounts/settings/audit/")
    walk.station("audit", others=("'Alice'",))
