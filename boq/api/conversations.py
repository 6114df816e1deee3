"""Asking a bill or a project."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, Tenanted, require
from boq.api.base import ActorView
from boq.api.pages import paged
from boq.models import Conversation, Turn
from boq.services import conversations as service
from jobs.repeats import once
from projects.models import Project


class QuestionSerializer(serializers.Serializer[Any]):
    question = serializers.CharField(max_length=service.LONGEST_QUESTION)


class ConversationSerializer(serializers.ModelSerializer[Conversation]):
    boq = serializers.UUIDField(source="boq_id", read_only=True, allow_null=True)
    project = serializers.UUIDField(source="project_id", read_only=True)

    class Meta:
        model = Conversation
        fields = ["id", "project", "boq", "title", "created_at"]
        read_only_fields = fields


class TurnSerializer(serializers.ModelSerializer[Turn]):
    """`given` is what the tools gave, with the queries; `left_out` counts sentences whose numbers are not in the data."""

    conversation = serializers.UUIDField(source="conversation_id", read_only=True)

    class Meta:
        model = Turn
        fields = [
            "id", "conversation", "position", "question", "answer", "given", "left_out", "status", "error_code", "model",
            "input_tokens", "output_tokens", "cost", "cost_currency", "created_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class _Asking(ActorView):
    def asked(self, request: Request, on: Tenanted) -> str:
        """The question of the body, of somebody who may ask `on`."""
        require(self.actor, Action.ANALYSE, on)
        serializer = QuestionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return str(serializer.validated_data["question"])

    def conversation(self, pk: UUID) -> Conversation:
        """A visible conversation, or 404."""
        found: Conversation = Conversation.objects.select_related("project", "boq").get_visible(self.actor, pk=pk)
        return found


class BillConversationsView(_Asking):
    """GET lists the conversations on a bill; POST begins one."""

    @extend_schema(responses=ConversationSerializer(many=True))
    def get(self, request: Request, boq_id: UUID) -> Response:
        found = Conversation.objects.filter(boq=self.boq(boq_id)).order_by("-created_at")
        return paged(self, found, ConversationSerializer)

    @once
    @extend_schema(request=QuestionSerializer, responses={202: TurnSerializer})
    def post(self, request: Request, boq_id: UUID) -> Response:
        boq = self.boq(boq_id)
        turn = service.ask(by=self.actor, project=boq.project, boq=boq, question=self.asked(request, boq))
        return Response(TurnSerializer(turn).data, status=202)


class ProjectConversationsView(_Asking):
    """GET lists the conversations on all bills of a project, POST begins one."""

    @extend_schema(responses=ConversationSerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        project = Project.objects.get_visible(self.actor, pk=project_id)
        found = Conversation.objects.filter(project=project, boq=None).order_by("-created_at")
        return paged(self, found, ConversationSerializer)

    @once
    @extend_schema(request=QuestionSerializer, responses={202: TurnSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        project = Project.objects.get_visible(self.actor, pk=project_id)
        turn = service.ask(by=self.actor, project=project, question=self.asked(request, project))
        return Response(TurnSerializer(turn).data, status=202)


class ConversationView(_Asking):
    """GET shows a conversation, POST goes on with it, DELETE forgets it."""

    @extend_schema(responses=TurnSerializer(many=True))
    def get(self, request: Request, conversation_id: UUID) -> Response:
        return paged(self, self.conversation(conversation_id).turns.order_by("position"), TurnSerializer)

    @once
    @extend_schema(request=QuestionSerializer, responses={202: TurnSerializer})
    def post(self, request: Request, conversation_id: UUID) -> Response:
        one = self.conversation(conversation_id)
        turn = service.ask(
            by=self.actor, project=one.project, boq=one.boq, question=self.asked(request, one), conversation=one
        )
        return Response(TurnSerializer(turn).data, status=202)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, conversation_id: UUID) -> Response:
        service.forget(by=self.actor, conversation=self.conversation(conversation_id))
        return Response(status=204)


class TurnView(_Asking):
    """GET shows an answer as it stands, DELETE stops it on its way."""

    @extend_schema(responses=TurnSerializer)
    def get(self, request: Request, turn_id: UUID) -> Response:
        return Response(TurnSerializer(Turn.objects.get_visible(self.actor, pk=turn_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, turn_id: UUID) -> Response:
        service.stop(by=self.actor, turn=Turn.objects.get_visible(self.actor, pk=turn_id))
        return Response(status=204)
