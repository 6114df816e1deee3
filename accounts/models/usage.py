"""What an organization has used of its plan, day by day."""

from __future__ import annotations

from django.db import models

from accounts.models.organizations import Organization


class QuotaUse(models.Model):
    """How much of one meter (`uploads`, `bytes`, `analyses`) an organization has used on one day (UTC). Counts only rise."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    meter = models.CharField(max_length=32)
    used = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "day", "meter"], name="one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.day} {self.meter} {self.used}"
