"""Load balancers get their answer in time and by any name; a part that hangs is named, and holds up nobody."""

from __future__ import annotations

import threading
import time

import pytest

from config.health import parts

HEALTHY = (("database", lambda: None), ("broker", lambda: None))


def fails():
    raise ConnectionRefusedError


@pytest.fixture
def hanging():
    let_go = threading.Event()
    yield lambda: let_go.wait(30)
    let_go.set()


def test_alive_is_whoever_answers_by_whatever_name(client):
    answer = client.get("/health/live", headers={"Host": "10.1.2.3:8000"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db(transaction=True)
def test_ready_with_every_part(client):
    answer = client.get("/health/ready", headers={"Host": "10.1.2.3:8000"})
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "parts": dict.fromkeys(("database", "broker", "storage", "migrations"), "ok")},
    )


def test_not_ready_names_the_part_and_tells_nothing_of_it(client, monkeypatch):
    monkeypatch.setattr(parts, "PARTS", (*HEALTHY, ("storage", fails)))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"database": "ok", "broker": "ok", "storage": "ConnectionRefusedError"}


def test_a_part_that_hangs_is_named_in_time_and_begun_only_once(client, monkeypatch, hanging):
    monkeypatch.setattr(parts, "PARTS", (*HEALTHY, ("storage", hanging)))
    monkeypatch.setattr(parts.states, "__defaults__", (0.3,))
    found = []
    for _ in range(3):
        began = time.monotonic()
        found.append(client.get("/health/ready").json()["parts"]["storage"])
        assert time.monotonic() - began < 5
    assert found == ["TimeoutError", "StillWaiting", "StillWaiting"]
    assert sum(thread.name == "health:storage" for thread in threading.enumerate()) == 1


def test_a_folder_of_uploads_that_nobody_may_write_to_is_told(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "deep" / "files"
    parts.storage()
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(PermissionError):
        parts.storage()
