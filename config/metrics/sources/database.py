"""Connections to the database, and its size."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily

from config.metrics.sources.asking import rows

NAMES = ("database_connections_active", "mizan_database_connections_limit", "mizan_database_bytes")
STATES = {
    "active": "active", "idle": "idle", "idle in transaction": "idle_in_transaction",
    "idle in transaction (aborted)": "idle_in_transaction",
}  # fmt: skip
_CONNECTIONS = "SELECT state, count(*) FROM pg_stat_activity WHERE datname = current_database() GROUP BY state"
_LIMITS = "SELECT current_setting('max_connections')::int, pg_database_size(current_database())"


def look() -> Iterator[Metric]:
    """Connections by state; their sum is how many are open."""
    open_ = GaugeMetricFamily("database_connections_active", "Open connections to the database.", labels=["state"])
    counts = dict.fromkeys(("active", "idle", "idle_in_transaction", "other"), 0)
    for state, count in rows(_CONNECTIONS):
        counts[STATES.get(state or "", "other")] += count
    for state, count in counts.items():
        open_.add_metric([state], count)
    yield open_
    limit, size = rows(_LIMITS)[0]
    yield GaugeMetricFamily(
        "mizan_database_connections_limit", "Connections that the database allows.", value=float(limit)
    )
    yield GaugeMetricFamily("mizan_database_bytes", "Size of the database.", value=float(size))
