"""The receipt in a real Chromium: from the last sum down the chain to the cells, and to every row."""

from __future__ import annotations

import pytest

from boq.tests.browser.plugin import press
from boq.tests.browser.test_in_a_browser import open_the_villa

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_chain_to_its_cells_and_to_every_row(page, worker, tmp_path):
    open_the_villa(page, tmp_path)
    press(page, "nav.tabs >> text=Receipt")
    page.wait_for_url("**/receipt/")
    assert "297,616.41" in page.inner_text(".chain.top > li:first-child .link-line")
    assert page.locator(".chain .chain li").count() > 3
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    press(page, ".chain.top > li:first-child .link-facts a >> nth=0")
    page.wait_for_url("**/cells/**")
    assert page.locator("table.sheet tr.chosen td.used").count() == 1

    press(page, "text=All rows of this sheet")
    press(page, "nav.tabs >> text=Receipt")
    press(page, "text=Row by row")
    page.select_option("select[name=kind]", "item")
    press(page, "text=Show")
    assert page.locator("tr.kind-item").count() > 3
    assert page.locator("tr.kind-heading").count() == 0
