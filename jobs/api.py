"""`/api/v1/jobs/`: progress, result, cancel."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.access import TenantQuerySet
from accounts.scopes import ANY_SCOPE, Scope
from config.errors import error_message
from jobs import services
from jobs.models import Job

HIDDEN_RESULTS = {"receipt", "row_kinds"}


class JobErrorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    message = serializers.CharField()
    facts = serializers.DictField()


class JobSerializer(serializers.ModelSerializer[Job]):
    """`error` is null unless the job failed; `result` holds `boq`, `analysis`, `download` or `confirm`."""

    error = serializers.SerializerMethodField()
    result = serializers.SerializerMethodField()
    subject = serializers.UUIDField(source="subject_id", read_only=True)

    class Meta:
        model = Job
        fields = [
            "id", "kind", "subject", "status", "phase", "done", "total", "error", "result", "created_at", "started_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(JobErrorSerializer(allow_null=True))
    def get_error(self, job: Job) -> dict[str, Any] | None:
        if not job.error_code:
            return None
        return {
            "code": job.error_code,
            "message": error_message(job.error_code, job.error_facts),
            "facts": job.error_facts,
        }

    @extend_schema_field(serializers.DictField())
    def get_result(self, job: Job) -> dict[str, Any]:
        return {name: value for name, value in job.result.items() if name not in HIDDEN_RESULTS}


class JobViewSet(ReadOnlyModelViewSet[Job]):
    """Jobs of the current organization, newest first."""

    queryset = Job.objects.none()
    serializer_class = JobSerializer
    filterset_fields = ["kind", "status"]
    key_reads = ANY_SCOPE
    key_writes = (Scope.BOQS_WRITE, Scope.ANALYSES_RUN, Scope.EXPORTS_MAKE)

    def get_queryset(self) -> TenantQuerySet:
        return Job.objects.visible_to(getattr(self.request, "actor", None)).order_by("-created_at", "pk")

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str = "") -> Response:
        """Stop the job; a running one ends within a moment."""
        job = services.cancel(by=request._request.actor, job=self.get_object())  # type: ignore[attr-defined]
        return Response(self.get_serializer(job).data)
