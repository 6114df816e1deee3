"""The event outbox."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.access import TenantQuerySet
from accounts.models.organizations import Organization


class Event(models.Model):
    """The outbox: what happened, appended inside the service's transaction, read by webhooks and notifications.

    `request_id` is that of the request which caused it. `read_at` is when it was handed on to whoever asked for such news: what is unread
    is found by it, as ids become visible in another order than they are given.
    """

    id = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True, default="", db_default="")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "id"], name="event_by_organization"),
            models.Index(fields=["id"], name="event_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
