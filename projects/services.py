"""Making and changing projects."""

from __future__ import annotations

from django.db import transaction

from accounts.access import Action, Actor, require
from accounts.errors import Forbidden
from accounts.services import emit, record
from projects.models import Project

EDITABLE = ("name", "client", "location", "currency")


@transaction.atomic
def create_project(*, by: Actor, name: str, client: str = "", location: str = "", currency: str = "") -> Project:
    """A new project in the actor's organization."""
    if by.organization_id is None or not by.may(Action.EDIT_PROJECT):
        raise Forbidden("forbidden", action=Action.EDIT_PROJECT.value, role=by.role)
    project = Project.objects.create(
        organization_id=by.organization_id,
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
def update_project(*, by: Actor, project: Project, **changes: str) -> Project:
    """Change the fields of EDITABLE that are given."""
    require(by, Action.EDIT_PROJECT, project)
    changed = [field for field in EDITABLE if field in changes and getattr(project, field) != changes[field]]
    for field in changed:
        setattr(project, field, changes[field])
    if changed:
        project.save(update_fields=[*changed, "updated_at"])
        record(by=by, action="project.changed", target=project, fields=changed)
    return project


@transaction.atomic
def delete_project(*, by: Actor, project: Project) -> None:
    """Remove a project with all its bills; their stored files go with it once the transaction holds."""
    require(by, Action.DELETE_PROJECT, project)
    record(by=by, action="project.deleted", target=project)
    emit(organization_id=project.organization_id, kind="project.deleted", project=str(project.pk))
    project.delete()
