"""Jobs, questions to models and sign-ups are counted once they are committed, each with what came of it."""

from __future__ import annotations

import uuid
from contextlib import suppress
from decimal import Decimal

import pytest
from prometheus_client import REGISTRY

from jobs.lease import claim
from jobs.models import Job, Kind, Status
from llm.booking import Key
from llm.client import Answer, Failure
from llm.ledger import DatabaseLedger
from llm.providers.base import Usage
from llm.testing.endpoints import PlainEndpoint
from llm.values import Prices, Replied

pytestmark = pytest.mark.django_db


class Played:
    name, model = "local", "played"


def value(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_a_job_is_counted_by_kind_and_outcome_and_an_import_by_its_rows(firm, django_capture_on_commit_callbacks):
    job = Job.objects.create(organization=firm, kind=Kind.IMPORT, subject_id=uuid.uuid4())
    lease = claim(job.pk)
    jobs = {"kind": "import", "outcome": "succeeded"}
    before = (
        value("mizan_jobs_total", **jobs),
        value("mizan_import_rows_total"),
        value("mizan_job_duration_seconds_count", kind="import"),
    )
    with django_capture_on_commit_callbacks(execute=True), lease.hold() as held:
        lease.finish(held, Status.SUCCEEDED, {}, done=250)
    assert value("mizan_jobs_total", **jobs) == before[0] + 1
    assert value("mizan_import_rows_total") == before[1] + 250
    assert value("mizan_job_duration_seconds_count", kind="import") == before[2] + 1


def test_a_job_whose_end_is_taken_back_is_not_counted(firm, django_capture_on_commit_callbacks):
    job = Job.objects.create(organization=firm, kind=Kind.EXPORT, subject_id=uuid.uuid4())
    lease = claim(job.pk)
    before = value("mizan_jobs_total", kind="export", outcome="succeeded")
    with django_capture_on_commit_callbacks(execute=True), suppress(RuntimeError), lease.hold() as held:
        lease.finish(held, Status.SUCCEEDED, {})
        raise RuntimeError
    assert value("mizan_jobs_total", kind="export", outcome="succeeded") == before


def test_tokens_and_cost_are_counted_by_who_pays(firm):
    endpoint = PlainEndpoint(Played(), id="env", prices=Prices(Decimal(1), Decimal(2), "USD"))
    ledger = DatabaseLedger(organization_id=firm.pk, subject_id=uuid.uuid4())
    names = [
        ("token_usage_total", {"direction": one, "paid_by": "operator"}) for one in ("input", "cached_input", "output")
    ]
    names += [("mizan_llm_cost_total", {"currency": "USD", "paid_by": "operator"})]
    names += [
        ("mizan_llm_questions_total", {"outcome": one, "paid_by": "operator"})
        for one in ("answered", "failed", "reused")
    ]
    before = [value(name, **labels) for name, labels in names]
    usage = Usage(4_000, 1_000, cached_input_tokens=500)
    first = Key("classify_items.v1", "played", "0" * 64)
    second = Key("classify_items.v1", "played", "1" * 64)
    likely = Usage(1, 1)
    ledger.settle(
        ledger.claim(first, endpoint, likely=likely, most=usage), Answer(Replied({}), "{}", "played", usage, 1, 10), "q"
    )
    ledger.claim(first, endpoint, likely=likely, most=usage)
    ledger.settle(
        ledger.claim(second, endpoint, likely=likely, most=usage),
        Failure("llm.unavailable", "", False, Usage(), 3, 10),
        "q",
    )
    grown = [value(name, **labels) - old for (name, labels), old in zip(names, before, strict=True)]
    assert grown[:3] == [3_500, 500, 1_000]
    assert grown[3] == pytest.approx(0.006, abs=0.001)
    assert grown[4:] == [1, 1, 1]


def test_currencies_of_customers_make_no_labels_of_their_own(firm):
    endpoint = PlainEndpoint(Played(), id=str(uuid.uuid4()), prices=Prices(Decimal(1), Decimal(2), "XTS"))
    ledger = DatabaseLedger(organization_id=firm.pk, subject_id=uuid.uuid4())
    usage = Usage(1_000_000, 0)
    before = value("mizan_llm_cost_total", currency="other", paid_by="customer")
    claimed = ledger.claim(Key("classify_items.v1", "played", "2" * 64), endpoint, likely=usage, most=usage)
    ledger.settle(claimed, Answer(Replied({}), "{}", "played", usage, 1, 10), "q")
    assert value("mizan_llm_cost_total", currency="other", paid_by="customer") == before + 1
    assert value("mizan_llm_cost_total", currency="XTS", paid_by="customer") == 0


def test_who_signs_up_is_counted(client):
    before = value("user_registrations_total")
    sent = {
        "email": "dora@example.com",
        "password1": "a-long-password-of-dora",
        "name": "Dora",
        "company": "Dora Ltd",
        "accept": "on",
    }
    answer = client.post("/accounts/signup/", {**sent, "organization": "Dora Ltd", "terms": "on"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert value("user_registrations_total") == before + 1
