"""Metrics are for this machine: nobody from elsewhere sees them, also not through a proxy that runs here."""

from __future__ import annotations

import pytest


def test_this_machine_sees_them(client):
    assert client.get("/metrics").status_code == 200


def test_nobody_from_elsewhere_does(client):
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
@pytest.mark.parametrize("claimed", ["203.0.113.7", "127.0.0.1"])
def test_nor_through_a_proxy_on_this_machine(client, header, claimed):
    assert client.get("/metrics", headers={header: claimed}).status_code == 404
