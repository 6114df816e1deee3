"""Addresses that are told of events, and what they were told."""

from __future__ import annotations

from gdpr.classes import Source

WORK: tuple[Source, ...] = (
    Source(
        model="webhooks.Endpoint",
        what="addresses of an organization's programs that are told of events, with their secrets, encrypted",
        link="created_by",
        organization="organization name url description secret previous_secret",
        plain="id kinds enabled disabled_reason disabled_at previous_ends_at failures failing_since rests_until created_at updated_at",
        told="id name created_at",
    ),
    Source(
        model="webhooks.Delivery",
        what="messages to those addresses: ids and codes",
        organization="organization endpoint body",
        plain="id event_id kind request_id status tries error status_code next_try_at lease_token lease_expires_at created_at finished_at",
    ),
    Source(
        model="webhooks.Attempt",
        what="tries to deliver them, and the beginning of the answers, masked",
        organization="organization delivery reply",
        plain="id number started_at milliseconds status_code error",
    ),
)
