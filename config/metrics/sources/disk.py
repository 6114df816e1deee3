"""Room where uploads lie."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily

NAMES = ("mizan_storage_free_bytes", "mizan_storage_size_bytes")


def look() -> Iterator[Metric]:
    """Of the disk that holds the folder of uploads, or will once there is one."""
    usage = shutil.disk_usage(existing(Path(settings.MEDIA_ROOT)))
    yield GaugeMetricFamily("mizan_storage_free_bytes", "Free room where uploads lie.", value=float(usage.free))
    yield GaugeMetricFamily("mizan_storage_size_bytes", "Size of the disk where uploads lie.", value=float(usage.total))


def existing(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))
