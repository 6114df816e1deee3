"""Asking for another plan, and staff's answer."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import Action, Actor, ActorKind
from accounts.errors import Conflict, Forbidden, Invalid, NotFound
from accounts.models import Organization
from accounts.plans import FOR_SALE, end_of
from accounts.services import emit, record
from accounts.services.staff import STAFF
from accounts.services.standing import held
from billing.models import UpgradeRequest
from billing.services import funnel
from billing.services.plans import mail_owner, owners_of, plan_words, put_on_plan

WORDS = 2_000
Status = UpgradeRequest.Status


def open_request(by: Actor) -> UpgradeRequest | None:
    """The request of one's organization that waits for an answer."""
    rows = UpgradeRequest.objects.visible_to(by).filter(status=Status.OPEN)
    found: UpgradeRequest | None = rows.select_related("asked_by").first()
    return found


def latest_request(by: Actor) -> UpgradeRequest | None:
    """The newest request of one's organization, whatever became of it."""
    rows = UpgradeRequest.objects.visible_to(by).exclude(status=Status.WITHDRAWN)
    found: UpgradeRequest | None = rows.select_related("asked_by").order_by("-created_at").first()
    return found


@transaction.atomic
def ask(*, by: Actor, organization: Organization, plan: str, words: str = "") -> UpgradeRequest:
    """Ask staff for `plan`. Raises Invalid for one that is none, Conflict for the present one and while another request waits."""
    organization, by = held(by, organization.pk, Action.MANAGE_PLAN)
    words = words.replace("\x00", "").strip()
    if plan not in FOR_SALE:
        raise Invalid("billing.unknown_plan")
    if len(words) > WORDS:
        raise Invalid("billing.too_long", most=WORDS)
    if organization.plan == plan and organization.plan_ends_at is None:
        raise Conflict("billing.same_plan")
    try:
        with transaction.atomic():
            asked = UpgradeRequest.objects.create(
                organization=organization, plan=plan, words=words, asked_by_id=by.user_id
            )
    except IntegrityError as error:  # one_open_request_per_organization
        raise Conflict("billing.asked_already") from error
    record(by=by, action="plan-request.made", target=asked, plan=plan)
    emit(organization_id=organization.pk, kind="plan-request.made", request=str(asked.pk), plan=plan)
    funnel.note(organization, "upgrade_asked_at")
    return asked


@transaction.atomic
def withdraw(*, by: Actor, organization: Organization) -> None:
    """Take the waiting request back. Raises NotFound when none waits."""
    organization, by = held(by, organization.pk, Action.MANAGE_PLAN)
    asked = UpgradeRequest.objects.select_for_update().filter(organization=organization, status=Status.OPEN).first()
    if asked is None:
        raise NotFound("billing.no_request")
    _settle(asked, Status.WITHDRAWN, by)
    record(by=by, action="plan-request.withdrawn", target=asked)


@transaction.atomic
def settle(*, by: Actor, request_id: UUID, accepted: bool, words: str) -> UpgradeRequest:
    """Staff's answer, in `words` that the owners read: the plan changes, or does not. Raises Conflict when somebody was first."""
    if by.kind is not ActorKind.USER or by.role != STAFF:
        raise Forbidden("forbidden", action=STAFF, role=by.role)
    words = words.replace("\x00", "").strip()
    if not words or len(words) > WORDS:
        raise Invalid("billing.no_words", most=WORDS)
    rows = UpgradeRequest.objects.filter(pk=request_id)
    # The organization first, as an owner's withdrawal does: else each would wait for the other.
    Organization.objects.select_for_update().filter(pk__in=rows.values("organization")).first()
    asked: UpgradeRequest | None = rows.select_for_update(of=("self",)).select_related("organization").first()
    if asked is None:
        raise NotFound("not_found")
    if asked.status != Status.OPEN:
        raise Conflict("billing.settled_already")
    asked.answer = words
    _settle(asked, Status.ACCEPTED if accepted else Status.REFUSED, by)
    record(by=by, action=f"plan-request.{asked.status}", target=asked, plan=asked.plan)
    emit(
        organization_id=asked.organization_id,
        kind=f"plan-request.{asked.status}",
        request=str(asked.pk),
        plan=asked.plan,
    )
    if accepted:
        end = end_of(asked.plan)
        put_on_plan(by=by, organization=asked.organization, plan=asked.plan, ends_at=end, why="request", words=words)
        return asked
    for owner in owners_of(asked.organization):
        plan = plan_words(asked.plan, owner.language or "en")
        mail_owner(owner, asked.organization, "plan_request_refused", plan=plan, words=words)
    return asked


def _settle(asked: UpgradeRequest, status: str, by: Actor) -> None:
    asked.status, asked.settled_at, asked.settled_by_id = status, timezone.now(), by.user_id
    asked.save(update_fields=["status", "answer", "settled_at", "settled_by"])
