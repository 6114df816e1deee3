"""Where questions may go: public http(s) addresses, private ones where the operator allows them, nothing else."""

from __future__ import annotations

import threading

import pytest

from config.outgoing.addresses import BadAddress, checked, may_connect, origin_of, parsed

PUBLIC = ["93.184.216.34"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/v1",
        "javascript:alert(1)",
        "//example.com/v1",
        "example.com/v1",
        "http://",
        "http://name:word@example.com/v1",
        "http://name@example.com/v1",
        "http://@example.com/v1",
        "http://example.com:99999/v1",
        "http://example.com:port/v1",
        "http://example.com/v1?key=1",
        "http://example.com/v1#part",
        "http://exa mple.com/v1",
        "http://example.com/v1\r\nHost: evil",
        "http://example.com\\@evil.example/v1",
        "http://[::1/v1",
        "http://" + "a" * 600,
        "http://" + "x" * 64 + ".example/v1",
        "http://example.com/\u202ev1",
    ],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(BadAddress) as told:
        parsed(url)
    assert told.value.code == "bad_address"


@pytest.mark.parametrize(
    "url",
    [
        "https://api.novita.ai/openai/v1",
        "http://localhost:11434/v1",
        "https://[2001:db8::1]:8443/v1",
        "https://модель.рф/v1",
    ],
)
def test_what_is_an_address_passes(url):
    assert parsed(url)[0] in ("http", "https")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "2130706433",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "10.0.0.5",
        "169.254.169.254",
        "0.0.0.0",
    ],
)
def test_private_hosts_in_any_spelling_are_refused(host):
    with pytest.raises(BadAddress) as told:
        checked(f"http://{host}/v1", allow_private=False)
    assert told.value.code == "private_address"


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1", "240.0.0.1",
    ],
)  # fmt: skip
def test_private_numbers_need_the_operators_word(number):
    assert not may_connect(number, allow_private=False)
    assert may_connect(number, allow_private=True)


@pytest.mark.parametrize("number", ["0.0.0.0", "::", "224.0.0.1", "ff02::1", "::ffff:0.0.0.0", "no number"])
def test_some_numbers_are_never_connected_to(number):
    assert not may_connect(number, allow_private=True)


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800:220:1::1"])
def test_public_numbers_are_connected_to(number):
    assert may_connect(number, allow_private=False)


def test_one_private_number_among_public_ones_is_enough_to_refuse():
    with pytest.raises(BadAddress):
        checked("http://two.example/v1", allow_private=False, lookup=lambda host, port: [*PUBLIC, "10.0.0.1"])


def test_a_name_that_is_not_known_just_now_can_be_saved():
    def unknown(host, port):
        raise OSError

    checked("https://api.example/v1", allow_private=False, lookup=unknown)


def test_a_lookup_that_hangs_does_not_hold_the_page(monkeypatch):
    def hangs(host, port):
        hanging.wait(5)
        return ["127.0.0.1"]

    monkeypatch.setattr("config.outgoing.addresses.LOOKUP_SECONDS", 0.05)
    hanging = threading.Event()
    checked("https://slow.example/v1", allow_private=False, lookup=hangs)
    hanging.set()


def test_one_server_has_one_spelling():
    same = ["https://API.example.com/v1", "https://api.example.com:443/other", "https://api.example.com./v1"]
    assert {origin_of(url) for url in same} == {"https://api.example.com:443"}
    assert origin_of("http://api.example.com/v1") != origin_of("https://api.example.com/v1")
