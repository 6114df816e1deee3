"""A provider that sends zero bytes, or counts more tokens than there are, costs claims at most: the run goes on and is booked."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.models import Organization
from llm.batches import Run
from llm.ledger import DatabaseLedger
from llm.models import LedgerEntry, Purse
from llm.parts import Done, batches_of
from llm.providers.base import BadCall, Conversation, Message, Tool
from llm.steps import ClassifyItems
from llm.testing.endpoints import PlainEndpoint
from llm.tests.works import QUICK, works

TOOL = Tool("find", "Finds.", {"type": "object", "properties": {}, "required": [], "additionalProperties": False})


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["zero-byte", "absurd-usage"])
def test_the_answer_is_kept_and_booked(provider, played, fault):
    played.play({"fault": fault, "times": -1})
    firm = Organization.objects.create(name="Firm")
    ledger = DatabaseLedger(organization_id=firm.pk, subject_id=uuid4())
    (event,) = Run([PlainEndpoint(provider)], ledger, policy=QUICK).results(
        batches_of("classify", ClassifyItems(), works(20))
    )
    assert isinstance(event, Done)
    assert len(event.outcome.classified) == 20
    entry = LedgerEntry.objects.get()
    assert (entry.status, entry.estimated) == ("answered", fault == "absurd-usage")
    assert 0 < entry.input_tokens < 100_000
    purse = Purse.objects.get(organization=firm, name="tokens")
    assert (purse.reserved, purse.spent) == (0, entry.input_tokens + entry.output_tokens)


def test_arguments_with_a_zero_byte_are_no_call(provider, played):
    played.play({"fault": "zero-byte-arguments", "times": -1})
    with pytest.raises(BadCall), provider.stream(Conversation((Message("user", "?"),), 100, (TOOL,))) as stream:
        list(stream)


def test_words_and_names_of_models_lose_it(provider, played):
    played.play(turns=[{"text": "All\x00 is well."}])
    with provider.stream(Conversation((Message("user", "?"),), 100)) as stream:
        assert "".join(delta.text for delta in stream) == "All is well."
