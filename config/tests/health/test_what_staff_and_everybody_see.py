"""Staff see every part of a running system; everybody sees how it is, in their language, and nothing of what lies within."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from config.health import parts, public
from jobs.models import Job, Kind

pytestmark = pytest.mark.django_db(transaction=True)
DETAIL = "/health/detail"


@pytest.fixture(autouse=True)
def _anew():
    caches["handy"].delete("health:public")


def test_detail_is_there_for_staff_alone(pages, alice, monkeypatch):
    monkeypatch.setattr("config.health.detail.celery.control.ping", lambda timeout: [{"worker@here": {"ok": "pong"}}])
    assert pages(None).get(DETAIL).status_code == 404
    assert pages(alice).get(DETAIL).status_code == 404
    alice.is_staff = True
    alice.save()
    told = pages(alice).get(DETAIL).json()
    assert told["status"] == "ok"
    assert told["workers"] == {"worker@here": "ok"}
    assert told["queues"]["queue_length import"] == 0
    assert {"versions", "providers", "webhooks", "storage", "backups", "certificate"} <= told.keys()
    assert told["versions"]["mizan"]


@pytest.mark.parametrize(
    ("path", "words"),
    [("/status/", "Everything works."), ("/ar/status/", "كل شيء يعمل."), ("/ru/status/", "Всё работает.")],
)
def test_everybody_is_told_in_their_language(client, path, words):
    answer = client.get(path)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "X-Offline-Keep" not in answer


def test_work_that_waits_long_is_slow(client, firm):
    Job.objects.create(
        organization=firm, kind=Kind.IMPORT, subject_id=uuid.uuid4(), created_at=timezone.now() - timedelta(minutes=10)
    )
    assert {one.name: one.state.value for one in public.services()} == {
        "pages": "works", "reading": "slow", "analysis": "works",
    }  # fmt: skip


def test_without_a_database_everything_is_away_and_nothing_is_named(client, monkeypatch):
    def away():
        raise ConnectionRefusedError("db.internal:5432")

    monkeypatch.setattr(parts, "PARTS", (("database", away), ("broker", lambda: None), ("migrations", away)))
    told = client.get("/status/").content.decode()
    assert "Something does not work at the moment" in told
    assert "db.internal" not in told
    assert "ConnectionRefused" not in told
