"""What is wrong or worth a look: codes and facts; the words are in `finding_words.py`."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from boq.engine.model import Severity
from boq.models.analyses import Analysis
from boq.models.boqs import Boq
from boq.models.fields import tenant_of_many
from boq.models.messages import message

SEVERITY_NAMES = {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.INFO: _("note")}


class Finding(models.Model):
    """One finding about one item (by its stable key) or the whole bill; from the rules, or from an analysis."""

    class Origin(models.TextChoices):
        RULES = "rules", _("rule")
        OFFLINE = "offline", _("offline analyst")
        LLM = "llm", _("language model")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = tenant_of_many()
    boq = models.ForeignKey(Boq, on_delete=models.CASCADE, related_name="findings", db_index=False)
    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, null=True, related_name="findings")
    position = models.PositiveIntegerField()
    origin = models.CharField(max_length=16, choices=Origin.choices)
    code = models.CharField(max_length=64)
    severity = models.CharField(max_length=16, choices=[(s.value, name) for s, name in SEVERITY_NAMES.items()])
    item_key = models.CharField(max_length=40, blank=True)
    sheet = models.CharField(max_length=255, blank=True)
    row = models.PositiveIntegerField(default=0)
    cell = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "boq__project_id"

    class Meta:
        indexes = [
            models.Index(fields=["boq", "code"], name="finding_by_code"),
            models.Index(fields=["boq", "item_key"], name="finding_by_item"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.cell}"

    @property
    def message(self) -> str:
        """The finding in words, in the active language."""
        return message(self.code, self.facts)
