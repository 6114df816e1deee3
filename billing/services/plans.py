"""Putting an organization on a plan: the one place that does, whoever decided it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import formats, translation

from accounts.access import Actor
from accounts.errors import Invalid
from accounts.models import Organization, User
from accounts.plans import BY_NAME
from accounts.post import post
from accounts.services import emit, record
from accounts.services.standing import active_owners


@transaction.atomic
def put_on_plan(
    *,
    by: Actor,
    organization: Organization,
    plan: str,
    ends_at: datetime | None,
    why: str,
    words: str = "",
    tell: bool = True,
) -> bool:
    """Put `organization` on `plan` until `ends_at` (None: without end) and tell its owners; False when it stands so already.

    The caller has checked that `by` may. `why` is a code for the trail: request or stripe; `words` are staff's, for the owners.
    """
    if plan not in BY_NAME:
        raise Invalid("billing.unknown_plan")
    row = Organization.objects.select_for_update().get(pk=organization.pk)
    if (row.plan, row.plan_ends_at) == (plan, ends_at):
        return False
    was = row.plan
    row.plan, row.plan_ends_at = plan, ends_at
    row.save(update_fields=["plan", "plan_ends_at"])
    organization.plan, organization.plan_ends_at = plan, ends_at
    end = ends_at.isoformat() if ends_at else None
    record(by=by, action="plan.changed", target=row, note=words, was=was, plan=plan, ends_at=end, why=why)
    emit(organization_id=row.pk, kind="plan.changed", was=was, plan=plan, ends_at=end)
    if tell:
        _tell(row, words)
    return True


def _tell(organization: Organization, words: str) -> None:
    for owner in owners_of(organization):
        language = owner.language or "en"
        mail_owner(
            owner,
            organization,
            "plan_changed",
            plan=plan_words(organization.plan, language),
            until=date_words(organization.plan_ends_at, language),
            words=words,
        )


def owners_of(organization: Organization) -> list[User]:
    """The owners who can sign in."""
    return [one.user for one in active_owners(organization).select_related("user").order_by("created_at")]


def mail_owner(owner: User, organization: Organization, template: str, **facts: str) -> None:
    """Queue a mail about the plan. It names the page and holds no link: often no request says at which address this server is."""
    post(to=owner, template=template, organization=organization.name, **facts)


def plan_words(plan: str, language: str) -> str:
    """The plan's name in a language."""
    with translation.override(language):
        return str(BY_NAME[plan].label) if plan in BY_NAME else plan


def date_words(when: datetime | None, language: str) -> str:
    """A day as it is read in a language; empty for none."""
    with translation.override(language):
        return str(formats.date_format(when, "DATE_FORMAT")) if when else ""
