"""What the endpoints of data protection take and answer."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from gdpr.models import Consent, DataExport, ErasureRequest, PrivacyRequest
from gdpr.services.choices import LONGEST_REQUEST


class DocumentSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    version = serializers.CharField()
    language = serializers.CharField()
    digest = serializers.CharField(help_text="SHA-256 of the text")


class ConsentSerializer(serializers.ModelSerializer[Consent]):
    class Meta:
        model = Consent
        fields = ["document", "version", "language", "digest", "how", "given_at"]
        read_only_fields = fields


class ConsentsSerializer(serializers.Serializer[Any]):
    """`pending` are the newest versions that were not accepted yet."""

    given = ConsentSerializer(many=True)
    pending = DocumentSerializer(many=True)


class AcceptSerializer(serializers.Serializer[Any]):
    document = serializers.ChoiceField(choices=["privacy", "terms"])
    version = serializers.CharField(max_length=32)


class DataExportSerializer(serializers.ModelSerializer[DataExport]):
    """`ready` says whether it can be fetched at `download/`."""

    ready = serializers.BooleanField(read_only=True)

    class Meta:
        model = DataExport
        fields = ["id", "ready", "size", "sha256", "created_at", "expires_at", "downloads"]
        read_only_fields = fields


class ErasureSerializer(serializers.ModelSerializer[ErasureRequest]):
    class Meta:
        model = ErasureRequest
        fields = ["id", "status", "requested_at", "due_at"]
        read_only_fields = fields


class AskErasureSerializer(serializers.Serializer[Any]):
    """`successors`: for each organization that would be left without an owner, the member who becomes its owner."""

    successors = serializers.DictField(child=serializers.UUIDField(), required=False, default=dict)


@extend_schema_serializer(component_name="PrivacyChoices")
class ChoicesSerializer(serializers.Serializer[Any]):
    """`llm_opt_out`: nothing that one asks for goes to a language model. `restricted`: one's data is kept and not worked with."""

    llm_opt_out = serializers.BooleanField(required=False)
    restricted = serializers.BooleanField(required=False)


class UploadChoiceSerializer(serializers.Serializer[Any]):
    """`llm_opt_out`: nothing that was read from the file goes to a language model."""

    llm_opt_out = serializers.BooleanField()


class PrivacyRequestSerializer(serializers.ModelSerializer[PrivacyRequest]):
    text = serializers.CharField(max_length=LONGEST_REQUEST)

    class Meta:
        model = PrivacyRequest
        fields = ["id", "kind", "text", "created_at", "due_at", "answer", "answered_at"]
        read_only_fields = ["id", "created_at", "due_at", "answer", "answered_at"]
