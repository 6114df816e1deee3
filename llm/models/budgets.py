"""What an organization may spend on language models in a month, and what it has spent."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.access import TenantQuerySet
from accounts.models import Organization, User


class Budget(models.Model):
    """The caps that an organization set itself for each month. None is no cap. `monthly_cost` is in `currency`."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, primary_key=True, related_name="+")
    monthly_cost = models.DecimalField(
        _("cost a month, at most"), max_digits=14, decimal_places=4, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    monthly_tokens = models.PositiveBigIntegerField(_("tokens a month, at most"), null=True, blank=True)
    updated_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = TenantQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.monthly_cost} {self.currency}, {self.monthly_tokens}"


class Purse(models.Model):
    """What one organization spent and reserved in one month out of one purse.

    `name` is "cost:USD" (everything that was paid in a currency), "operator:USD" (what was paid with the operator's key), "tokens", or
    "operator:tokens" (those of the operator's model, where a plan limits them).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    name = models.CharField(max_length=16)
    spent = models.DecimalField(max_digits=26, decimal_places=10, default=0)
    reserved = models.DecimalField(max_digits=26, decimal_places=10, default=0)

    objects = TenantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "month", "name"], name="one_purse_a_month_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.month}: {self.spent} + {self.reserved}"
