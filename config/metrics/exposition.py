"""The page of metrics, in Prometheus' text format: what all processes of this machine counted, and how things stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from prometheus_client import CollectorRegistry, Metric, disable_created_metrics, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY

from config.metrics import ended
from config.metrics.sources import collect

CONTENT_TYPE = CONTENT_TYPE_LATEST
CACHE, CACHE_RATE = "mizan_cache_requests", "cache_hit_rate"
disable_created_metrics()  # type: ignore[no-untyped-call]


class _Ready:
    """Metrics that are there already, as a collector."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        self.metrics = list(metrics)

    def collect(self) -> Iterator[Metric]:
        return iter(self.metrics)


def page(*, standing: bool = True) -> bytes:
    """The whole page; without `standing` only what was counted, as workers tell it: how things stand is told by web alone."""
    counted = list(counted_here())
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Ready(counted))
    if rate := hit_rate(counted):
        registry.register(_Ready([rate]))
    if standing:
        registry.register(_Ready(collect()))
    return generate_latest(registry)


def counted_here() -> Iterable[Metric]:
    """What the processes that share the folder counted together; of a process without one, its own."""
    folder: Path | None = settings.METRICS.folder
    if folder is None:
        return REGISTRY.collect()
    with ended.alone_in(folder):
        ended.put_together(folder)
        files: Any = MultiProcessCollector(None, path=str(folder))  # type: ignore[no-untyped-call]
        return list(files.collect())


def hit_rate(counted: Iterable[Metric]) -> Metric | None:
    """`cache_hit_rate`: the share of look-ups that found something since the processes began; None before the first."""
    found = {"hit": 0.0, "miss": 0.0}
    for metric in counted:
        if metric.name == CACHE:
            for sample in metric.samples:
                found[sample.labels["result"]] += sample.value
    asked = sum(found.values())
    if not asked:
        return None
    return GaugeMetricFamily(CACHE_RATE, "Share of look-ups in the cache that found something.", found["hit"] / asked)
