"""The summary of an analysis is kept once and read in three languages: its figures are written as the reader's language does."""

from __future__ import annotations

from types import SimpleNamespace

from django.utils import translation

from boq.views.analyses import _statements

SAID = [
    {"code": "summary.total", "facts": {"total": "20,657,600.00", "currency": "RUB"}},
    {"code": "summary.unpriced", "facts": {"count": 3}},
]


def told(language):
    with translation.override(language):
        return _statements(SimpleNamespace(stats={"statements": SAID}, summary=""))


def test_amounts_are_grouped_as_the_language_groups_them():
    assert "20\u00a0657\u00a0600,00 RUB" in told("ru")[0]
    assert "20,657,600.00 RUB" in told("en")[0]
    assert "3" in told("ru")[1]


def test_a_code_that_looks_like_a_figure_stays_a_code():
    facts = {"group": "02.10", "standard": "nrm2", "amount": "1,500.00", "currency": "USD", "count": 2, "share": "7.5"}
    said = [{"code": "summary.largest-by-amount", "facts": facts}]
    with translation.override("ru"):
        words = _statements(SimpleNamespace(stats={"statements": said}, summary=""))[0]
    assert words.startswith("02.10")
    assert "1\u00a0500,00 USD" in words
    assert "7,5%" in words
