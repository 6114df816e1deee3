"""Deliveries on their way, and webhooks that do not get them."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import Metric
from prometheus_client.metrics_core import GaugeMetricFamily

from config.metrics.sources.asking import rows

NAMES = ("mizan_webhook_deliveries", "mizan_webhook_oldest_due_seconds", "mizan_webhook_endpoints")
_DELIVERIES = """
SELECT count(*) FILTER (WHERE delivery.status = 'queued'), count(*) FILTER (WHERE delivery.status = 'failed'),
  coalesce(extract(epoch FROM now() - min(next_try_at) FILTER (
    WHERE next_try_at <= now() AND (rests_until IS NULL OR rests_until <= now()))), 0)
FROM webhooks_delivery AS delivery JOIN webhooks_endpoint AS endpoint ON endpoint.id = delivery.endpoint_id
WHERE delivery.status IN ('queued', 'failed') AND endpoint.enabled
"""
_ENDPOINTS = """
SELECT count(*) FILTER (WHERE enabled AND failures = 0), count(*) FILTER (WHERE enabled AND failures > 0),
  count(*) FILTER (WHERE NOT enabled AND disabled_reason <> 'by_hand')
FROM webhooks_endpoint
"""


def look() -> Iterator[Metric]:
    """Pending ones were not tried yet, failing ones are tried again; how long the oldest has been due tells of a sender that is gone."""
    pending, failing, due = rows(_DELIVERIES)[0]
    deliveries = GaugeMetricFamily("mizan_webhook_deliveries", "Deliveries that are not made yet.", labels=["state"])
    deliveries.add_metric(["pending"], pending)
    deliveries.add_metric(["failing"], failing)
    yield deliveries
    yield GaugeMetricFamily(
        "mizan_webhook_oldest_due_seconds", "How long the oldest delivery has been due.", value=max(0.0, float(due))
    )
    endpoints = GaugeMetricFamily("mizan_webhook_endpoints", "Webhooks by how they stand.", labels=["state"])
    for state, count in zip(("working", "failing", "switched_off"), rows(_ENDPOINTS)[0], strict=True):
        endpoints.add_metric([state], count)
    yield endpoints
