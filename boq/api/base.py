"""What the endpoints of a bill share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import Actor
from accounts.errors import Invalid
from boq.models import Boq
from config.api import Pages, storable
from jobs.models import Job


class ActorView(APIView):
    """A view that knows who acts. Its lists are answered in pages, which is said here for the API's description."""

    request: Request
    pagination_class = Pages

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request._request.actor  # type: ignore[attr-defined]
        return actor

    def boq(self, pk: UUID) -> Boq:
        """The visible bill, or 404."""
        boq: Boq = Boq.objects.get_visible(self.actor, pk=pk)
        return boq


class QueuedJobSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()


class QueuedSerializer(serializers.Serializer[Any]):
    """The job that does it."""

    job = QueuedJobSerializer()


def queued(job: Job, **more: Any) -> Response:
    """202 with the job that does it."""
    return Response({"job": {"id": str(job.pk)}, **more}, status=202)


def text_of(params: Any, name: str, most: int = 64) -> str:
    """The first `most` characters of a query parameter. Raises Invalid for a text that no database takes."""
    value: str = params.get(name, "")[:most]
    if not storable(value):
        raise Invalid("bad_text")
    return value
