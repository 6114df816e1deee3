"""The layouts that an organization keeps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, require
from accounts.scopes import Scope
from boq.api.base import ActorView
from boq.api.pages import paged
from boq.models import Layout
from boq.services import layouts


class LayoutSerializer(serializers.ModelSerializer[Layout]):
    """`sheets` hold, by sheet, the heading it is recognized by and what was said of it."""

    upload = serializers.UUIDField(source="upload_id", read_only=True, allow_null=True)

    class Meta:
        model = Layout
        fields = ["id", "name", "enabled", "sheets", "settled", "upload", "made_at", "used_count", "used_at"]
        read_only_fields = ["id", "sheets", "settled", "upload", "made_at", "used_count", "used_at"]


class LayoutChangeSerializer(serializers.Serializer[Any]):
    """What may change of a layout."""

    name = serializers.CharField(max_length=layouts.NAME, required=False)
    enabled = serializers.BooleanField(required=False)


class LayoutsView(ActorView):
    """All layouts of the organization, the latest first. A layout is made by deciding on a file with `keep`."""

    key_reads = (Scope.BOQS_READ,)

    @extend_schema(responses=LayoutSerializer(many=True))
    def get(self, request: Request) -> Response:
        return paged(self, Layout.objects.visible_to(self.actor).order_by("-made_at", "pk"), LayoutSerializer)


class LayoutView(ActorView):
    """One layout: rename it, switch it off or on, delete it."""

    key_reads = (Scope.BOQS_READ,)
    key_writes = (Scope.BOQS_WRITE,)

    @extend_schema(responses=LayoutSerializer)
    def get(self, request: Request, layout_id: UUID) -> Response:
        return Response(LayoutSerializer(Layout.objects.get_visible(self.actor, pk=layout_id)).data)

    @extend_schema(request=LayoutChangeSerializer, responses=LayoutSerializer)
    def patch(self, request: Request, layout_id: UUID) -> Response:
        layout = Layout.objects.get_visible(self.actor, pk=layout_id)
        require(self.actor, Action.KEEP_LAYOUT, layout)
        change = LayoutChangeSerializer(data=request.data)
        change.is_valid(raise_exception=True)
        given = change.validated_data
        if "name" in given:
            layout = layouts.rename(by=self.actor, layout=layout, name=given["name"])
        if "enabled" in given:
            layout = layouts.switch(by=self.actor, layout=layout, enabled=given["enabled"])
        return Response(LayoutSerializer(layout).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, layout_id: UUID) -> Response:
        layouts.delete(by=self.actor, layout=Layout.objects.get_visible(self.actor, pk=layout_id))
        return Response(status=204)
