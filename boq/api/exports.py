"""Downloads of a bill."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from boq.api.base import ActorView, queued
from boq.api.pages import paged
from boq.api.serializers import ExportRequestSerializer, ExportSerializer, QueuedSerializer
from boq.models import Export
from boq.services import reports


class ExportsView(ActorView):
    """GET lists a bill's exports; POST makes one."""

    key_reads = (Scope.EXPORTS_MAKE,)
    key_writes = (Scope.EXPORTS_MAKE,)

    @extend_schema(responses=ExportSerializer(many=True))
    def get(self, request: Request, boq_id: UUID) -> Response:
        return paged(self, Export.objects.filter(boq=self.boq(boq_id)).order_by("-created_at"), ExportSerializer)

    @extend_schema(request=ExportRequestSerializer, responses={202: QueuedSerializer})
    def post(self, request: Request, boq_id: UUID) -> Response:
        boq = self.boq(boq_id)
        asked = ExportRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return queued(reports.request_export(by=self.actor, boq=boq, **asked.validated_data))


class DownloadView(ActorView):
    """The file itself."""

    key_reads = (Scope.EXPORTS_MAKE,)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, export_id: UUID) -> FileResponse:
        export = reports.open_export(by=self.actor, export=Export.objects.get_visible(self.actor, pk=export_id))
        return FileResponse(export.file.open("rb"), as_attachment=True, filename=export.name)
