"""Webhooks as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from webhooks.kinds import BY_CODE
from webhooks.models import Attempt, Delivery, Endpoint


class WebhookSerializer(serializers.ModelSerializer[Endpoint]):
    """A webhook without its secret. No `kinds` are all kinds; `disabled_reason` is "", `by_hand`, `gone` or `failing`."""

    disabled_reason = serializers.CharField(read_only=True)

    class Meta:
        model = Endpoint
        fields = [
            "id", "name", "url", "description", "kinds", "enabled", "disabled_reason", "disabled_at", "failures", "failing_since",
            "previous_ends_at", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class ShownWebhookSerializer(WebhookSerializer):
    """A webhook with its new secret, which is shown this once."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]
        read_only_fields = fields


class NewWebhookSerializer(serializers.Serializer[Any]):
    """`kinds`: of `/api/v1/webhooks/kinds/`; none are all."""

    name = serializers.CharField(max_length=100)
    url = serializers.CharField(max_length=500)
    description = serializers.CharField(max_length=500, allow_blank=True, default="")
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=list(BY_CODE)), default=list)


class WebhookChangeSerializer(serializers.Serializer[Any]):
    """What is given is changed."""

    name = serializers.CharField(max_length=100, required=False)
    url = serializers.CharField(max_length=500, required=False)
    description = serializers.CharField(max_length=500, allow_blank=True, required=False)
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=list(BY_CODE)), required=False)
    enabled = serializers.BooleanField(required=False)


class SecretRotationSerializer(serializers.Serializer[Any]):
    overlap_hours = serializers.IntegerField(min_value=0, max_value=168, default=24)


class WebhookKindSerializer(serializers.Serializer[Any]):
    """A kind of event; `fields` are those of `data` in its messages."""

    code = serializers.CharField()
    words = serializers.CharField()
    fields = serializers.ListField(child=serializers.CharField(), source="names")  # type: ignore[assignment]


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """`error` is "" or a code: refused, redirect, gone, timeout, no_connection, tls, broken, private_address, …"""

    message_id = serializers.CharField(read_only=True)

    class Meta:
        model = Delivery
        fields = [
            "id", "message_id", "kind", "status", "tries", "status_code", "error", "request_id", "next_try_at", "created_at",
            "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class AttemptSerializer(serializers.ModelSerializer[Attempt]):
    """One try; `reply` is the beginning of the answer, masked."""

    class Meta:
        model = Attempt
        fields = ["number", "started_at", "milliseconds", "status_code", "error", "reply"]
        read_only_fields = fields


class WholeDeliverySerializer(DeliverySerializer):
    """With what is sent, to the letter, and every try."""

    attempts = AttemptSerializer(many=True, read_only=True)

    class Meta(DeliverySerializer.Meta):
        fields = [*DeliverySerializer.Meta.fields, "body", "attempts"]
        read_only_fields = fields
