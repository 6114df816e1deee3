"""docs/access.md and the page of roles say what the table says."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from accounts.access import ACTION_WORDS, Action
from accounts.access_docs import access_docs


def test_every_action_has_its_words():
    assert set(ACTION_WORDS) == set(Action)
    assert len({str(words) for words in ACTION_WORDS.values()}) == len(ACTION_WORDS)


def test_the_document_is_up_to_date():
    written = (settings.BASE_DIR / "docs" / "access.md").read_text("utf-8")
    assert written == access_docs(), "run: python manage.py write_access_docs"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["alice", "bob"])
def test_every_member_can_read_it_in_the_app(who, request, pages, settings):
    settings.PLANS = True
    page = pages(request.getfixturevalue(who)).get(reverse("accounts:roles")).content.decode()
    for words in ACTION_WORDS.values():
        assert escape(str(words)) in page
