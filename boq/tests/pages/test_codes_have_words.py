"""Whatever the engine can say has a word on the pages."""

from __future__ import annotations

import pytest

from boq.engine.model import Role, RowKind, TotalKind, Verdict
from boq.models.finding_words import FINDINGS
from boq.services.reports import FORMATS as WRITTEN
from boq.views.titles import TITLES, title_of
from boq.views.words import FORMATS, ROLES, ROW_KINDS, TOTAL_KINDS, VERDICTS, word


def test_every_kind_of_finding_has_a_title():
    assert sorted(code for code in FINDINGS if code not in TITLES) == []


@pytest.mark.parametrize(
    ("codes", "table"),
    [(RowKind, ROW_KINDS), (Role, ROLES), (TotalKind, TOTAL_KINDS), (Verdict, VERDICTS), (WRITTEN, FORMATS)],
)
def test_every_code_is_worded(codes, table):
    assert [str(code) for code in codes if code not in table] == []


def test_an_unknown_code_is_shown_in_plain_letters():
    assert word(ROW_KINDS, "some_new-kind") == "some new kind"
    assert title_of("arithmetic.some-new-check") == "Some new check"
