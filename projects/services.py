"""Making and changing projects."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from accounts.access import ROLE_ACTIONS, Action, Actor, require, require_here
from accounts.errors import Invalid, NotFound, Stale
from accounts.models import Membership
from accounts.services import emit, record
from accounts.services.members import by_rank
from projects.models import Project, ProjectMember

EDITABLE = ("name", "client", "location", "currency")


@transaction.atomic
def create_project(*, by: Actor, name: str, client: str = "", location: str = "", currency: str = "") -> Project:
    """A new project in the actor's organization."""
    project = Project.objects.create(
        organization_id=require_here(by, Action.EDIT_PROJECT),
        name=name,
        client=client,
        location=location,
        currency=currency.upper(),
        created_by_id=by.user_id,
    )
    record(by=by, action="project.created", target=project)
    emit(organization_id=project.organization_id, kind="project.created", project=str(project.pk))
    return project


@transaction.atomic
def update_project(*, by: Actor, project: Project, seen: Collection[str] | None = None, **changes: str) -> Project:
    """Change the fields of EDITABLE that are given. Raises Stale unless the project still has one of the versions `seen`."""
    require(by, Action.EDIT_PROJECT, project)
    project = _unchanged(project, seen)
    changed = [field for field in EDITABLE if field in changes and getattr(project, field) != changes[field]]
    for field in changed:
        setattr(project, field, changes[field])
    if changed:
        project.save(update_fields=[*changed, "updated_at"])
        record(by=by, action="project.changed", target=project, fields=changed)
    return project


@transaction.atomic
def delete_project(*, by: Actor, project: Project, seen: Collection[str] | None = None) -> None:
    """Remove a project with all its bills; their stored files go with it once the transaction holds. `seen` as in `update_project`."""
    require(by, Action.DELETE_PROJECT, project)
    project = _unchanged(project, seen)
    record(by=by, action="project.deleted", target=project)
    emit(organization_id=project.organization_id, kind="project.deleted", project=str(project.pk))
    project.delete()


def _unchanged(project: Project, seen: Collection[str] | None = None) -> Project:
    """The project as it is now, locked. Raises NotFound when it went meanwhile, Stale for another version than those `seen`."""
    now: Project | None = Project.objects.select_for_update(of=("self",)).filter(pk=project.pk).first()
    if now is None:
        raise NotFound("not_found")
    if seen is not None and now.version not in seen:
        raise Stale("stale_version")
    return now


@transaction.atomic
def narrow_project(*, by: Actor, project: Project, people: Iterable[UUID]) -> Project:
    """Only owners, admins and the members `people` see the project from now on; who was named before and is not now is no more.

    Raises Invalid for somebody who is not a member of the organization.
    """
    require(by, Action.NARROW_PROJECT, project)
    project = _unchanged(project)
    wanted = set(people)
    members = set(
        Membership.objects.filter(organization_id=project.organization_id, user_id__in=wanted).values_list(
            "user_id", flat=True
        )
    )
    if wanted - members:
        raise Invalid("project.not_a_member")
    named = set(project.named.values_list("user_id", flat=True))
    if project.narrowed and named == wanted:
        return project
    project.named.filter(user_id__in=named - wanted).delete()
    ProjectMember.objects.bulk_create(
        ProjectMember(organization_id=project.organization_id, project=project, user_id=one) for one in wanted - named
    )
    project.narrowed = True
    project.save(update_fields=["narrowed", "updated_at"])
    record(
        by=by,
        action="project.narrowed",
        target=project,
        named=sorted(map(str, wanted - named)),
        unnamed=sorted(map(str, named - wanted)),
    )
    return project


@transaction.atomic
def open_project(*, by: Actor, project: Project) -> Project:
    """Every member of the organization sees the project from now on. Names that stood on it are forgotten."""
    require(by, Action.NARROW_PROJECT, project)
    project = _unchanged(project)
    if project.narrowed:
        project.named.all().delete()
        project.narrowed = False
        project.save(update_fields=["narrowed", "updated_at"])
        record(by=by, action="project.opened", target=project)
    return project


class Seer(NamedTuple):
    """A member of the organization: whether they see every project by their role, and whether they are named on this one."""

    membership: Membership
    always: bool
    named: bool


def people_of(*, by: Actor, project: Project) -> list[Seer]:
    """Everybody in the organization, and how they stand to the project; for those who may narrow it."""
    require(by, Action.NARROW_PROJECT, project)
    named = set(project.named.values_list("user_id", flat=True))
    rows = by_rank(Membership.objects.filter(organization_id=project.organization_id))
    return [Seer(one, Action.NARROW_PROJECT in ROLE_ACTIONS[one.role], one.user_id in named) for one in rows]
