"""Mails about the end of a trial: one some days before, one when it has ended. Each is queued once, whatever is tried again."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Organization
from accounts.plans import TRIAL
from billing.models import PlanNotice
from billing.services import funnel
from billing.services.plans import date_words, mail_owner, owners_of

SOON = timedelta(days=3)


def tell_of_ends() -> int:
    """Tell owners whose trial ends soon or has ended; answers how many organizations were told something."""
    if not settings.PLANS:
        return 0
    now = timezone.now()
    trials = Organization.objects.filter(plan=TRIAL, deleted_at=None)
    told = 0
    for one in trials.filter(plan_ends_at__gt=now, plan_ends_at__lte=now + SOON):
        told += _tell(one, PlanNotice.Kind.ENDS_SOON, "trial_ends_soon")
    for one in trials.filter(plan_ends_at__lte=now):
        told += _tell(one, PlanNotice.Kind.ENDED, "trial_ended")
    return told


@transaction.atomic
def _tell(organization: Organization, kind: PlanNotice.Kind, template: str) -> bool:
    ends_at = organization.plan_ends_at
    if ends_at is None:
        return False
    _, first = PlanNotice.objects.get_or_create(organization=organization, kind=kind, ends_at=ends_at)
    if not first:
        return False
    if kind == PlanNotice.Kind.ENDED:
        funnel.note(organization, "trial_ended_at", at=ends_at)
    for owner in owners_of(organization):
        mail_owner(owner, organization, template, date=date_words(ends_at, owner.language or "en"))
    return True
