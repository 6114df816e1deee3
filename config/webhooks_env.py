"""What webhooks take from the environment: where they may go, how often they are tried, when they are given up."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

import environ

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
PORTS = (443, 8443)
# The schedule that Standard Webhooks proposes: five seconds to a day, a little more than three days in all.
PAUSES = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
OWN_NETWORKS = ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")


@dataclass(frozen=True)
class WebhookEnvironment:
    """`networks` are private ones that may be reached, there also over http and at any port. `pauses` are seconds between tries."""

    networks: tuple[Network, ...] = ()
    ports: tuple[int, ...] = PORTS
    pauses: tuple[int, ...] = PAUSES
    disable_days: int = 5
    seconds: float = 15.0


def read_webhooks(env: environ.Env, faults: list[str], *, local: bool) -> WebhookEnvironment:
    """Parse the variables of webhooks; what is wrong is added to `faults`."""
    return WebhookEnvironment(
        networks=_networks(env, faults, OWN_NETWORKS if local else ()),
        ports=_numbers(env, faults, "WEBHOOK_PORTS", PORTS, most=65_535),
        pauses=_numbers(env, faults, "WEBHOOK_RETRY_SECONDS", PAUSES, most=604_800),
        disable_days=_numbers(env, faults, "WEBHOOK_DISABLE_DAYS", (5,), most=365)[0],
    )


def _networks(env: environ.Env, faults: list[str], default: tuple[str, ...]) -> tuple[Network, ...]:
    found: list[Network] = []
    for said in _said(env.list("WEBHOOK_PRIVATE_ADDRESSES", default=[])) or default:
        try:
            found.append(ipaddress.ip_network(said))
        except ValueError:
            faults.append(
                f"WEBHOOK_PRIVATE_ADDRESSES: {said!r} is no network. Use addresses or networks such as 10.1.2.0/24, with commas."
            )
    return tuple(found)


def _numbers(env: environ.Env, faults: list[str], name: str, default: tuple[int, ...], *, most: int) -> tuple[int, ...]:
    said = _said(env.list(name, default=[]))
    if all(one.isdecimal() and 1 <= int(one) <= most for one in said):
        return tuple(int(one) for one in said) or default
    faults.append(f"{name}: {','.join(said)!r} makes no sense. Give whole numbers from 1 to {most}, with commas.")
    return default


def _said(parts: list[str]) -> list[str]:
    return [str(one).strip() for one in parts if str(one).strip()]
