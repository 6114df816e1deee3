"""Analyses of a bill: by a language model or by the offline analyst, and what they classified."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User
from boq.models.boqs import Boq
from boq.models.fields import tenant_of_many


class Analysis(models.Model):
    """One analysis of one reading. `state` is what a resumed run needs to know; `stats` what the pages show."""

    class Analyst(models.TextChoices):
        OFFLINE = "offline", _("Offline analyst (rules and text statistics, no language model)")
        LLM = "llm", _("Language model")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    boq = models.ForeignKey(Boq, on_delete=models.CASCADE, related_name="analyses")
    analyst = models.CharField(max_length=16, choices=Analyst.choices)
    model = models.CharField(max_length=128, blank=True)
    options = models.JSONField(default=dict, help_text=_("what was asked: kinds, standard, language, runs"))
    route = models.JSONField(default=list, help_text=_("who could be asked, in order: name, host, model, terms"))
    summary = models.TextField(blank=True)
    complete = models.BooleanField(default=False)
    state = models.JSONField(default=dict)
    stats = models.JSONField(default=dict)
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    cost = models.DecimalField(max_digits=20, decimal_places=10, null=True)
    cost_currency = models.CharField(max_length=3, blank=True)
    requested_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "boq__project_id"

    class Meta:
        indexes = [models.Index(fields=["boq", "-created_at"], name="analysis_by_boq")]
        verbose_name_plural = "analyses"

    def __str__(self) -> str:
        return f"{self.analyst} {self.pk}"


class Classification(models.Model):
    """The cost group that an analysis gave an item, how sure it is (0 to 1), and which step decided."""

    organization = tenant_of_many()
    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="classifications", db_index=False)
    item_key = models.CharField(max_length=40)
    group = models.CharField(max_length=32)
    confidence = models.DecimalField(max_digits=4, decimal_places=3)
    step = models.CharField(max_length=32)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "analysis__boq__project_id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["analysis", "item_key"], name="one_class_per_item")]

    def __str__(self) -> str:
        return f"{self.item_key} {self.group}"
