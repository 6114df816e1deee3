"""The file as it came: never changed, known by its hash."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User
from boq.models.fields import tenant_of_many
from projects.models import Project


def upload_path(upload: Upload, name: str) -> str:
    """Files lie by organization and upload id; the sender's name is kept in the row alone."""
    return f"uploads/{upload.organization_id}/{upload.pk}"


class Upload(models.Model):
    """An immutable file. The same bytes sent to the same project again are the same upload."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="uploads")
    file = models.FileField(upload_to=upload_path, max_length=200)
    name = models.CharField(_("file"), max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    llm_opt_out = models.BooleanField(
        _("no language models"),
        default=False,
        db_default=False,
        help_text=_("nothing that was read from this file is sent to any provider"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "project_id"
    known = False  # set where a file is taken in: the project had these bytes before

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "sha256"], name="one_upload_per_file")]

    def __str__(self) -> str:
        return self.name


class SheetChunk(models.Model):
    """A run of rows of one sheet as texts, packed by `boq.engine.chunks`: what the preview and the inspector draw."""

    organization = tenant_of_many()
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="chunks")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=255)
    first_row = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    data = models.BinaryField()

    objects = TenantQuerySet.as_manager()
    narrowed_by = "upload__project_id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "position"], name="one_chunk_per_place")]
        indexes = [models.Index(fields=["upload", "sheet", "first_row"], name="chunk_by_row")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.first_row}"
