"""Queues, money, webhooks, disk, backups and certificates are told as they stand; a source that hangs costs only its own."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.utils import timezone

from config.metrics import sources
from config.metrics.sources import SOURCES, Source, backups, certificate, database, disk, jobs, llm, webhooks
from jobs.models import Job, Kind, Status
from llm.budget import this_month
from llm.models import Purse

AN_HOUR = dt.timedelta(hours=1)


def told(look):
    return {(one.name, *one.labels.values()): one.value for metric in look() for one in metric.samples}


def queued(firm, kind, **more):
    return Job.objects.create(organization=firm, kind=kind, subject_id=uuid.uuid4(), **more)


@pytest.mark.django_db
def test_queues_are_told_by_kind_without_what_is_put_off(firm):
    queued(firm, Kind.IMPORT, created_at=timezone.now() - AN_HOUR)
    queued(firm, Kind.IMPORT)
    queued(firm, Kind.MAIL, woken_at=timezone.now() + AN_HOUR)
    queued(firm, Kind.EXPORT, status=Status.RUNNING)
    found = told(jobs.look)
    assert found[("mizan_queue_length", "import")] == 2
    assert found[("mizan_queue_length", "mail")] == 0
    assert found[("mizan_jobs_running", "export")] == 1
    assert found[("mizan_queue_oldest_seconds", "import")] == pytest.approx(3600, abs=60)
    assert {key[1] for key in found} == set(Kind.values)


@pytest.mark.django_db
def test_spending_is_told_against_what_is_meant(firm, settings):
    settings.LLM = replace(
        settings.LLM, base_url="http://local.test/v1", model="played", currency="USD", monthly_budget=Decimal(10)
    )
    settings.METRICS = replace(settings.METRICS, llm_monthly=Decimal(50))
    Purse.objects.create(
        organization=firm, month=this_month(), name="operator:USD", spent=Decimal("7.5"), reserved=Decimal("0.5")
    )
    Purse.objects.create(organization=firm, month=this_month(), name="operator:tokens", spent=Decimal(900))
    found = told(llm.look)
    assert found[("mizan_llm_month_cost", "USD")] == 7.5
    assert found[("mizan_llm_month_budget", "USD")] == 50
    assert found[("mizan_llm_organization_budget_used_ratio", "USD")] == pytest.approx(0.8)
    assert found[("mizan_llm_provider_resting", "operator")] == 0


@pytest.mark.django_db
def test_the_database_the_webhooks_and_the_disk_are_told():
    assert told(database.look)[("database_connections_active", "active")] >= 1
    assert told(webhooks.look)[("mizan_webhook_deliveries", "pending")] == 0
    found = told(disk.look)
    assert 0 < found[("mizan_storage_free_bytes",)] <= found[("mizan_storage_size_bytes",)]


def test_backups_are_told_as_their_file_says(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    assert told(backups.look) == {}
    (tmp_path / "backups").mkdir()
    said = {
        "last_backup": "2026-11-22T03:00:00+00:00",
        "last_verified": "2026-11-22T04:00:00Z",
        "last_failure": "2026-11-22T05:00:00Z",
    }
    (tmp_path / backups.FILE).write_text(json.dumps(said))
    assert told(backups.look) == {
        ("mizan_backup_last_success_timestamp_seconds",): dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC).timestamp(),
        ("mizan_backup_last_verified_timestamp_seconds",): dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC).timestamp(),
        ("mizan_backup_failed",): 1,
    }


def test_the_end_of_a_certificate_is_told_from_its_file(tmp_path, settings):
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mizan.test")]),
    )
    begins = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(begins).not_valid_after(begins + dt.timedelta(days=30)).sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path / "server.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM))
    assert told(certificate.look) == {}
    settings.METRICS = replace(settings.METRICS, certificate=str(path))
    assert told(certificate.look) == {
        ("mizan_certificate_expires_timestamp_seconds",): (begins + dt.timedelta(days=30)).timestamp()
    }


def test_a_source_that_hangs_or_fails_costs_only_its_own(monkeypatch):
    monkeypatch.setattr(sources, "SECONDS", 0.3)
    let_go = threading.Event()

    def hangs():
        let_go.wait(30)
        yield from ()

    def fails():
        raise OSError
        yield

    some = (
        Source("hangs", hangs, ()),
        Source("fails", fails, ()),
        Source("version", SOURCES[0].look, SOURCES[0].names),
    )
    try:
        for _ in range(2):  # the second time the first still hangs, and is not begun again
            began = time.monotonic()
            found = {one.name: one for one in sources.collect(some)}
            assert time.monotonic() - began < 5
            up = {sample.labels["source"]: sample.value for sample in found["mizan_source_up"].samples}
            assert up == {"hangs": 0, "fails": 0, "version": 1}
            assert "mizan_info" in found
        assert sum(thread.name == "metrics:hangs" for thread in threading.enumerate()) == 1
    finally:
        let_go.set()
