"""The eyes of the walks: what nobody translated is seen, names and codes are passed over, what would print beside the paper is found."""

from __future__ import annotations

import pytest

from website.tests.journeys.stations import BESIDE, TEXTS, left_in_english

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><title>Villa</title><body>
  <p>{own}</p><p>Not translated</p><button aria-label="Close it">\u00d7</button><input placeholder="Your words">
  <bdi>Alice and Partners</bdi> <code>make run</code> <span class="mono">not_found</span> <span lang="en">English</span> <b>xlsx</b>
  <i style="position: absolute; left: 9999px">far</i></body></html>"""


@pytest.mark.parametrize(("language", "direction", "own"), [("ru", "ltr", "Готово"), ("ar", "rtl", "تم")])
def test_english_is_seen_on_a_page_of_another_language(chromium, language, direction, own):
    page = chromium.new_page()
    page.set_content(PAGE.format(language=language, direction=direction, own=own))
    texts = page.evaluate(TEXTS)
    beside = page.evaluate(BESIDE)
    page.close()
    found = " ".join(left_in_english(texts, language))
    assert all(words in found for words in ("Not translated", "Close it", "Your words"))
    assert not any(words in found for words in (own, "Alice", "make", "not_found", "English'", "xlsx"))
    assert "far" in beside[0]
    assert left_in_english([f"{own} and the rest"], language)


def test_english_is_no_fault_in_english():
    assert left_in_english(["Not translated"], "en") == []
