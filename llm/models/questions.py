"""Questions that an organization wrote itself."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User


class OwnQuestion(models.Model):
    """What to look for in a bill, in a person's words. A row never changes: a better wording is a new row of the same `series`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    series = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("title"), max_length=80)
    instruction = models.TextField(_("what to look for"), max_length=2_000)
    retired = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="one_own_question_per_version"),
            models.UniqueConstraint(fields=["series"], condition=Q(retired=False), name="one_own_question_in_use"),
        ]
        indexes = [models.Index(fields=["organization", "title"], name="own_questions_by_title")]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
