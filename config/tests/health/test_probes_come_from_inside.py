"""Probes and Prometheus are answered by address or inner name, whatever hosts are allowed; foreign names are refused as everywhere."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["10.42.0.7:8000", "[fd00::7]:8000", "web-blue:8000", "app.example.com"])
def test_an_address_or_an_inner_name_is_answered(client, settings, host):
    settings.ALLOWED_HOSTS = ["app.example.com"]
    assert client.get("/health/live", HTTP_HOST=host).json() == {"status": "ok"}
    assert client.get("/health/ready", HTTP_HOST=host).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "10.42.0.7.evil.example", "web-blue:8000@evil.example", "web_blue", "[::1"]
)
def test_a_foreign_name_is_not(client, settings, host):
    settings.ALLOWED_HOSTS = ["app.example.com"]
    for path in ("/health/live", "/health/ready", "/metrics"):
        assert client.get(path, HTTP_HOST=host).status_code == 400, path
