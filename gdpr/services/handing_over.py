"""What becomes of a person's organizations before the person goes: handed over where others work in them, removed where nobody does."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.access import SYSTEM, Role
from accounts.models import Membership, Organization, User
from accounts.post import post
from accounts.services import emit, record
from accounts.services.standing import left_ownerless_by

_ORDER = (Role.OWNER, Role.ADMIN, Role.ESTIMATOR, Role.VIEWER)


def to_hand_over(user: User) -> list[Organization]:
    """Organizations with other members that would be left without an owner."""
    return left_ownerless_by(user)


def to_remove(user: User) -> list[Organization]:
    """Organizations in which the person is alone: they go, with all their work."""
    mine = Organization.objects.filter(memberships__user=user, deleted_at=None).order_by("created_at", "pk")
    return [one for one in mine if not one.memberships.exclude(user=user).exists()]


def heirs(organization: Organization, user: User) -> QuerySet[Membership]:
    """Who can become the owner: those who can sign in first, then by role, then by how long they belong."""
    rank = Case(*(When(role=role, then=Value(place)) for place, role in enumerate(_ORDER)), output_field=IntegerField())
    others = Membership.objects.filter(organization=organization).exclude(user=user).select_related("user")
    found: QuerySet[Membership] = others.annotate(rank=rank).order_by("-user__is_active", "rank", "created_at", "pk")
    return found


def hand_over_all(user: User, successors: Mapping[str, str]) -> int:
    """Make the chosen members owners. One who left meanwhile is replaced by the member next to an owner. Returns how many."""
    count = 0
    for organization in to_hand_over(user):
        with transaction.atomic():
            Organization.objects.select_for_update().get(pk=organization.pk)
            members = heirs(organization, user)
            chosen = successors.get(str(organization.pk))
            heir = next((one for one in members if str(one.user_id) == chosen and one.user.is_active), members.first())
            if heir is None:
                continue  # everybody else left meanwhile: it is removed
            Membership.objects.filter(pk=heir.pk).update(role=Role.OWNER)
            record(by=SYSTEM, action="organization.inherited", target=organization, to=str(heir.user_id))
            emit(organization_id=organization.pk, kind="organization.transferred", user=str(heir.user_id))
            post(to=heir.user, template="organization_inherited", organization=organization.name)
            count += 1
    return count


def remove_all(user: User) -> list[UUID]:
    """Remove the organizations in which the person is alone, with their rows and files. Returns their ids."""
    gone = []
    for organization in to_remove(user):
        if not _closed(organization, user):
            continue
        for hook in settings.WHEN_AN_ORGANIZATION_GOES:
            import_string(hook)(organization.pk)
        gone.append(organization.pk)
        organization.delete()
    return gone


@transaction.atomic
def _closed(organization: Organization, user: User) -> bool:
    """Close the organization to everybody; False when somebody joined it meanwhile: under its lock nobody can."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    if organization.memberships.exclude(user=user).exists():
        return False
    record(by=SYSTEM, action="organization.deleted", target=organization, members=1)
    Organization.objects.filter(pk=organization.pk).update(deleted_at=timezone.now(), llm_opt_out=True)
    return True
