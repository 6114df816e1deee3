"""The audit trail: what was done, and apart from it, erasable, who did it from where."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet


class AuditEntry(models.Model):
    """Who did what to which object: ids and codes only. The database itself refuses to change or remove an entry.

    No foreign keys: entries outlive the organization, the person and the object. `origin_id` leads to the erasable row about the person.
    """

    organization_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    impersonator_id = models.UUIDField(null=True)
    origin_id = models.UUIDField(null=True)
    action = models.CharField(max_length=64)
    target_type = models.CharField(max_length=64)
    target_id = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["organization_id", "-created_at"], name="audit_by_organization"),
            models.Index(fields=["organization_id", "target_id"], name="audit_by_target"),
            models.Index(fields=["actor_id"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id}"


class AuditOrigin(models.Model):
    """A person or key as they came. One row for each combination; erasing a person removes theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)
    name = models.CharField(max_length=150, blank=True)
    email = models.CharField(max_length=254, blank=True)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True, db_default="", help_text=_("why, in the actor's own words"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["actor_id"], name="origin_by_actor")]

    def __str__(self) -> str:
        return str(self.pk)
