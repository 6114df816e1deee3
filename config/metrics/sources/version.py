"""Which Mizan this is."""

from __future__ import annotations

import platform
from collections.abc import Iterator

import django
from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily

from config.release import VERSION

NAMES = ("mizan_info",)


def look() -> Iterator[Metric]:
    """Always 1, with the versions in its labels."""
    told = GaugeMetricFamily("mizan_info", "Which Mizan runs on what.", labels=["version", "python", "django"])
    told.add_metric([VERSION, platform.python_version(), django.get_version()], 1)
    yield told
