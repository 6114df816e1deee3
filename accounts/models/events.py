"""The event outbox."""

from __future__ import annotations

from django.db import models

from accounts.access import TenantQuerySet
from accounts.models.organizations import Organization


class Event(models.Model):
    """The outbox: what happened, appended inside the service's transaction, read by webhooks and notifications."""

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organization", "id"], name="event_by_organization")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
