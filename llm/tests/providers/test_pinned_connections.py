"""A connection goes to the number that was checked; a redirect is not followed; a proxy of the environment is not used."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from config.outgoing import pinned as transport
from llm.providers import base
from llm.providers.openai_compatible import OpenAICompatible
from llm.steps import ClassifyItems
from llm.tests.works import works

REQUEST = ClassifyItems().request(works(2))


def ours(base_url: str, **more) -> OpenAICompatible:
    return OpenAICompatible(base_url=base_url, model="played", timeout_seconds=5, pinned=True, **more)


@pytest.fixture
def names(monkeypatch):
    """Names that lead where a test says; every look-up is counted."""
    known: dict[str, list[list[str]]] = {}
    asked: list[str] = []

    def lookup(host, port):
        asked.append(host)
        answers = known[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    class Backend(transport.PinnedBackend):
        def __init__(self, *, allow_private, lookup=lookup):
            super().__init__(allow_private=allow_private, lookup=lookup)

    monkeypatch.setattr(
        transport, "PinnedBackend", lambda *, allow_private, lookup=None: Backend(allow_private=allow_private)
    )
    return known, asked


def test_a_private_address_is_refused_when_it_is_connected_to(played):
    with pytest.raises(base.BadAddress):
        ours(played.base_url).complete(REQUEST)
    assert played.counts()["calls"] == 0


def test_with_the_operators_word_it_is_reached(played):
    assert ours(played.base_url, allow_private=True).complete(REQUEST).text


def test_a_name_that_leads_elsewhere_the_second_time_does_not_get_there(played, names):
    known, asked = names
    known["model.example"] = [["10.255.255.1", "127.0.0.1"]]
    port = played.base_url.rpartition(":")[2]
    with pytest.raises(base.BadAddress):
        ours(f"http://model.example:{port}").complete(REQUEST)
    assert played.counts()["calls"] == 0
    assert asked == ["model.example"]  # looked up once: what was checked is what is connected to


def test_the_next_number_of_a_name_is_tried(played, names):
    known, _asked = names
    known["model.example"] = [["127.0.0.2", "127.0.0.1"]]  # nobody listens at the first
    port = played.base_url.rpartition(":")[2]
    assert ours(f"http://model.example:{port}", allow_private=True).complete(REQUEST).text


def test_streaming_goes_the_same_way(played):
    from llm.providers.base import Conversation, Message

    talk = Conversation((Message("user", "Hello"),), 64)
    with pytest.raises(base.BadAddress), ours(played.base_url).stream(talk) as stream:
        list(stream)
    assert played.counts()["calls"] == 0


def test_a_redirect_is_not_followed(played):
    class Redirecting(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(307)
            self.send_header("Location", f"{played.base_url}/chat/completions")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_what):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Redirecting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        for pinned in (True, False):
            client = OpenAICompatible(
                base_url=f"http://127.0.0.1:{server.server_port}/v1",
                model="m",
                timeout_seconds=5,
                pinned=pinned,
                allow_private=True,
            )
            with pytest.raises(base.ProviderError):
                client.complete(REQUEST)
    finally:
        server.shutdown()
        server.server_close()
    assert played.counts()["calls"] == 0


def test_the_proxy_of_the_environment_is_not_used(played, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert ours(played.base_url, allow_private=True).complete(REQUEST).text
