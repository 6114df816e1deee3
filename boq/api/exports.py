"""Downloads of a bill."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from boq.api.base import ActorView, QueuedSerializer, queued
from boq.api.pages import paged
from boq.engine.reports.base import WRITERS
from boq.models import Export
from boq.services import reports
from jobs.repeats import once

KINDS = sorted({"application/json", *(writer.content_type.partition(";")[0] for writer in WRITERS)})


class ExportSerializer(serializers.ModelSerializer[Export]):
    boq = serializers.UUIDField(source="boq_id", read_only=True)
    ready = serializers.BooleanField(read_only=True)

    class Meta:
        model = Export
        fields = ["id", "boq", "format", "language", "name", "size", "ready", "created_at", "expires_at"]
        read_only_fields = fields


class ExportRequestSerializer(serializers.Serializer[Any]):
    format = serializers.CharField(max_length=16)
    language = serializers.ChoiceField(choices=[code for code, _name in settings.LANGUAGES], default="en")


class ExportsView(ActorView):
    """GET lists a bill's exports; POST makes one."""

    key_reads = (Scope.EXPORTS_MAKE,)
    key_writes = (Scope.EXPORTS_MAKE,)

    @extend_schema(responses=ExportSerializer(many=True))
    def get(self, request: Request, boq_id: UUID) -> Response:
        return paged(self, Export.objects.filter(boq=self.boq(boq_id)).order_by("-created_at"), ExportSerializer)

    @once
    @extend_schema(request=ExportRequestSerializer, responses={202: QueuedSerializer})
    def post(self, request: Request, boq_id: UUID) -> Response:
        boq = self.boq(boq_id)
        asked = ExportRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return queued(reports.request_export(by=self.actor, boq=boq, **asked.validated_data))


class DownloadView(ActorView):
    """The file itself."""

    key_reads = (Scope.EXPORTS_MAKE,)

    @extend_schema(
        responses={
            (200, kind): OpenApiTypes.OBJECT if kind == "application/json" else OpenApiTypes.BINARY for kind in KINDS
        }
    )
    def get(self, request: Request, export_id: UUID) -> FileResponse:
        export = reports.open_export(by=self.actor, export=Export.objects.get_visible(self.actor, pk=export_id))
        return FileResponse(export.file.open("rb"), as_attachment=True, filename=export.name)
