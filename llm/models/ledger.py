"""The ledger: every question put to a provider, what it cost, and the reply that answers the same question next time."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization


class LedgerEntry(models.Model):
    """One question of one organization.

    `status` goes from reserved to answered or failed. A question has at most one reserved or answered entry, which holds the reply;
    a later one that is the same is `reused`, an entry of its own that cost nothing. An entry whose reservation ran out and was taken
    over before its reply came is `late`: it was paid, and is counted.
    """

    class Status(models.TextChoices):
        RESERVED = "reserved", _("asked")
        ANSWERED = "answered", _("answered")
        FAILED = "failed", _("failed")
        REUSED = "reused", _("reused")
        LATE = "late", _("answered too late")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    subject_id = models.UUIDField(null=True, help_text=_("what it was asked for: an analysis"))
    prompt = models.CharField(_("prompt"), max_length=64)
    provider = models.CharField(_("provider"), max_length=255)
    model = models.CharField(_("model"), max_length=128)
    answered_by = models.CharField(max_length=128, blank=True, help_text=_("the model that the provider says answered"))
    input_hash = models.CharField(max_length=64)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    expires_at = models.DateTimeField(null=True)
    reserved_tokens = models.PositiveIntegerField(default=0)
    endpoint = models.CharField(max_length=64, blank=True, help_text=_("the provider's row, or env"))
    held = models.JSONField(
        default=dict, help_text=_("what is held of the month's purses while it is asked: `llm.budget.Hold`")
    )
    likely_tokens = models.PositiveIntegerField(
        default=0, help_text=_("what it counts for when nobody tells what it took")
    )
    likely_cost = models.DecimalField(max_digits=20, decimal_places=10, null=True)
    input_tokens = models.PositiveIntegerField(_("input tokens"), default=0)
    output_tokens = models.PositiveIntegerField(_("output tokens"), default=0)
    cached_input_tokens = models.PositiveIntegerField(default=0)
    estimated = models.BooleanField(default=False, help_text=_("the provider did not count: Mizan did"))
    cost = models.DecimalField(_("cost"), max_digits=20, decimal_places=10, null=True)
    currency = models.CharField(max_length=3, blank=True)
    calls = models.PositiveSmallIntegerField(_("calls"), default=0)
    milliseconds = models.PositiveIntegerField(default=0)
    cached = models.BooleanField(_("reused"), default=False)
    error_code = models.CharField(max_length=64, blank=True)
    reply = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "prompt", "model", "input_hash"],
                condition=Q(status__in=["reserved", "answered"]),
                name="one_reply_per_question",
            )
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at"], name="ledger_by_organization"),
            models.Index(fields=["subject_id"], name="ledger_by_subject"),
            models.Index(fields=["expires_at"], condition=Q(status="reserved"), name="ledger_open_reservations"),
        ]
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")

    def __str__(self) -> str:
        return f"{self.prompt} {self.model} {self.status}"
