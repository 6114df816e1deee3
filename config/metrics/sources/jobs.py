"""The queues: one for each kind of job, as the table of jobs has them. What is put off until later does not wait."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily

from config.metrics.sources.asking import rows
from jobs.models import Kind

NAMES = ("mizan_queue_length", "mizan_queue_oldest_seconds", "mizan_jobs_running")
_QUEUES = """
SELECT kind, count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE status = 'running'),
  coalesce(extract(epoch FROM clock_timestamp() - min(created_at) FILTER (WHERE status = 'queued')), 0)
FROM jobs_job WHERE status = 'running' OR (status = 'queued' AND woken_at <= clock_timestamp()) GROUP BY kind
"""


def look() -> Iterator[Metric]:
    """How many wait, for how long the oldest has, and how many are at work; every kind is named, also with none."""
    length = GaugeMetricFamily("mizan_queue_length", "Jobs that wait for a worker.", labels=["queue"])
    oldest = GaugeMetricFamily("mizan_queue_oldest_seconds", "Age of the oldest job that waits.", labels=["queue"])
    running = GaugeMetricFamily("mizan_jobs_running", "Jobs that a worker holds.", labels=["kind"])
    found = {kind: (waiting, working, float(age)) for kind, waiting, working, age in rows(_QUEUES)}
    for kind in Kind.values:
        waiting, working, age = found.get(kind, (0, 0, 0.0))
        length.add_metric([kind], waiting)
        running.add_metric([kind], working)
        oldest.add_metric([kind], max(0.0, age))
    yield from (length, oldest, running)
