"""When the last backup was made, and when one was last restored and found whole, as the backup's own file tells it.

`backups/status.json` in the data folder, written by `scripts.operations.status`: {"last_backup": "2026-11-22T03:00:00+00:00", …}. Without
the file nothing is told, and the alert for a missing backup says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily

NAMES = (
    "mizan_backup_last_success_timestamp_seconds", "mizan_backup_last_verified_timestamp_seconds",
    "mizan_backup_last_wal_timestamp_seconds", "mizan_backup_failed",
)  # fmt: skip
FILE = "backups/status.json"
_TIMES = (
    (NAMES[0], "last_backup", "When the last backup was made."),
    (NAMES[1], "last_verified", "When a backup was last restored and verified."),
    (NAMES[2], "last_wal", "When the database's log was last copied to the store."),
)


def look() -> Iterator[Metric]:
    """A time for each that the file names, and whether the last try failed."""
    path = settings.DATA_DIR / FILE
    if not path.exists():
        return
    said: dict[str, Any] = json.loads(path.read_text("utf-8"))
    for name, key, words in _TIMES:
        if (when := seconds(said.get(key))) is not None:
            yield GaugeMetricFamily(name, words, value=when)
    yield GaugeMetricFamily(NAMES[3], "1 while the last try of a backup failed.", value=float("last_failure" in said))


def seconds(said: Any) -> float | None:
    """Seconds since 1970 of a time as the file writes it; None for none. Raises ValueError for what is no time."""
    if said is None or said == "":
        return None
    if isinstance(said, (int, float)) and not isinstance(said, bool):
        return float(said)
    when = datetime.fromisoformat(str(said))
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
