"""The way from signing up to paying, organization by organization: dates and nothing else. Each date is the first, and stays."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import Organization
from billing.models import Funnel

STEPS = (
    "signed_up_at", "first_upload_at", "first_receipt_at", "first_export_at", "trial_ended_at", "upgrade_asked_at", "paid_at",
    "cancelled_at",
)  # fmt: skip
# What the work itself tells is looked up where it is kept; a date that was found stays, also when the upload is deleted later.
_FILL = """
INSERT INTO billing_funnel (organization_id, signed_up_at, paid_plan)
  SELECT id, created_at, '' FROM accounts_organization AS one
  WHERE EXISTS (SELECT 1 FROM accounts_membership WHERE organization_id = one.id)  -- the public demo has nobody, and signed up for nothing
  ON CONFLICT (organization_id) DO NOTHING;
UPDATE billing_funnel SET first_upload_at = found.first
  FROM (SELECT organization_id, min(created_at) AS first FROM boq_upload GROUP BY organization_id) AS found
  WHERE found.organization_id = billing_funnel.organization_id AND billing_funnel.first_upload_at IS NULL;
UPDATE billing_funnel SET first_receipt_at = found.first
  FROM (SELECT organization_id, min(created_at) AS first FROM boq_boq GROUP BY organization_id) AS found
  WHERE found.organization_id = billing_funnel.organization_id AND billing_funnel.first_receipt_at IS NULL;
UPDATE billing_funnel SET first_export_at = found.first
  FROM (SELECT organization_id, min(created_at) AS first FROM boq_export GROUP BY organization_id) AS found
  WHERE found.organization_id = billing_funnel.organization_id AND billing_funnel.first_export_at IS NULL;
"""


@transaction.atomic
def note(organization: Organization, step: str, *, plan: str = "", at: datetime | None = None) -> None:
    """An organization came to a step; the first time counts. `plan` is the one that was paid for."""
    if step not in STEPS:
        raise ValueError(f"{step!r} is no step")
    row, _ = Funnel.objects.get_or_create(
        organization=organization, defaults={"signed_up_at": organization.created_at, "paid_plan": ""}
    )
    first = {step: at or timezone.now(), **({"paid_plan": plan} if step == "paid_at" else {})}
    Funnel.objects.filter(pk=row.pk, **{step: None}).update(**first)


@transaction.atomic
def fill() -> None:
    """Take the dates of sign-ups, uploads and receipts from where they stand. Safe at any time and as often as one likes."""
    with connection.cursor() as cursor:
        cursor.execute(_FILL)


def counts() -> dict[str, int]:
    """How many organizations came to each step, those included that are gone."""
    return dict(Funnel.objects.aggregate(**{step: Count(step) for step in STEPS}))
