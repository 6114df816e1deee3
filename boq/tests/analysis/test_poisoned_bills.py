"""Bills that try to command the model, and a model that obeys them as far as a reply can: nothing of it comes through."""

from __future__ import annotations

import os
from decimal import Decimal

import pytest

from boq.models import Boq
from boq.tests.analysis.held import held_to_the_bill, rule_findings, shown_as_words, values
from boq.tests.makers.poisoned import bill
from llm.models import LedgerEntry
from llm.testing.poison import FORMS, LANGUAGES, poison
from llm.testing.watch import outgoing

pytestmark = pytest.mark.django_db

CHUNK = 20
CHUNKS = 5


@pytest.fixture
def read_bill(upload, work):
    """Read a file: the bill of it."""

    def read(data: bytes, name: str) -> Boq:
        _, job = upload(data, name)
        work()
        job.refresh_from_db()
        assert job.status == "succeeded", (name, job.status, job.error_code, job.result)
        return Boq.objects.get(pk=job.result["boq"])

    return read


def attacked(number: int, read_bill, played, analysed, client) -> None:
    """One poisoned bill against its twin, under a model that obeys the poison."""
    twin = read_bill(bill(number, poisoned=False), f"twin {number}.xlsx")
    target = read_bill(bill(number, poisoned=True), f"{poison(number)[0][:60].replace('/', ' ')}.xlsx")
    assert rule_findings(target) == rule_findings(twin), poison(number)
    assert values(target) == values(twin)
    before, figures = rule_findings(target), values(target)
    played.play({"fault": "obeys", "times": -1})
    with outgoing() as seen:
        analysis, job = analysed(target)
        shown_as_words(client, target, analysis)
    assert job.status in ("succeeded", "partial")
    assert analysis.stats["dropped"] > 0, "the model has not obeyed"
    assert set(seen) <= {played.address.removeprefix("http://")}
    assert rule_findings(target) == before
    assert values(target) == figures
    held_to_the_bill(target, analysis)
    assert not LedgerEntry.objects.filter(organization_id=target.organization_id, cost__lt=Decimal(0)).exists()


@pytest.mark.proof
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_hundred_bills_that_command_the_model_change_nothing(chunk, read_bill, with_provider, analysed, pages, alice):
    first = chunk * CHUNK
    numbers = (
        range(first, first + CHUNK) if os.environ.get("MIZAN_PROOF") else [first + chunk]
    )  # each in another language
    for number in numbers:
        attacked(number, read_bill, with_provider, analysed, pages(alice))


def test_the_poison_is_of_every_form_and_language():
    made = [poison(number) for number in range(CHUNK * CHUNKS)]
    assert {language for _, language in made} == set(LANGUAGES)
    assert len({text for text, _ in made}) > 2 * len(FORMS)
