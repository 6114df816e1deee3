"""Metrics are for whoever brings the token, and for machines that are allowed when no proxy speaks for others."""

from __future__ import annotations

import ipaddress
from dataclasses import replace

import pytest

TOKEN = "a-token-of-prometheus"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Who may read is asked here, not what they read."""
    monkeypatch.setattr("config.metrics.exposition.collect", list)


def test_this_machine_sees_them(client):
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert b"# TYPE http_requests_total counter" in answer.content


def test_nobody_from_elsewhere_does(client):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
@pytest.mark.parametrize("claimed", ["203.0.113.7", "127.0.0.1"])
def test_nor_through_a_proxy_on_this_machine(client, header, claimed):
    assert client.get("/metrics", headers={header: claimed}).status_code == 404


def test_a_network_that_is_allowed_sees_them(client, settings):
    settings.METRICS = replace(settings.METRICS, allowed=(ipaddress.ip_network("10.1.0.0/16"),))
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.2.2.3").status_code == 404
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}x", 404),
        (f"Basic {TOKEN}", 404),
        ("Bearer ", 404),
    ],
)
def test_the_token_opens_from_everywhere(client, settings, said, status):
    settings.METRICS = replace(settings.METRICS, token=TOKEN)
    headers = {"Authorization": said, "X-Forwarded-For": "203.0.113.7"}
    assert client.get("/metrics", headers=headers, REMOTE_ADDR="203.0.113.7").status_code == status


def test_without_a_token_an_empty_one_opens_nothing(client):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}, REMOTE_ADDR="203.0.113.7").status_code == 404


def test_prometheus_comes_by_a_name_that_is_no_host_of_ours(client):
    assert client.get("/metrics", headers={"Host": "web:8000"}).status_code == 200
    assert client.get("/", headers={"Host": "web:8000"}).status_code == 400
