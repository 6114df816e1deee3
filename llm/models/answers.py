"""Answers that were paid for, by the work they speak of: the same work in another bill or revision is not asked about again."""

from __future__ import annotations

import hashlib
import uuid

from django.db import models

from accounts.access import TenantQuerySet
from accounts.models import Organization


def answer_id(organization_id: uuid.UUID, question: str, model: str, digest: str) -> uuid.UUID:
    """The id of the answer of `model` to `question` about the work with `digest`, within one organization."""
    said = "\x1f".join((str(organization_id), question, model, digest))
    return uuid.UUID(bytes=hashlib.sha256(said.encode()).digest()[:16])


class KeptAnswer(models.Model):
    """One answer of one organization. Its id is made of what was asked (`answer_id`), `answer` is `llm.values.Answered` as JSON."""

    id = models.UUIDField(primary_key=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=128)
    model = models.CharField(max_length=128)
    answer = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "kept answers"

    def __str__(self) -> str:
        return f"{self.question} {self.model} {self.pk}"
