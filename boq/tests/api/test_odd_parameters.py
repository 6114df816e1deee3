"""What stands in an address is checked: odd numbers and texts are refused, never a crash."""

from __future__ import annotations

import pytest

from boq.tests.makers.saved_bills import saved_bill

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(project, api, alice):
    boq = saved_bill(project, 3)
    client = api(alice)
    client.raise_request_exception = False
    return lambda path: client.get(f"/api/v1/boqs/{boq.pk}/{path}")


@pytest.mark.parametrize("section", ["²", "--5", "5-", "1e3", "9" * 30, "x"])
def test_a_section_that_is_no_position_is_refused(answer, section):
    assert answer(f"items/?section={section}").status_code == 400


@pytest.mark.parametrize("page", ["²", "0", "-1", "9" * 30, "x"])
def test_a_page_that_is_not_there_is_not_found(answer, page):
    assert answer(f"items/?page={page}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *(f"items/?{name}=a%00b" for name in ("search", "kind", "standing", "state", "finding")),
        *(f"findings/?{name}=a%00b" for name in ("code", "severity", "origin", "item_key")),
        "receipt/rows/?sheet=a%00b",
    ],
)
def test_texts_that_no_database_takes_are_refused(answer, path):
    assert answer(path).status_code == 400


def test_an_item_with_such_a_key_is_not_there(answer):
    assert answer("items/a%00b/").status_code in (400, 404)


@pytest.mark.parametrize("path", ["items/?section=0", "items/?section=٢", "items/?page=1", "findings/?severity=error"])
def test_what_makes_sense_is_answered(answer, path):
    assert answer(path).status_code == 200
