"""When the certificate of this server ends: from its file, or from whoever answers at an address."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from django.conf import settings
from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily

NAMES = ("mizan_certificate_expires_timestamp_seconds",)
CONNECT_SECONDS = 2.0


def look() -> Iterator[Metric]:
    """The end of what METRICS_CERTIFICATE names; nothing where it names nothing."""
    if where := settings.METRICS.certificate:
        yield GaugeMetricFamily(NAMES[0], "When the certificate of this server ends.", value=expires(where))


def expires(where: str) -> float:
    """Seconds since 1970. `where` is a PEM file, the first certificate of which counts, or host:port. Raises OSError, ValueError."""
    path = Path(where)
    host, colon, port = where.rpartition(":")
    if path.is_absolute() or not (colon and port.isdigit()):
        found = x509.load_pem_x509_certificate(path.read_bytes())
    else:
        found = x509.load_der_x509_certificate(_shown_by(host.strip("[]"), int(port)))
    return found.not_valid_after_utc.timestamp()


def _shown_by(host: str, port: int) -> bytes:
    """The certificate as it is shown there; also one that has ended, or is not trusted, has an end to be told."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection((host, port), timeout=CONNECT_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=host) as wrapped,
    ):
        shown = wrapped.getpeercert(binary_form=True)
    if not shown:
        raise ValueError("no certificate is shown there")
    return shown
