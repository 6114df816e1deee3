"""https at public addresses and few ports; private ones in no spelling, unless the operator opened them."""

from __future__ import annotations

import ipaddress
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.outgoing.addresses import BadAddress, looked_up
from config.webhooks_env import WebhookEnvironment
from webhooks.destinations import check_to_save, destination_of, refuse

CLOSED = WebhookEnvironment()
OPEN = WebhookEnvironment(networks=(ipaddress.ip_network("10.1.0.0/16"),))
PUBLIC = "93.184.216.34"
PRIVATE = [
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "0.0.0.0/8", "224.0.0.0/4",
    "240.0.0.0/4", "192.0.0.0/24", "198.18.0.0/15",
]  # fmt: skip


def said_of(url: str, rules: WebhookEnvironment = CLOSED, numbers: list[str] | None = None) -> str:
    """ "" for an address that may be saved, else why not; without `numbers` the system itself reads the host."""
    try:
        check_to_save(url, rules, looked_up if numbers is None else lambda host, port: numbers)
    except BadAddress as error:
        return error.code
    return ""


def spellings(number: ipaddress.IPv4Address) -> list[str]:
    """The ways in which an IPv4 number can be written as a host."""
    whole = int(number)
    a, b, c, d = number.packed
    return [
        str(number), str(whole), hex(whole), f"0{whole:o}", f"{a}.{whole & 0xFFFFFF}", f"{a}.{b}.{whole & 0xFFFF}",
        f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
        f"[::ffff:{number}]", f"[::ffff:{whole >> 16:x}:{whole & 0xFFFF:x}]", f"[64:ff9b::{whole >> 16:x}:{whole & 0xFFFF:x}]",
        f"[2002:{whole >> 16:x}:{whole & 0xFFFF:x}::1]",
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(network=st.sampled_from(PRIVATE), offset=st.integers(min_value=0), way=st.integers(0, 11))
def test_no_spelling_of_a_private_number_gets_through(network, offset, way):
    net = ipaddress.IPv4Network(network)
    host = spellings(net[offset % net.num_addresses])[way]
    assert said_of(f"https://{host}/hook") == "private_address", host


@settings(max_examples=40, deadline=None)
@given(st.one_of(
    st.ip_addresses(v=6, network="fc00::/7"), st.ip_addresses(v=6, network="fe80::/10"), st.ip_addresses(v=6, network="ff00::/8"),
    st.just(ipaddress.ip_address("::1")), st.just(ipaddress.ip_address("::")),
))  # fmt: skip
def test_nor_does_a_private_number_of_version_six(number):
    assert said_of(f"https://[{number}]/hook") == "private_address"
    assert said_of(f"https://[{number.exploded}]/hook") == "private_address"


@pytest.mark.parametrize(
    "host", ["127.1", "0x7f.1", "2130706433", "017700000001", "localhost", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"]
)
def test_the_well_known_tricks_do_not_work(host):
    assert said_of(f"https://{host}/hook") == "private_address"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "https://", "https://name:word@example.com/",
        "https://name@example.com/", "https://example.com\\@evil.example/", "https://example.com/a b", "https://example.com/\r\nX-Evil: 1",
        "https://example.com/%0d%0a\n", "https://example.com/\x00", "https://example.com:99999/",
        "https://example.com/#part", "example.com",
        "https://exam\tple.com/", "https://" + "a" * 600,
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url):
    assert said_of(url, numbers=[PUBLIC]) == "bad_address"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://erp.example/hook", ""),
        ("https://erp.example:8443/hook?key=1", ""),
        ("https://модель.рф/перехват", ""),
        ("http://erp.example/hook", "https_only"),
        ("https://erp.example:22/", "bad_port"),
        ("https://erp.example:6379/", "bad_port"),
    ],
)
def test_public_addresses_are_reached_by_the_public_door_alone(url, why):
    assert said_of(url, numbers=[PUBLIC]) == why
    assert said_of(url, numbers=[]) == why  # a name that is not known just now


def test_one_private_number_among_public_ones_is_enough():
    assert said_of("https://two.example/", numbers=[PUBLIC, "10.0.0.1"]) == "private_address"


def test_what_the_operator_opened_is_reached_by_any_door_and_nothing_beside_it():
    assert said_of("http://erp.internal:8069/hook", OPEN, ["10.1.2.3"]) == ""
    assert said_of("http://erp.internal:8069/hook", OPEN, ["::ffff:10.1.2.3"]) == ""
    assert said_of("http://erp.internal:8069/hook", OPEN, ["10.2.0.1"]) == "private_address"
    assert said_of("http://erp.internal:8069/hook", OPEN, ["10.1.2.3", PUBLIC]) == "https_only"
    assert said_of("https://erp.example:22/", OPEN, [PUBLIC]) == "bad_port"


def test_never_a_multicast_or_empty_number_even_if_the_operator_opened_everything():
    rules = WebhookEnvironment(networks=(ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0")))
    for number in ("0.0.0.0", "224.0.0.1", "::", "ff02::1"):
        with pytest.raises(BadAddress):
            refuse(destination_of("https://erp.example/"), [number], rules)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=150, deadline=None)
def test_what_goes_over_the_wire_has_no_blanks_and_no_lines(text):
    try:
        to = destination_of(f"https://erp.example/{text}")
    except BadAddress:
        return
    assert re.fullmatch(r"[\x21-\x7e]+", to.target)
    assert to.host == "erp.example"
