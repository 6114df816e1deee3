"""How things stand, looked up when Prometheus asks: in the database, in files, in the cache.

A source is a function that yields metrics. One that fails or hangs costs only its own: `mizan_source_up` says so, and the page comes in
time all the same. Several web servers tell the same; rules take the largest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import msgspec
import structlog
from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily

from config.metrics.sources import backups, certificate, database, disk, jobs, llm, version, webhooks
from config.timed import all_within

log = structlog.get_logger(__name__)
SECONDS = 2.5  # Prometheus waits for ten
UP, TOOK = "mizan_source_up", "mizan_source_seconds"


class Source(msgspec.Struct, frozen=True):
    """`names` are all metrics that `look` may yield."""

    name: str
    look: Callable[[], Iterator[Metric]]
    names: tuple[str, ...]


SOURCES: tuple[Source, ...] = tuple(
    Source(module.__name__.rpartition(".")[2], module.look, module.NAMES)
    for module in (version, database, jobs, llm, webhooks, disk, backups, certificate)
)


def collect(sources: tuple[Source, ...] = SOURCES) -> list[Metric]:
    """What all sources tell, and which of them could not."""
    up = GaugeMetricFamily(UP, "1 where a source of metrics answered in time.", labels=["source"])
    took = GaugeMetricFamily(TOOK, "Seconds that a source of metrics took.", labels=["source"])
    found: list[Metric] = [up, took]
    looks = [(f"metrics:{one.name}", lambda one=one: _looked(one)) for one in sources]
    answers = all_within(SECONDS, looks)
    for source in sources:
        answer = answers[f"metrics:{source.name}"]
        up.add_metric([source.name], 0.0 if isinstance(answer, BaseException) else 1.0)
        if isinstance(answer, BaseException):
            log.warning("metrics_source_failed", source=source.name, error=type(answer).__name__)
            continue
        took.add_metric([source.name], answer[0])
        found.extend(answer[1])
    return found


def _looked(source: Source) -> tuple[float, list[Metric]]:
    began = time.perf_counter()
    found = list(source.look())
    return time.perf_counter() - began, found
