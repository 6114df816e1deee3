"""Which projects a member does not see."""

from __future__ import annotations

from uuid import UUID

from django.db import DEFAULT_DB_ALIAS

from projects.models import Project, ProjectMember


def hidden_projects(organization_id: UUID, user_id: UUID | None) -> frozenset[UUID]:
    """Projects narrowed to named members among whom the user is not. A key (no user) is never named."""
    # From the primary, also where the page is made from a replica: who may see what is never stale.
    narrowed = Project.objects.using(DEFAULT_DB_ALIAS).filter(organization_id=organization_id, narrowed=True)
    if user_id is not None:
        narrowed = narrowed.exclude(named__user_id=user_id)
    return frozenset(narrowed.values_list("pk", flat=True))


def forget_member(organization_id: UUID, user_id: UUID) -> None:
    """Who left is named nowhere any more: should they come back, nothing opens by itself."""
    ProjectMember.objects.filter(organization_id=organization_id, user_id=user_id).delete()
