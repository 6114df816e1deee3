"""Founding, naming and securing organizations."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from accounts.access import ROLE_ACTIONS, Action, Actor, ActorKind, Role
from accounts.errors import Conflict, Invalid, NotFound
from accounts.models import Membership, Organization, User
from accounts.plans import end_of
from accounts.post import post
from accounts.services.actors import has_second_factor
from accounts.services.standing import held, person_of
from accounts.services.trail import emit, record

MOST_OWNED = 20
NAME = 200


@transaction.atomic
def create_organization(*, owner: User, name: str) -> Organization:
    """A new organization owned by `owner`. Raises Invalid without a name, Conflict when they own MOST_OWNED already."""
    name = clean_name(name)
    User.objects.select_for_update().get(pk=owner.pk)
    if Membership.objects.filter(user=owner, role=Role.OWNER).count() >= MOST_OWNED:
        raise Conflict("organization.too_many", most=MOST_OWNED)
    plan = settings.DEFAULT_PLAN
    organization = Organization.objects.create(name=name, plan=plan, plan_ends_at=end_of(plan))
    Membership.objects.create(organization=organization, user=owner, role=Role.OWNER)
    record(
        by=Actor(ActorKind.USER, organization.pk, owner.pk, Role.OWNER, ROLE_ACTIONS[Role.OWNER]),
        action="organization.created",
        target=organization,
    )
    return organization


@transaction.atomic
def found_home(*, user: User, name: str = "") -> Organization:
    """The organization a new user starts with."""
    label = name.strip() or user.name.strip() or user.email.partition("@")[0]
    return create_organization(owner=user, name=label[:NAME])


def clean_name(name: str) -> str:
    """A name for people: one line, at most NAME characters. Raises Invalid for an empty one."""
    found = " ".join(name.replace("\x00", "").split())[:NAME]
    if not found:
        raise Invalid("organization.no_name")
    return found


def organization_of(by: Actor) -> Organization:
    """The organization that one acts in, or NotFound."""
    found = Organization.objects.filter(pk=by.organization_id, deleted_at=None).first() if by.organization_id else None
    if found is None:
        raise NotFound("organization.not_found")
    return found


@transaction.atomic
def rename_organization(*, by: Actor, organization: Organization, name: str) -> Organization:
    """Call it something else."""
    organization, by = held(by, organization.pk, Action.MANAGE_ORGANIZATION)
    if (wanted := clean_name(name)) != organization.name:
        organization.name = wanted
        organization.save(update_fields=["name"])
        record(by=by, action="organization.renamed", target=organization)
        emit(organization_id=organization.pk, kind="organization.renamed", organization=str(organization.pk))
    return organization


@transaction.atomic
def demand_second_factor(
    *, by: Actor, organization: Organization, demanded: bool, link_to_setup: Callable[[], str]
) -> Organization:
    """Let members work only with a second factor, or also without one. Who demands it has one; who has none is told by mail.

    `link_to_setup` gives the full address of the page that sets one up.
    """
    organization, by = held(by, organization.pk, Action.REQUIRE_SECOND_FACTOR)
    if organization.require_second_factor == demanded:
        return organization
    owner = person_of(by)
    if demanded and (owner is None or not has_second_factor(owner)):
        raise Conflict("organization.no_factor_yet")
    organization.require_second_factor = demanded
    organization.save(update_fields=["require_second_factor"])
    action = "organization.second_factor_demanded" if demanded else "organization.second_factor_waived"
    record(by=by, action=action, target=organization)
    if demanded:
        for person in User.objects.filter(memberships__organization=organization, is_active=True):
            if not has_second_factor(person):
                post(to=person, template="second_factor_demanded", organization=organization.name, link=link_to_setup())
    return organization
