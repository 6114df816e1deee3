"""Kept layouts: what a person once said of a file, used again for files of the same shape in their organization."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User
from boq.models.uploads import Upload


def outlive_open_projects(collector: Any, field: Any, layouts: Any, using: str) -> None:
    """When a file goes, its layout stays for the next one of its shape; that of a narrowed project goes with it, or all would see it."""
    apart = layouts.filter(upload__project__narrowed=True)
    models.CASCADE(collector, field, apart, using)
    models.SET_NULL(collector, field, layouts.exclude(pk__in=apart.values("pk")), using)


class Layout(models.Model):
    """`sheets` are `boq.engine.shapes.SheetShape` values, `settled` the codes of the questions that were answered with it.

    A file of the same shape decided on again changes the layout: an organization has one of a `fingerprint`, and each of its narrowed
    projects one of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    fingerprint = models.CharField(max_length=64)
    sheets = models.JSONField()
    settled = models.JSONField(default=list)
    enabled = models.BooleanField(default=True)
    upload = models.ForeignKey(Upload, on_delete=outlive_open_projects, null=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    used_count = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "upload__project_id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "fingerprint"], name="one_layout_per_shape")]

    def __str__(self) -> str:
        return self.name
