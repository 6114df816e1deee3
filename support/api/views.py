"""`/api/v1/support/`: one's tickets, and keys' with `support:read` and `support:write`; `/api/v1/help/` for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.base import ActorView
from accounts.scopes import Scope
from config.api import CleanJSONParser, CleanMultiPartParser
from jobs.repeats import once
from support.api import serializers as shapes
from support.articles import articles
from support.models import Source, Ticket, TicketQuerySet
from support.search import find
from support.services import asking
from support.services.common import may_ask
from support.services.files import Given
from support.views.help import question
from support.views.tickets import as_download, files_of


class SupportView(ActorView):
    """What all of these share: the scopes, and the ticket of the address."""

    key_reads = (Scope.SUPPORT_READ, Scope.SUPPORT_WRITE)
    key_writes = (Scope.SUPPORT_WRITE,)

    def ticket(self, ticket_id: UUID) -> Ticket:
        return asking.ticket_of(self.actor, ticket_id)

    def written(self, kind: Any) -> dict[str, Any]:
        """What was sent, its files read."""
        said, sent = self.request.data, self.request.FILES.getlist("files")
        fields = {name: said[name] for name in said if name != "files"} if isinstance(said, Mapping) else said
        serializer = kind(data=fields)
        serializer.is_valid(raise_exception=True)
        files: list[Given] = files_of(sent)
        return {**serializer.validated_data, "files": files}


def _thread(ticket: Ticket, status: int = 200) -> Response:
    ticket.thread = asking.thread_of(ticket)  # type: ignore[attr-defined]
    return Response(shapes.ThreadSerializer(ticket).data, status=status)


class TicketsView(SupportView, ListAPIView[Ticket]):
    """GET lists the tickets, the latest word first; POST opens one."""

    serializer_class = shapes.TicketSerializer
    queryset = Ticket.objects.none()
    parser_classes = [CleanJSONParser, CleanMultiPartParser]
    filterset_fields = ["status"]

    def get_queryset(self) -> TicketQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Ticket.objects.none()
        return asking.tickets_of(self.actor)

    @extend_schema(request=shapes.NewTicketSerializer, responses={201: shapes.ThreadSerializer})
    @once
    def post(self, request: Request) -> Response:
        may_ask(self.actor)
        given = self.written(shapes.NewTicketSerializer)
        return _thread(asking.open_ticket(by=self.actor, source=Source.API, **given), 201)


class TicketView(SupportView):
    """One ticket with its messages; PATCH says that it is solved, or is not."""

    @extend_schema(responses=shapes.ThreadSerializer)
    def get(self, request: Request, ticket_id: UUID) -> Response:
        return _thread(self.ticket(ticket_id))

    @extend_schema(request=shapes.StateSerializer, responses=shapes.ThreadSerializer)
    def patch(self, request: Request, ticket_id: UUID) -> Response:
        ticket = self.ticket(ticket_id)
        step = asking.settle if self.given(shapes.StateSerializer)["status"] == "solved" else asking.reopen
        return _thread(step(by=self.actor, ticket=ticket))


class MessagesView(SupportView):
    """Another message."""

    parser_classes = [CleanJSONParser, CleanMultiPartParser]

    @extend_schema(request=shapes.NewMessageSerializer, responses={201: shapes.MessageSerializer})
    @once
    def post(self, request: Request, ticket_id: UUID) -> Response:
        ticket = self.ticket(ticket_id)
        message = asking.write(by=self.actor, ticket=ticket, **self.written(shapes.NewMessageSerializer))
        return Response(shapes.MessageSerializer(message).data, status=201)


class RatingView(SupportView):
    """How content one is, from 1 to 5, once the ticket is solved."""

    @extend_schema(request=shapes.RatingSerializer, responses=shapes.TicketSerializer)
    def put(self, request: Request, ticket_id: UUID) -> Response:
        ticket = self.ticket(ticket_id)
        rated = asking.rate(by=self.actor, ticket=ticket, **self.given(shapes.RatingSerializer))
        return Response(shapes.TicketSerializer(rated).data)


class AttachmentView(SupportView):
    """A file that is attached to a message."""

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, ticket_id: UUID, attachment_id: UUID) -> Any:
        return as_download(asking.attachment_of(self.actor, self.ticket(ticket_id), attachment_id))


class HelpView(APIView):
    """Answers of the help, in the language of the request: all of them, or what is found for `q`, the nearest first."""

    permission_classes = [AllowAny]

    @extend_schema(parameters=[OpenApiParameter("q", str)], responses=shapes.ArticleSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = question(request._request)
        return Response(shapes.ArticleSerializer(find(asked) if asked else articles(), many=True).data)
