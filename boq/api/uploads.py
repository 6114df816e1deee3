"""Uploading a file, and the decision on one that Mizan is unsure about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from boq.api.base import ActorView, QueuedSerializer, queued
from boq.engine.tables.told import TOLD_KINDS
from boq.models import Upload
from boq.services import mapping, uploads
from boq.services.words_on_files import MAX_ROW, MAX_RUNS
from config.api import CleanMultiPartParser
from jobs.repeats import once
from projects.models import Project


class UploadedSerializer(QueuedSerializer):
    """`known`: the project had the same bytes before; `boq` is then the bill that was read from them, if there is one."""

    upload = serializers.UUIDField()
    known = serializers.BooleanField()
    boq = serializers.UUIDField(allow_null=True)


class UploadRequestSerializer(serializers.Serializer[Any]):
    """A file; with `again` one that is known is read once more."""

    file = serializers.FileField()
    again = serializers.BooleanField(required=False)


class RowRunSerializer(serializers.Serializer[Any]):
    """Rows `first` to `last` (1-based, both included) and what they are."""

    first = serializers.IntegerField(min_value=1, max_value=MAX_ROW)
    last = serializers.IntegerField(min_value=1, max_value=MAX_ROW, required=False)
    kind = serializers.ChoiceField([kind.value for kind in TOLD_KINDS])


class SheetDecisionSerializer(serializers.Serializer[Any]):
    """A person's word on one sheet. Without `columns` they are those that Mizan sees; `marks` are "." or "," by column letters."""

    use = serializers.BooleanField(default=True)
    summary = serializers.BooleanField(default=False, help_text="not a bill, but what adds up the bills")
    header_row = serializers.IntegerField(min_value=0, max_value=1_048_576, allow_null=True, default=None)
    columns = serializers.DictField(child=serializers.CharField(max_length=3, allow_blank=True), default=dict)
    marks = serializers.DictField(child=serializers.CharField(max_length=1, allow_blank=True), default=dict)
    rows = serializers.ListField(child=RowRunSerializer(), default=list, max_length=MAX_RUNS)


class TrySerializer(serializers.Serializer[Any]):
    """Words on sheets by name, to be tried."""

    sheets = serializers.DictField(child=SheetDecisionSerializer(), default=dict)


class ReadAgainSerializer(serializers.Serializer[Any]):
    """`plain` reads without kept layouts."""

    plain = serializers.BooleanField(default=False)


class DecisionSerializer(TrySerializer):
    """Accept the reading as shown, or say what sheets are. The word is kept as a layout unless `keep` is false."""

    accept = serializers.BooleanField(default=False)
    keep = serializers.BooleanField(default=True)
    name = serializers.CharField(max_length=120, allow_blank=True, default="")


class UploadView(ActorView):
    """A file into a project. The same bytes again answer the same upload, its job and its bill; `again` reads them once more."""

    key_writes = (Scope.BOQS_WRITE,)

    parser_classes = [CleanMultiPartParser]

    @once
    @extend_schema(request={"multipart/form-data": UploadRequestSerializer}, responses={202: UploadedSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        project = Project.objects.get_visible(self.actor, pk=project_id)
        again = str(request.POST.get("again", "")).lower() in ("1", "true", "on", "yes")
        upload, job = uploads.receive(by=self.actor, project=project, file=request.FILES.get("file"), again=again)
        return queued(job, upload=str(upload.pk), known=upload.known, boq=job.result.get("boq"))


class MappingView(ActorView):
    """GET shows the file with Mizan's reading and its questions; POST decides."""

    key_reads = (Scope.BOQS_WRITE,)
    key_writes = (Scope.BOQS_WRITE,)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, upload_id: UUID) -> Response:
        upload = Upload.objects.get_visible(self.actor, pk=upload_id)
        return Response(mapping.preview(by=self.actor, upload=upload))

    @extend_schema(request=DecisionSerializer, responses={202: QueuedSerializer})
    def post(self, request: Request, upload_id: UUID) -> Response:
        upload = Upload.objects.get_visible(self.actor, pk=upload_id)
        decision = DecisionSerializer(data=request.data)
        decision.is_valid(raise_exception=True)
        given = decision.validated_data
        job = mapping.decide(by=self.actor, upload=upload, **given)
        return queued(job)


class TryView(ActorView):
    """What words on a file would come to: the receipt, its questions and what changes. Nothing is saved."""

    key_writes = (Scope.BOQS_WRITE,)

    @extend_schema(request=TrySerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, upload_id: UUID) -> Response:
        upload = Upload.objects.get_visible(self.actor, pk=upload_id)
        asked = TrySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        trial = mapping.attempt(by=self.actor, upload=upload, sheets=asked.validated_data["sheets"])
        return Response(msgspec.to_builtins(trial))


class ReadAgainView(ActorView):
    """Read the stored original once more, with `plain` without kept layouts."""

    key_writes = (Scope.BOQS_WRITE,)

    @once
    @extend_schema(request=ReadAgainSerializer, responses={202: QueuedSerializer})
    def post(self, request: Request, upload_id: UUID) -> Response:
        upload = Upload.objects.get_visible(self.actor, pk=upload_id)
        asked = ReadAgainSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return queued(mapping.read_again(by=self.actor, upload=upload, plain=asked.validated_data["plain"]))
