"""Handing an organization over, and deleting it. Pages and API ask for a fresh sign-in before either."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.access import Action, Actor, Role
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Invitation, Membership, Organization, TokenFamily, User
from accounts.post import post
from accounts.services.standing import held
from accounts.services.trail import emit, record
from accounts.services.withdrawing import withdraw


@transaction.atomic
def transfer(*, by: Actor, membership: Membership, link: str) -> Membership:
    """Make a member the owner in the place of `by`, who stays as an admin. Both are told by mail; `link` leads to the members."""
    if by.user_id is None:
        raise NotFound("not_found")
    organization, by = held(by, membership.organization_id, Action.TRANSFER_OWNERSHIP)
    given: Membership | None = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if given is None:
        raise NotFound("not_found")
    if given.user_id == by.user_id or not given.user.is_active:
        raise Conflict("organization.no_heir")
    former = Membership.objects.select_related("user").get(organization=organization, user_id=by.user_id)
    given.role, former.role = Role.OWNER, Role.ADMIN
    Membership.objects.bulk_update([given, former], ["role"])
    record(
        by=by, action="organization.transferred", target=organization, to=str(given.user_id), former=str(former.user_id)
    )
    of_an_owner = Invitation.objects.filter(organization=organization, invited_by_id=by.user_id, role=Role.OWNER)
    withdraw(by=by, invitations=of_an_owner, why="organization.transferred")
    emit(organization_id=organization.pk, kind="organization.transferred", user=str(given.user_id))
    for one in (given, former):
        post(
            to=one.user,
            template="ownership_transferred",
            organization=organization.name,
            person=given.user.get_full_name(),
            link=link,
        )
    return given


@transaction.atomic
def delete_organization(*, by: Actor, organization_id: UUID, name: str) -> None:
    """Close an organization for ever: from this moment nobody belongs to it and no key opens it; its rows and files go in the background.

    `name` is its name as the person typed it, else Invalid. The audit trail stays.
    """
    organization, by = held(by, organization_id, Action.DELETE_ORGANIZATION)
    if " ".join(name.split()) != " ".join(organization.name.split()):
        raise Invalid("organization.name_differs")
    people = list(User.objects.filter(memberships__organization=organization))
    record(by=by, action="organization.deleted", target=organization, members=len(people))
    for person in people:
        post(to=person, template="organization_deleted", organization=organization.name)
    withdraw(by=by, invitations=organization.invitations.all(), why="organization.deleted")
    organization.memberships.all().delete()
    organization.invitations.all().delete()
    organization.api_keys.all().delete()
    TokenFamily.objects.filter(organization=organization).delete()
    organization.deleted_at = timezone.now()
    organization.llm_opt_out = True  # an analysis under way sends nothing more
    organization.save(update_fields=["deleted_at", "llm_opt_out"])


def remove_deleted_organizations() -> int:
    """Remove the rows and files of organizations that were deleted. Returns how many.

    The timetable calls it every minute: what fails, because a worker was still writing or somebody outside did not answer, is tried
    again, and holds up no other; the first failure is raised at the end.
    """
    removed, failures = 0, []
    for organization in Organization.objects.exclude(deleted_at=None).order_by("deleted_at"):
        try:
            for hook in settings.WHEN_AN_ORGANIZATION_GOES:
                import_string(hook)(organization.pk)
            organization.delete()
        except Exception as error:  # whatever it is, the others go
            failures.append(error)
        else:
            removed += 1
    if failures:
        raise failures[0]
    return removed
