"""What is answered: prices by party and version."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization
from boq.models.boqs import STATE_NAMES, Boq, Item
from boq.models.fields import choices, figure, tenant_of_many
from projects.models import Bidder


class PriceSet(models.Model):
    """All prices of one party in one version. The file's own set has party "" and position 0."""

    class Source(models.TextChoices):
        FILE = "file", _("from the file")
        ENTERED = "entered", _("entered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    boq = models.ForeignKey(Boq, on_delete=models.CASCADE, related_name="price_sets")
    position = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=255, blank=True)
    version = models.CharField(max_length=64, blank=True)
    bidder = models.ForeignKey(Bidder, on_delete=models.SET_NULL, null=True, related_name="price_sets")
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.FILE)
    total = figure()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "boq__project_id"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["boq", "party", "version"], name="one_price_set_per_party_and_version")
        ]

    def __str__(self) -> str:
        return self.party or str(_("the file's prices"))


class Price(models.Model):
    """One party's answer to one item. `amount` as stated, `calculated` from quantity and rate; both are kept."""

    organization = tenant_of_many()
    price_set = models.ForeignKey(
        PriceSet, on_delete=models.CASCADE, related_name="prices", db_index=False, db_constraint=False
    )
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="prices", db_index=False, db_constraint=False
    )  # the index of the constraint below serves it
    state = models.CharField(max_length=16, choices=choices(STATE_NAMES))
    rate = figure(null=True)
    amount = figure(null=True)
    calculated = figure(null=True)
    rate_base = figure()
    components = models.JSONField(default=list)
    raw_rate = models.CharField(max_length=255, blank=True)
    raw_amount = models.CharField(max_length=255, blank=True)
    rate_column = models.PositiveSmallIntegerField(default=0)
    amount_column = models.PositiveSmallIntegerField(default=0)
    amount_row = models.PositiveIntegerField(default=0)
    amount_formula = models.TextField(blank=True)

    objects = TenantQuerySet.as_manager()
    narrowed_by = "price_set__boq__project_id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "price_set"], name="one_price_per_item_and_set")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.state} {self.amount}"
