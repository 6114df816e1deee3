"""An offer that no two people lay out alike: Mizan asks, the answers are tried at once, and the bill balances."""

from __future__ import annotations

import pytest

from boq.models import Boq, Layout
from boq.tests.makers.doubtful import doubtful
from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]

SHEETS = ("Offer", "Remarks")  # what the sender called them


def settled(walk):
    """Wait until nothing is being tried any more."""
    walk.page.wait_for_timeout(300)
    walk.page.wait_for_selector("#decide:not(.asking)")


@looks(2)
def test_a_messy_file_is_decided_on(walk, at_work, project, work, tmp_path, look):
    page = walk.page
    walk.go(f"/projects/{project.pk}/")
    walk.station("project-without-a-bill")
    file = tmp_path / "offer of march.xlsx"
    file.write_bytes(doubtful(right_to_left=walk.language == "ar"))
    page.set_input_files("#file", file)
    page.wait_for_url("**/jobs/*/**")
    work()
    page.wait_for_url("**/mapping/")
    walk.station("asked", others=SHEETS)
    page.click(".questions a[data-row]")
    page.wait_for_selector("tr.picked[data-row]")
    walk.station("shown-where", others=SHEETS)
    page.select_option("[name=role-0-E]", "rate")
    settled(walk)
    page.fill("[name=header-0]", "3")
    page.fill("[name=run-first-0]", "16")
    page.fill("[name=run-last-0]", "16")
    page.select_option("[name=run-kind-0]", "subtotal")
    settled(walk)
    assert page.locator("#reading").is_visible()
    walk.station("answered", others=SHEETS)
    page.click("[data-columns]")
    page.wait_for_url("**/jobs/*/**")
    work()
    page.wait_for_url("**/boqs/*/")
    walk.station("bill", others=SHEETS)
    assert Boq.objects.get().ties_out
    assert Layout.objects.exists()
    walk.go("/layouts/")
    walk.station("layouts")


@looks(10, common=False)
def test_a_file_that_cannot_be_read_says_why(walk, at_work, project, work, tmp_path, look):
    page = walk.page
    walk.go(f"/projects/{project.pk}/")
    file = tmp_path / "damaged.xlsx"
    file.write_bytes(b"PK\x03\x04 this was a workbook once")
    page.set_input_files("#file", file)
    page.wait_for_url("**/jobs/*/**")
    work()
    page.wait_for_selector("[data-error-message]")
    walk.station("damaged")
