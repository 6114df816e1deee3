"""One reading of a file: its sections, its items (what is asked) and its total lines (what it claims).

Numbers of the file keep every digit: numeric(38, 12).
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User
from boq.engine.model import ItemKind, PricingState, Standing, TotalKind, Verdict
from boq.models.fields import choices, figure, tenant_of_many
from boq.models.uploads import Upload
from projects.models import Project

KIND_NAMES = {
    ItemKind.MEASURED: _("measured"),
    ItemKind.LUMP_SUM: _("lump sum"),
    ItemKind.PROVISIONAL_SUM: _("provisional sum"),
    ItemKind.PRIME_COST: _("prime cost"),
    ItemKind.DAYWORK: _("daywork"),
    ItemKind.PERCENTAGE: _("percentage"),
    ItemKind.CONTINGENCY: _("contingency"),
    ItemKind.DISCOUNT: _("discount"),
    ItemKind.TAX: _("tax"),
}
STANDING_NAMES = {
    Standing.COUNTS: _("counts"),
    Standing.OPTIONAL: _("optional"),
    Standing.ALTERNATIVE: _("alternative"),
    Standing.NOT_APPLICABLE: _("not applicable"),
    Standing.SUPERSEDED: _("superseded"),
}
STATE_NAMES = {
    PricingState.PRICED: _("priced"),
    PricingState.ZERO: _("zero"),
    PricingState.UNPRICED: _("unpriced"),
    PricingState.INCLUDED: _("included"),
    PricingState.EXCLUDED: _("excluded"),
    PricingState.RATE_ONLY: _("rate only"),
    PricingState.UNREADABLE: _("unreadable"),
}


class Boq(models.Model):
    """A bill of quantities as read from an upload by one engine version under one mapping."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="boqs")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="boqs")
    name = models.CharField(_("name"), max_length=255)
    engine_version = models.CharField(max_length=32)
    mapping = models.JSONField(default=dict, blank=True)
    format = models.CharField(max_length=16)
    language = models.CharField(max_length=16, blank=True)
    currency = models.CharField(max_length=8, blank=True)
    rounding = figure()
    rounding_basis = models.CharField(max_length=16)
    items_count = models.PositiveIntegerField()
    sections_count = models.PositiveIntegerField()
    findings_count = models.PositiveIntegerField(default=0)
    total = figure()
    stated_total = figure(null=True)
    ties_out = models.BooleanField(null=True)
    receipt_text = models.TextField()  # the exact bytes that every door shows, so text and not jsonb
    row_kinds = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "project_id"

    class Meta:
        verbose_name = _("bill of quantities")
        verbose_name_plural = _("bills of quantities")
        indexes = [models.Index(fields=["project", "-created_at"], name="boq_by_project")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def receipt(self) -> dict[str, Any]:
        """The receipt as plain values."""
        value: dict[str, Any] = json.loads(self.receipt_text)
        return value


class Section(models.Model):
    """A part of the works. `position` is the reading order, `parent` a position or -1.

    `total` and `items_count` cover the whole subtree, which ends with the section at position `last`.
    """

    organization = tenant_of_many()
    boq = models.ForeignKey(Boq, on_delete=models.CASCADE, related_name="sections")
    position = models.IntegerField()
    parent = models.IntegerField()
    last = models.IntegerField()
    level = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    ref = models.CharField(max_length=64, blank=True)
    title = models.TextField()
    sheet = models.CharField(max_length=255)
    row = models.PositiveIntegerField()
    items_count = models.PositiveIntegerField()
    total = figure()
    stated_total = figure(null=True)
    stated_total_cell = models.CharField(max_length=300, blank=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "boq__project_id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["boq", "position"], name="one_section_per_place")]

    def __str__(self) -> str:
        return self.title[:80]


class Item(models.Model):
    """What is asked: one work to be priced. `key` is stable across readings; `section` is a position, -1 for none.

    `resolved` is the text in full where the description is a ditto, `preamble` what texts over the item say of it; their rows
    are the sheet's.
    """

    organization = tenant_of_many()
    boq = models.ForeignKey(Boq, on_delete=models.CASCADE, related_name="items", db_index=False, db_constraint=False)
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    section = models.IntegerField()
    kind = models.CharField(max_length=16, choices=choices(KIND_NAMES))
    standing = models.CharField(max_length=16, choices=choices(STANDING_NAMES))
    ref = models.CharField(max_length=64, blank=True)
    description = models.TextField()
    unit = models.CharField(max_length=64, blank=True)
    unit_code = models.CharField(max_length=16, blank=True)
    unit_factor = figure()
    quantity = figure(null=True)
    raw_quantity = models.CharField(max_length=255, blank=True)
    quantity_formula = models.TextField(blank=True)
    sheet = models.CharField(max_length=255)
    row = models.PositiveIntegerField()
    page = models.PositiveIntegerField(default=0)
    ref_column = models.PositiveSmallIntegerField(default=0)
    description_column = models.PositiveSmallIntegerField(default=0)
    unit_column = models.PositiveSmallIntegerField(default=0)
    quantity_column = models.PositiveSmallIntegerField(default=0)
    hidden = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    resolved = models.TextField(blank=True)
    resolved_row = models.PositiveIntegerField(default=0)
    preamble = models.TextField(blank=True)
    preamble_row = models.PositiveIntegerField(default=0)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "boq__project_id"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["boq", "position"], name="one_item_per_place"),
            models.UniqueConstraint(fields=["boq", "key"], name="one_item_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.description[:60]}"


class Total(models.Model):
    """A total line of the file and what it was found to add up to."""

    organization = tenant_of_many()
    boq = models.ForeignKey(Boq, on_delete=models.CASCADE, related_name="totals")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in TotalKind])
    label = models.TextField()
    party = models.CharField(max_length=255, blank=True)
    section = models.IntegerField(default=-1)
    amount = figure()
    expected = figure(null=True)
    verdict = models.CharField(max_length=16, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    cell = models.CharField(max_length=300)
    claims = models.JSONField(default=list)
    formula = models.TextField(blank=True)
    parts = models.JSONField(default=list)  # positions of the totals that it adds up
    adds = models.PositiveIntegerField(default=0)  # items that it adds up itself
    missing = models.JSONField(default=list)
    extra = models.JSONField(default=list)
    typed = models.BooleanField(default=False)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "boq__project_id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["boq", "position"], name="one_total_per_place")]

    def __str__(self) -> str:
        return f"{self.label[:60]} {self.amount}"
