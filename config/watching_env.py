"""What watching takes from the environment: who may read the metrics, what they measure besides, and where traces are sent."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import urlsplit

import environ

SHORTEST_TOKEN = 16
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK = ["127.0.0.0/8", "::1"]


@dataclass(frozen=True)
class MetricsEnvironment:
    """`folder` is where the processes of one machine count together, None: each counts alone. `port` is a worker's own, 0: none.

    `certificate` is a PEM file or host:port, whose end is told; `llm_monthly` what the operator means to spend on models in a month.
    """

    token: str = field(default="", repr=False)
    allowed: tuple[Network, ...] = ()
    folder: Path | None = None
    port: int = 0
    certificate: str = ""
    llm_monthly: Decimal | None = None


@dataclass(frozen=True)
class TracesEnvironment:
    """`endpoint` is the base address of an OTLP/HTTP receiver, "" for no traces; `share` of all requests is traced."""

    endpoint: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    share: float = 1.0


def read_metrics(env: environ.Env, faults: list[str]) -> MetricsEnvironment:
    """Parse the variables of metrics; what is wrong is added to `faults`."""
    token = str(env.str("METRICS_TOKEN", default="")).strip()
    if token and len(token) < SHORTEST_TOKEN:
        faults.append(f"METRICS_TOKEN: too short. Use {SHORTEST_TOKEN} characters at least.")
    folder = str(env.str("PROMETHEUS_MULTIPROC_DIR", default="")).strip()
    return MetricsEnvironment(
        token=token,
        allowed=_networks(env, faults),
        folder=Path(folder) if folder else None,
        port=_port(env, faults),
        certificate=str(env.str("METRICS_CERTIFICATE", default="")).strip(),
        llm_monthly=_money(env, faults),
    )


def read_traces(env: environ.Env, faults: list[str]) -> TracesEnvironment:
    """Parse OpenTelemetry's own variables; what is wrong is added to `faults`."""
    endpoint = str(env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")).strip().rstrip("/")
    if endpoint and (urlsplit(endpoint).scheme not in ("http", "https") or not urlsplit(endpoint).hostname):
        faults.append("OTEL_EXPORTER_OTLP_ENDPOINT: no address of a receiver. Use http://host:4318.")
    headers = []
    for part in str(env.str("OTEL_EXPORTER_OTLP_HEADERS", default="")).split(","):
        name, equals, value = part.strip().partition("=")
        if name and equals:
            headers.append((name.strip().lower(), value.strip()))
        elif name:
            faults.append("OTEL_EXPORTER_OTLP_HEADERS: cannot be read. Use name=value, parted by commas.")
    return TracesEnvironment(endpoint=endpoint, headers=tuple(headers), share=_share(env, faults))


def _networks(env: environ.Env, faults: list[str]) -> tuple[Network, ...]:
    found: list[Network] = []
    for said in env.list("METRICS_ALLOW", default=LOOPBACK):
        try:
            found.append(ipaddress.ip_network(str(said).strip(), strict=False))
        except ValueError:
            faults.append(f"METRICS_ALLOW: {said!r} is no address or network. Use 127.0.0.1,10.1.2.0/24.")
    return tuple(found)


def _port(env: environ.Env, faults: list[str]) -> int:
    said = str(env.str("METRICS_PORT", default="")).strip() or "0"
    if said.isdigit() and int(said) < 65_536:
        return int(said)
    faults.append(f"METRICS_PORT: {said!r} is no port. Use a number such as 9101, or nothing.")
    return 0


def _money(env: environ.Env, faults: list[str]) -> Decimal | None:
    said = str(env.str("METRICS_LLM_MONTHLY", default="")).strip()
    try:
        sum_ = Decimal(said) if said else None
    except InvalidOperation:
        sum_ = Decimal(-1)
    if sum_ is not None and not (sum_.is_finite() and sum_ > 0):
        faults.append(f"METRICS_LLM_MONTHLY: {said!r} is no sum of money. Use a number above 0, such as 200.")
        return None
    return sum_


def _share(env: environ.Env, faults: list[str]) -> float:
    said = str(env.str("OTEL_TRACES_SAMPLER_ARG", default="")).strip() or "1"
    try:
        share = float(said)
    except ValueError:
        share = -1.0
    if 0 <= share <= 1:
        return share
    faults.append(f"OTEL_TRACES_SAMPLER_ARG: {said!r} is no share. Use a number from 0 to 1, such as 0.1.")
    return 1.0
