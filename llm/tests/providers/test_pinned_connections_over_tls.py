"""Over TLS the number is pinned and the name is still proved: a certificate of another name is refused."""

from __future__ import annotations

import pytest

from config.outgoing import pinned as transport
from config.tests.certificates import trusted_server
from llm.providers import base
from llm.providers.openai_compatible import OpenAICompatible


@pytest.fixture
def port(tmp_path, monkeypatch):
    """A server that lists one model, with a certificate of `model.example` that this machine trusts."""
    with trusted_server(tmp_path, monkeypatch, "model.example", b'{"data": [{"id": "there"}]}') as number:
        yield number


@pytest.fixture(autouse=True)
def _every_name_leads_here(monkeypatch):
    backend = transport.PinnedBackend
    monkeypatch.setattr(
        transport,
        "PinnedBackend",
        lambda *, allow_private, lookup: backend(allow_private=allow_private, lookup=lambda host, port: ["127.0.0.1"]),
    )


def models(host, port):
    client = OpenAICompatible(
        base_url=f"https://{host}:{port}/v1", model="m", timeout_seconds=5, pinned=True, allow_private=True
    )
    try:
        return client.models()
    finally:
        client.close()


def test_the_name_of_the_certificate_is_reached(port):
    assert models("model.example", port) == ("there",)


def test_another_name_at_the_same_number_is_not(port):
    with pytest.raises(base.Unavailable):
        models("other.example", port)
