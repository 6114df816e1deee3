"""`/api/v1/projects/`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from accounts.access import Action, TenantQuerySet, require_here
from accounts.api.base import ActorView
from accounts.scopes import Scope
from config.versions import ETAG, IF_MATCH, etag, seen_by
from jobs.repeats import once
from projects import services
from projects.models import Project
from projects.serializers import PeopleChangeSerializer, PeopleSerializer, ProjectSerializer


@extend_schema_view(
    retrieve=extend_schema(parameters=[ETAG]),
    create=extend_schema(parameters=[ETAG]),
    partial_update=extend_schema(parameters=[ETAG, IF_MATCH]),
    destroy=extend_schema(parameters=[IF_MATCH]),
)
class ProjectViewSet(viewsets.ModelViewSet[Project]):
    """Projects of the current organization."""

    queryset = Project.objects.none()
    serializer_class = ProjectSerializer
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    key_reads = (Scope.PROJECTS_READ,)
    key_writes = (Scope.PROJECTS_WRITE,)

    def get_queryset(self) -> TenantQuerySet:
        return Project.objects.visible_to(getattr(self.request, "actor", None)).order_by("-created_at", "pk")

    @once
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        require_here(self.request.actor, Action.EDIT_PROJECT)
        return super().create(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(response.data, dict) and "version" in response.data:
            response["ETag"] = etag(response.data["version"])
        return response

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        serializer.instance = services.create_project(by=self.request.actor, **serializer.validated_data)

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        serializer.instance = services.update_project(
            by=self.request.actor,
            project=serializer.instance,
            seen=seen_by(self.request),
            **serializer.validated_data,
        )

    def perform_destroy(self, instance: Project) -> None:
        services.delete_project(by=self.request.actor, project=instance, seen=seen_by(self.request))


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
