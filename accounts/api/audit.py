"""`/api/v1/audit/`: the audit trail, for owners, admins and keys that were made for it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import ActorView
from accounts.scopes import Scope
from accounts.services import audit
from config.api import Pages


class AuditQuerySerializer(serializers.Serializer[Any]):
    """`text` is an object's id or a request's; `since` and `until` are whole days, both included."""

    actor = serializers.UUIDField(required=False, allow_null=True, default=None)
    action = serializers.CharField(max_length=64, required=False, default="")
    text = serializers.CharField(max_length=64, required=False, default="")
    since = serializers.DateField(required=False, allow_null=True, default=None)
    until = serializers.DateField(required=False, allow_null=True, default=None)


class AuditEntrySerializer(serializers.Serializer[Any]):
    """Who did what to which object. `name`, `email`, `address` and `user_agent` are empty once the person has been erased."""

    id = serializers.IntegerField(source="entry.pk")
    created_at = serializers.DateTimeField(source="entry.created_at")
    actor_kind = serializers.CharField(source="entry.actor_kind")
    actor = serializers.UUIDField(source="entry.actor_id", allow_null=True)
    impersonator = serializers.UUIDField(source="entry.impersonator_id", allow_null=True)
    name = serializers.CharField()
    email = serializers.CharField()
    address = serializers.CharField()
    user_agent = serializers.CharField()
    note = serializers.CharField()
    action = serializers.CharField(source="entry.action")
    target_type = serializers.CharField(source="entry.target_type")
    target = serializers.CharField(source="entry.target_id")
    facts = serializers.DictField(source="entry.facts")
    request_id = serializers.CharField(source="entry.request_id")


class AuditView(ActorView):
    """The organization's audit trail, newest first."""

    key_reads = (Scope.AUDIT_READ,)
    pagination_class = Pages

    @extend_schema(parameters=[AuditQuerySerializer], responses=AuditEntrySerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = AuditQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        pages = Pages()
        page = pages.paginate_queryset(audit.search(self.actor, audit.Wanted(**asked.validated_data)), request, self)
        return pages.get_paginated_response(AuditEntrySerializer(audit.with_persons(list(page or [])), many=True).data)
