"""Sign up, upload a bill, see its receipt, have it analysed, download it: as a person does, in a browser."""

from __future__ import annotations

import io
import re

import pytest
from python_calamine import CalamineWorkbook

from accounts.models import Membership
from boq.samples.english import villa
from conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_signing_up_to_the_download(page, worker, tmp_path):
    bill = tmp_path / "villa.xlsx"
    bill.write_bytes(villa())

    page.goto("/accounts/signup/")
    page.fill("[name=name]", "Dana")
    page.fill("[name=organization]", "Dana QS")
    page.fill("[name=email]", "dana@example.com")
    page.fill("[name=password1]", PASSWORD)
    page.click("button:has-text('Sign up')")
    page.wait_for_url("**/projects/")
    assert Membership.objects.get(user__email="dana@example.com").role == "owner"

    page.goto("/projects/new/")
    page.fill("[name=name]", "Plot 17")
    page.locator("form button.btn-main").click()
    page.wait_for_url(re.compile(r"/projects/[0-9a-f-]{36}/$"))

    page.set_input_files("input[type=file]", str(bill))
    page.wait_for_url(re.compile(r"/(jobs|boqs)/[0-9a-f-]{36}/"))
    page.wait_for_url(re.compile(r"/boqs/[0-9a-f-]{36}/"), timeout=60_000)
    address = page.url.split("?")[0]

    receipt = page.inner_text("body")
    assert "297,616.41" in receipt
    assert "283,444.20" in receipt
    page.wait_for_selector("text=Mobilise to site")

    page.goto(f"{address}findings/")
    assert "2147.50" in page.inner_text("body")

    page.goto(f"{address}analyses/")
    page.click("button:has-text('Analyse this bill')")
    page.wait_for_url(re.compile(r"/analyses/[0-9a-f-]{36}/"), timeout=60_000)
    assert "offline analyst" in page.inner_text("body").lower()

    page.goto(f"{address}exports/")
    page.click("button[value=xlsx]")
    with page.expect_download(timeout=60_000) as waiting:
        page.locator("a[href*='/download/']").first.click(timeout=60_000)
    data = waiting.value.path().read_bytes()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert any("Raft foundation, 450 mm thick" in row for row in rows)


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(page, worker, tmp_path, alice, project, client):
    broken = tmp_path / "bill.xlsx"
    broken.write_bytes(b"PK\x03\x04 this was a workbook once")
    page.goto("/accounts/login/")
    page.fill("[name=login]", "alice@example.com")
    page.fill("[name=password]", PASSWORD)
    page.locator("form button.btn-main").click()
    page.wait_for_url("**/projects/")
    page.goto(f"/projects/{project.pk}/")
    page.set_input_files("input[type=file]", str(broken))
    page.wait_for_selector("text=/damaged|corrupt|broken/i", timeout=60_000)
