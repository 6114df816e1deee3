"""An organization that opts out while its analysis runs: from the next question on nothing leaves, and what is done stays."""

from __future__ import annotations

from uuid import uuid4

import pytest

from llm.batches import Run
from llm.endpoints import endpoints_for
from llm.ledger import DatabaseLedger
from llm.parts import Done, Failed, batches_of
from llm.services import providers
from llm.steps import ClassifyItems
from llm.tests.works import works

pytestmark = pytest.mark.django_db


def test_nothing_is_asked_after_it(firm, add, alice, actor, played):
    add(max_parallel=1)
    ledger = DatabaseLedger(organization_id=firm.pk, subject_id=uuid4())
    run = Run(endpoints_for(firm.pk), ledger, beat_seconds=0.1)
    events = []
    for event in run.results(batches_of("classify", ClassifyItems(), works(30), size=5)):
        events.append(event)
        if len(events) == 2:
            providers.set_opt_out(by=actor(alice), opted_out=True)
            asked = played.counts()["calls"]
    run.close()
    done = [event for event in events if isinstance(event, Done)]
    assert played.counts()["calls"] <= asked + 1  # the one that was on the wire
    assert 2 <= len(done) <= 3
    assert {event.code for event in events if isinstance(event, Failed)} == {"llm.no-provider"}
    assert len(events) == 6
