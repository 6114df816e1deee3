"""`/api/v1/keys/`: the API keys of an organization, for its owners and admins; and for a key, what it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, require_here
from accounts.api.base import ActorView
from accounts.errors import NotFound
from accounts.fresh import require_fresh_sign_in
from accounts.models import ApiKey
from accounts.scopes import ANY_SCOPE, Scope
from accounts.services import keys


class KeySerializer(serializers.ModelSerializer[ApiKey]):
    """A key without its secret: `prefix` is its beginning. `replaced_by` is the key that took its place."""

    class Meta:
        model = ApiKey
        fields = ["id", "name", "prefix", "scopes", "created_at", "expires_at", "last_used_at", "replaced_by"]
        read_only_fields = fields


class NewApiKeySerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=[one.value for one in Scope]), min_length=1)
    expires_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class RotationSerializer(serializers.Serializer[Any]):
    overlap_hours = serializers.IntegerField(min_value=0, max_value=168, default=24)


class ShownKeySerializer(KeySerializer):
    """A new key with its secret, which is shown this once."""

    key = serializers.CharField(read_only=True)

    class Meta(KeySerializer.Meta):
        fields = [*KeySerializer.Meta.fields, "key"]
        read_only_fields = fields


def _shown(key: ApiKey, plain: str) -> Response:
    return Response({**KeySerializer(key).data, "key": plain}, status=201)


class ApiKeysView(ActorView):
    """GET lists the keys that were not revoked; POST makes one and answers its secret, which is shown this once.

    Making one asks for a sign-in of a moment ago.
    """

    @extend_schema(responses=KeySerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(KeySerializer(keys.keys_of(self.actor), many=True).data)

    @extend_schema(request=NewApiKeySerializer, responses={201: ShownKeySerializer})
    def post(self, request: Request) -> Response:
        require_here(self.actor, Action.MANAGE_KEYS)
        given = self.given(NewApiKeySerializer)
        require_fresh_sign_in(request)
        return _shown(*keys.create_key(by=self.actor, **given))


class ApiKeyView(ActorView):
    """One key: look at it, or revoke it."""

    @extend_schema(responses=KeySerializer)
    def get(self, request: Request, key_id: UUID) -> Response:
        return Response(KeySerializer(keys.key_of(self.actor, key_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, key_id: UUID) -> Response:
        keys.revoke_key(by=self.actor, key=keys.key_of(self.actor, key_id))
        return Response(status=204)


class RotateKeyView(ActorView):
    """A new key in the place of this one, which works on for `overlap_hours`; asks for a sign-in of a moment ago."""

    @extend_schema(request=RotationSerializer, responses={201: ShownKeySerializer})
    def post(self, request: Request, key_id: UUID) -> Response:
        key = keys.key_of(self.actor, key_id)
        hours = self.given(RotationSerializer)["overlap_hours"]
        require_fresh_sign_in(request)
        return _shown(*keys.rotate_key(by=self.actor, key=key, overlap=timedelta(hours=hours)))


class OwnKeyView(ActorView):
    """The key that asks: its scopes and its end. For keys alone."""

    key_reads = ANY_SCOPE

    @extend_schema(responses=KeySerializer)
    def get(self, request: Request) -> Response:
        if self.actor.key_id is None:
            raise NotFound("not_found")
        return Response(KeySerializer(ApiKey.objects.get_visible(self.actor, pk=self.actor.key_id)).data)
