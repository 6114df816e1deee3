"""The outbox of events, read into deliveries: each event once for each webhook that asks for it."""

from __future__ import annotations

from uuid import UUID


def wake(organization_id: UUID) -> None:
    """Called once something that happened in the organization is committed."""
