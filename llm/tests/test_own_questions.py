"""Questions of an organization's own: two people who reword one at the same time do not break each other's page."""

from __future__ import annotations

import pytest

from accounts.errors import NotFound
from accounts.models import AuditEntry
from llm.models import OwnQuestion
from llm.services.questions import retire_question, write_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def cranes(actor, alice, firm):
    return write_question(by=actor(alice), organization=firm, title="Cranes", instruction="items that need a crane")


def test_a_wording_that_was_replaced_meanwhile_is_not_replaced_again(actor, alice, firm, cranes):
    by = actor(alice)
    newer = write_question(by=by, organization=firm, title="Cranes", instruction="tower cranes", instead_of=cranes)
    with pytest.raises(NotFound):
        write_question(by=by, organization=firm, title="Cranes", instruction="mobile cranes", instead_of=cranes)
    (used,) = OwnQuestion.objects.filter(retired=False)
    assert (used.pk, used.version) == (newer.pk, 2)


def test_retiring_twice_is_noted_once(actor, alice, cranes):
    retire_question(by=actor(alice), question=cranes)
    retire_question(by=actor(alice), question=cranes)
    assert AuditEntry.objects.filter(action="question.retired").count() == 1
