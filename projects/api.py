"""`/api/v1/projects/`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.access import TenantQuerySet
from accounts.api.base import ActorView
from accounts.scopes import Scope
from projects import services
from projects.models import Project
from projects.serializers import PeopleChangeSerializer, PeopleSerializer, ProjectSerializer


class ProjectViewSet(viewsets.ModelViewSet[Project]):
    """Projects of the current organization."""

    queryset = Project.objects.none()
    serializer_class = ProjectSerializer
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    key_reads = (Scope.PROJECTS_READ,)
    key_writes = (Scope.PROJECTS_WRITE,)

    def get_queryset(self) -> TenantQuerySet:
        return Project.objects.visible_to(getattr(self.request, "actor", None)).order_by("-created_at", "pk")

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        serializer.instance = services.create_project(by=self.request.actor, **serializer.validated_data)

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        serializer.instance = services.update_project(
            by=self.request.actor, project=serializer.instance, **serializer.validated_data
        )

    def perform_destroy(self, instance: Project) -> None:
        services.delete_project(by=self.request.actor, project=instance)


class ProjectPeopleView(ActorView):
    """Who sees a project: look, or narrow it to named members and open it again. For owners and admins."""

    @extend_schema(responses=PeopleSerializer)
    def get(self, request: Request, project_id: UUID) -> Response:
        return self._shown(Project.objects.get_visible(self.actor, pk=project_id))

    @extend_schema(request=PeopleChangeSerializer, responses=PeopleSerializer)
    def put(self, request: Request, project_id: UUID) -> Response:
        project = Project.objects.get_visible(self.actor, pk=project_id)
        services.people_of(by=self.actor, project=project)  # the role comes before the form
        wanted = self.given(PeopleChangeSerializer)
        if wanted["narrowed"]:
            return self._shown(services.narrow_project(by=self.actor, project=project, people=wanted["people"]))
        return self._shown(services.open_project(by=self.actor, project=project))

    def _shown(self, project: Project) -> Response:
        people = services.people_of(by=self.actor, project=project)
        return Response(PeopleSerializer({"narrowed": project.narrowed, "people": people}).data)
