"""The page of the exact text: for every member, for nobody else, question by question."""

from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_every_question_can_be_read_by_members_alone(with_provider, bill, pages, alice, bob, charlie):
    url = reverse("boq:analysis-text", args=[bill(100).pk])
    first = pages(alice).get(url, {"show": "review"})
    assert "Excavate trenches for foundations" in first.content.decode()
    assert "number=2" in first.content.decode()
    assert pages(bob).get(url, {"show": "review", "number": "3"}).status_code == 200
    assert pages(charlie).get(url, {"show": "review"}).status_code == 404


@pytest.mark.parametrize(
    "query", [{"show": "review", "number": "4"}, {"show": "nothing"}, {}, {"show": "review", "number": "x"}]
)
def test_what_would_not_be_sent_cannot_be_shown(with_provider, bill, pages, alice, query):
    assert pages(alice).get(reverse("boq:analysis-text", args=[bill(100).pk]), query).status_code == 400
