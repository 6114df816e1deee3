"""Conversations on a bill or a project: what was asked, what was answered, and how it was found."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User
from boq.models.boqs import Boq
from projects.models import Project


class Conversation(models.Model):
    """Questions of one person on one bill, or on all bills of a project."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="conversations")
    boq = models.ForeignKey(Boq, on_delete=models.CASCADE, null=True, related_name="conversations")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "project_id"

    class Meta:
        indexes = [models.Index(fields=["project", "user", "-created_at"], name="conversations_by_project")]

    def __str__(self) -> str:
        return self.title


class Turn(models.Model):
    """One question and its answer. `given` is what the tools gave, with the queries; `left_out` counts sentences without backing."""

    class Status(models.TextChoices):
        ASKED = "asked", _("being answered")
        ANSWERED = "answered", _("answered")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()
    question = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    answer = models.TextField(blank=True)
    given = models.JSONField(default=list)
    left_out = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.ASKED)
    error_code = models.CharField(max_length=64, blank=True)
    model = models.CharField(max_length=128, blank=True)
    input_tokens = models.PositiveIntegerField(default=0)
    output_tokens = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=20, decimal_places=10, null=True)
    cost_currency = models.CharField(max_length=3, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "conversation__project_id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "position"], name="one_turn_per_place")]

    def __str__(self) -> str:
        return self.question[:80]
