"""Whatever a receiver does, one try ends in time with an outcome: late, dripping, huge, redirecting, breaking, with a wrong certificate."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from dataclasses import replace

import httpx2
import pytest

from config.tests.certificates import trusted_server
from config.tests.servers import Reply, serving
from config.webhooks_env import WebhookEnvironment
from webhooks import wire
from webhooks.outcome import Outcome
from webhooks.wire import ANSWER_BYTES, send

RULES = WebhookEnvironment(networks=(ipaddress.ip_network("127.0.0.0/8"),), seconds=5.0)
BODY = b'{"type": "webhook.test"}'


def tried(url: str, seconds: float = 5.0, numbers: list[str] | None = None) -> Outcome:
    lookup = {} if numbers is None else {"lookup": lambda host, port: numbers}
    return send(url, {"webhook-id": "msg_1"}, BODY, replace(RULES, seconds=seconds), **lookup)


@pytest.mark.parametrize(
    ("status", "error"),
    [(200, ""), (204, ""), (299, ""), (301, "redirect"), (400, "refused"), (410, "gone"), (500, "refused")],
)
def test_the_status_decides(status, error):
    with serving(lambda asked: Reply(status, b"what it says")) as receiver:
        outcome = tried(f"{receiver.url}/hook?key=1")
    assert (outcome.status_code, outcome.error) == (status, error)
    assert [(one.method, one.path, one.body) for one in receiver.asked] == [("POST", "/hook?key=1", BODY)]
    assert receiver.asked[0].headers["webhook-id"] == "msg_1"


def test_a_redirect_is_not_followed():
    with (
        serving(lambda asked: Reply(204, b"")) as elsewhere,
        serving(lambda asked: Reply(307, b"", {"Location": f"{elsewhere.url}/secret"})) as receiver,
    ):
        assert tried(receiver.url).error == "redirect"
    assert elsewhere.asked == []


def test_an_answer_that_drips_ends_with_the_time():
    with serving(lambda asked: Reply(200, b"x" * 100, slowly=0.1)) as receiver:
        began = time.monotonic()
        outcome = tried(receiver.url, 0.6)
    assert time.monotonic() - began < 3
    assert (outcome.status_code, outcome.error) == (200, "")  # it said yes before it began to drip


@pytest.fixture
def raw():
    """A server that is told what to do with each connection."""
    servers = []

    def serve(do):
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)

        def work():
            try:
                connection, _ = server.accept()
                with connection:
                    connection.recv(65_536)
                    do(connection)
            except OSError:
                pass  # the other side has gone

        threading.Thread(target=work, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/hook"

    yield serve
    for server in servers:
        server.close()


def test_headers_that_drip_end_with_the_time(raw):
    def drip(connection):
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 100:
            connection.send(bytes([letter]))
            time.sleep(0.05)

    began = time.monotonic()
    outcome = tried(raw(drip), 0.6)
    assert (outcome.status_code, outcome.error) == (None, "timeout")
    assert time.monotonic() - began < 3


def test_silence_ends_with_the_time(raw):
    assert tried(raw(lambda connection: time.sleep(2)), 0.4).error == "timeout"


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 2", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n"])
def test_what_is_no_answer_is_a_broken_connection(raw, said):
    assert tried(raw(lambda connection: connection.sendall(said))).error == "broken"


def test_of_a_huge_answer_little_is_read(raw):
    sent = [0]

    def pour(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while sent[0] < 100_000_000:
            connection.sendall(b"x" * 65_536)
            sent[0] += 65_536

    outcome = tried(raw(pour))
    assert (outcome.error, len(outcome.reply)) == ("", ANSWER_BYTES)
    time.sleep(0.2)
    assert sent[0] < 20_000_000


def test_a_bomb_is_not_unpacked():
    import gzip

    packed = gzip.compress(b"0" * 10_000_000)
    with serving(lambda asked: Reply(200, packed, {"Content-Encoding": "gzip"})) as receiver:
        outcome = tried(receiver.url)
    assert outcome.reply == packed


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert tried(f"http://127.0.0.1:{port}/").error == "no_connection"


def test_a_name_that_leads_elsewhere_by_now_is_not_connected_to():
    with serving(lambda asked: Reply()) as receiver:
        port = receiver.url.rpartition(":")[2]
        assert tried(f"https://erp.example:{port}/", numbers=["169.254.169.254"]).error == "private_address"
        assert tried(f"http://erp.example:{port}/", numbers=["127.0.0.1", "10.0.0.1"]).error == "private_address"
        assert tried(f"http://erp.example:{port}/", numbers=["127.0.0.1"]).error == ""
    assert len(receiver.asked) == 1
    assert receiver.asked[0].headers["host"] == f"erp.example:{port}"


def test_many_dead_numbers_of_a_name_do_not_make_it_longer():
    began = time.monotonic()
    silent = [f"127.8.0.{number}" for number in range(1, 60)]
    assert tried("http://erp.example:1/", 0.5, silent).error in ("timeout", "no_connection")
    assert time.monotonic() - began < 3


def test_a_look_up_that_hangs_ends_with_the_time():
    began = time.monotonic()
    outcome = send("https://erp.example/", {}, BODY, replace(RULES, seconds=0.3), lookup=lambda *_: time.sleep(2) or [])
    assert outcome.error in ("timeout", "no_connection")
    assert time.monotonic() - began < 1.5


def test_the_proxy_of_the_environment_is_not_used(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(lambda asked: Reply(204, b"")) as receiver:
        assert tried(receiver.url).error == ""


def test_over_tls_the_name_is_proved_at_the_number_that_was_checked(tmp_path, monkeypatch):
    monkeypatch.setattr(wire, "_tls", httpx2.create_ssl_context)  # which a process makes once
    with trusted_server(tmp_path, monkeypatch, "erp.example") as port:
        assert tried(f"https://erp.example:{port}/hook", numbers=["127.0.0.1"]).status_code == 204
        assert tried(f"https://other.example:{port}/hook", numbers=["127.0.0.1"]).error == "tls"


@pytest.mark.parametrize(
    ("said", "wish"), [("120", 120), ("9999999", 86_400), ("-1", 0), ("Sun, 22 Nov 2026 09:00:00 GMT", 0)]
)
def test_a_wish_to_be_left_alone_is_heard(said, wish):
    with serving(lambda asked: Reply(429, b"", {"Retry-After": said})) as receiver:
        assert tried(receiver.url).wish == wish
