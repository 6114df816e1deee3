"""Vectors of texts, made once: a text says the same in every bill."""

from __future__ import annotations

import uuid

from django.db import models

from accounts.access import TenantQuerySet
from accounts.models import Organization


class Embedding(models.Model):
    """The vector of one text of one organization: 16-bit floats, little-endian. A vector says something about its text, so it is kept
    apart like the text itself. Without an organization: texts of Mizan's own, such as typical works.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", null=True)
    model = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    vector = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "model", "digest"], nulls_distinct=False, name="one_vector_per_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.digest[:8]}"
