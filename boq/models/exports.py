"""Downloads made from a bill, kept for a while."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User
from boq.models.boqs import Boq


def export_path(export: Export, name: str) -> str:
    """Files lie by organization and export id."""
    return f"exports/{export.organization_id}/{export.pk}"


class Export(models.Model):
    """One file made from one bill. `file` is empty until the job is done and after `expires_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    boq = models.ForeignKey(Boq, on_delete=models.CASCADE, related_name="exports")
    format = models.CharField(_("format"), max_length=16)
    language = models.CharField(max_length=8, default="en")
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to=export_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    requested_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = TenantQuerySet.as_manager()
    narrowed_by = "boq__project_id"

    def __str__(self) -> str:
        return self.name

    @property
    def ready(self) -> bool:
        """True when the file can be downloaded now."""
        return bool(self.file) and self.expires_at > timezone.now()
