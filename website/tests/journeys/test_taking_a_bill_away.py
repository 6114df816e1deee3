"""A bill goes out as a workbook, as CSV and as a receipt on paper, in the language of whoever asks."""

from __future__ import annotations

import shutil

import pytest

from boq.models import Export
from boq.tests.browser.plugin import press
from website.tests.journeys.stations import looks

pytestmark = [pytest.mark.browser, pytest.mark.proof, pytest.mark.django_db(transaction=True)]
BEGINNINGS = {"xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbf", "pdf": b"%PDF-"}


@looks(7)
def test_a_bill_is_taken_away(walk, bill, work, look):
    page = walk.page
    walk.go(f"/boqs/{bill.pk}/exports/")
    walk.station("nothing-yet")
    for kind in BEGINNINGS:
        press(page, f'.export-choice button[value="{kind}"]')
    walk.station("being-made")
    work()
    walk.until("document.querySelectorAll('#exports td a.btn').length === 3")
    walk.station("ready")
    for export in Export.objects.all():
        with page.expect_download() as download:
            page.click(f'td a.btn[href="/exports/{export.pk}/download/"]')
        got = download.value.path()
        assert got.read_bytes().startswith(BEGINNINGS[export.format])
        shutil.copyfile(got, walk.picture("taken").with_suffix(f".{export.format}"))
