"""`/api/v1/projects/`."""

from __future__ import annotations

from typing import Any

from rest_framework import viewsets
from rest_framework.serializers import BaseSerializer

from accounts.access import TenantQuerySet
from accounts.scopes import Scope
from projects import services
from projects.models import Project
from projects.serializers import ProjectSerializer


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
