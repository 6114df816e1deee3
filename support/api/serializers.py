"""Tickets as JSON."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from support.forms import PRIORITIES
from support.models import SUBJECT, TEXT, Attachment, Message, Ticket
from support.services.asking import REFERENCE, SCORE_WORDS


class TicketSerializer(serializers.ModelSerializer[Ticket]):
    """`status` is new, open, waiting (for whoever asked), solved or closed; `number` is what people know it by."""

    class Meta:
        model = Ticket
        fields = [
            "id", "number", "subject", "status", "priority", "source", "request_id", "error_code", "score", "created_at", "updated_at",
            "first_response_at", "solved_at",
        ]  # fmt: skip
        read_only_fields = fields


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    class Meta:
        model = Attachment
        fields = ["id", "name", "size", "sha256"]
        read_only_fields = fields


class MessageSerializer(serializers.ModelSerializer[Message]):
    """`kind` is person, program or staff."""

    attachments = AttachmentSerializer(many=True, read_only=True)

    class Meta:
        model = Message
        fields = ["id", "kind", "by_mail", "text", "attachments", "created_at"]
        read_only_fields = fields


class ThreadSerializer(TicketSerializer):
    """A ticket with its messages, the first one first."""

    messages = MessageSerializer(many=True, read_only=True, source="thread")

    class Meta(TicketSerializer.Meta):
        fields = [*TicketSerializer.Meta.fields, "messages"]
        read_only_fields = fields


class NewMessageSerializer(serializers.Serializer[Any]):
    """As JSON, or as a form with `files`: up to five, 10 MB each."""

    text = serializers.CharField(max_length=TEXT)
    files = serializers.ListField(child=serializers.FileField(), required=False, write_only=True)


class NewTicketSerializer(NewMessageSerializer):
    """`request_id` is the one of the answer that went wrong: it stands in the body of every error."""

    subject = serializers.CharField(max_length=SUBJECT)
    priority = serializers.ChoiceField(choices=[value for value, _label in PRIORITIES], default="normal")
    request_id = serializers.CharField(max_length=REFERENCE, allow_blank=True, default="")
    error_code = serializers.CharField(max_length=REFERENCE, allow_blank=True, default="")


class StateSerializer(serializers.Serializer[Any]):
    """`solved`, or `open` for what was not solved after all."""

    status = serializers.ChoiceField(choices=["solved", "open"])


class RatingSerializer(serializers.Serializer[Any]):
    score = serializers.IntegerField(min_value=1, max_value=5)
    words = serializers.CharField(max_length=SCORE_WORDS, allow_blank=True, default="")


class ArticleSerializer(serializers.Serializer[Any]):
    """An answer of the help, in the language of the request."""

    slug = serializers.CharField()
    topic = serializers.CharField()
    title = serializers.CharField()
    body = serializers.CharField()
