"""Every page and endpoint takes the queries that were written down for it, however much there is."""

from __future__ import annotations

import logging
import os

import pytest

from config.tests.baselines.growing import grow
from config.tests.baselines.measuring import Counted, baseline, count_all, pages_of_staff, write

pytestmark = pytest.mark.django_db
MEND = "Mend it, or, where the page has to ask more, write the table anew: python -m config.tests.baselines"


@pytest.fixture
def counted(clients, things) -> tuple[dict[str, Counted], dict[str, Counted]]:
    """With one of everything, and with four. Nobody reads the log of so many requests, and to write it takes a third of the time."""
    logging.disable(logging.CRITICAL)
    try:
        staff = dict(pages_of_staff())
        small = count_all(clients, things, staff)
        grow()
        large = count_all(clients, things, staff, small)
    finally:
        logging.disable(logging.NOTSET)
    return small, large


def test_no_page_asks_more_than_is_written_down_or_more_often_where_there_is_more(counted):
    small, large = counted
    if os.environ.get("MIZAN_WRITE_BASELINES"):
        write(large)
    known = baseline()
    assert set(known) == set(large), f"without an entry, or gone: {sorted(set(known) ^ set(large))}. {MEND}"
    grown = {name: f"{small[name].queries} -> {one.queries}" for name, one in large.items() if _more(small[name], one)}
    assert not grown, f"these ask more often where there is more: {grown}\n{_example(small, large, grown)}"
    over = {name: f"{known[name][1]} -> {one.queries}" for name, one in large.items() if one.queries > known[name][1]}
    assert not over, f"these ask more than is written down: {over}. {MEND}"
    other = {name: f"{known[name][0]} -> {one.status}" for name, one in large.items() if one.status != known[name][0]}
    assert not other, f"these answer otherwise than is written down: {other}. {MEND}"


def test_pages_answer_and_what_is_not_there_is_known():
    """A page that is not found, or refused, tells nothing of the queries it takes: there are few of them."""
    closed = {name for name, (status, _) in baseline().items() if status >= 400}
    assert len(closed) < 25, sorted(closed)
    assert not {name for name, (status, _) in baseline().items() if status >= 500}


def _more(before: Counted, after: Counted) -> bool:
    return after.queries > before.queries


def _example(small: dict[str, Counted], large: dict[str, Counted], grown: dict[str, str]) -> str:
    """The statements that came more often on the first of them."""
    if not grown:
        return ""
    name = next(iter(grown))
    left = list(large[name].statements)
    for sql in small[name].statements:
        same = next((one for one in left if one[:120] == sql[:120]), None)
        if same is not None:
            left.remove(same)
    return "\n".join([name, *(sql[:400] for sql in left[:4])])
