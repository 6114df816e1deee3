"""The two doors over HTTP. They know who comes, with which scopes and how often, as every view of the API does.

The rest is done behind them.

What stands behind a door is imported with the first request through it.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import ActorView
from accounts.authentication import ApiKeyAuthentication
from accounts.errors import Forbidden, NotFound
from accounts.scopes import ANY_SCOPE, Scope
from accounts.tokens import ActorJWTAuthentication
from config.api import CleanJSONParser


class DoorView(ActorView):
    """A door that `open_when` opens: the name of a setting. Closed, it is not there for anybody."""

    open_when = ""
    parser_classes = (CleanJSONParser,)
    renderer_classes = (JSONRenderer,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if not getattr(settings, self.open_when):
            raise NotFound("not_found")
        super().initial(request, *args, **kwargs)


@extend_schema(exclude=True)
class GraphView(DoorView):
    """GraphQL, which only reads. Each field asks for its own scope."""

    open_when = "GRAPHQL"
    http_method_names = ["post"]
    key_reads = key_writes = (Scope.PROJECTS_READ, Scope.BOQS_READ)

    def post(self, request: Request) -> Response:
        from programs.graph.run import answer

        status, body = answer(request.data, self.actor)
        return Response(body, status=status)


@extend_schema(exclude=True)
class McpView(DoorView):
    """The Model Context Protocol over HTTP, one JSON answer to each request: no session is kept, and no stream.

    Keys and access tokens only: a browser that is signed in is nobody here.
    """

    open_when = "MCP"
    http_method_names = ["post"]
    authentication_classes = (ApiKeyAuthentication, ActorJWTAuthentication)
    key_reads = key_writes = ANY_SCOPE  # who reads is told that the method is none: 405

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not _own_origin(request):
            raise Forbidden("mcp.bad_origin")

    def post(self, request: Request) -> Response:
        from programs.mcp.protocol import answer, unspoken

        if refused := unspoken(request.headers.get("MCP-Protocol-Version", ""), request.data):
            return Response(refused, status=400)
        said = answer(request.data, self.actor)
        return Response(status=202) if said is None else Response(said)


def _own_origin(request: Request) -> bool:
    """False for a page of another site, as the protocol asks of servers (a name that was bent to this address)."""
    origin = request.headers.get("Origin", "")
    return not origin or origin in settings.CORS_ALLOWED_ORIGINS or urlsplit(origin).netloc == request.get_host()
