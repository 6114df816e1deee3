"""Exports of a person's data."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User


def export_path(export: DataExport, name: str) -> str:
    """Exports lie by their id; the name that a browser sees is made when it is sent."""
    return f"privacy/{export.pk}"


class DataExport(models.Model):
    """One ZIP with everything that is kept about a person. It is made in a job, fetched by that person alone, and removed in time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(upload_to=export_path, max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    expires_at = models.DateTimeField(_("kept until"))
    downloads = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at"], name="data_export_by_user")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def ready(self) -> bool:
        """True while it can be fetched."""
        return bool(self.file) and self.expires_at > timezone.now()
