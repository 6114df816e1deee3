"""What the endpoints of accounts share."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.access import Actor


class ActorView(APIView):
    """A view that knows who acts."""

    request: Request

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request._request.actor  # type: ignore[attr-defined]
        return actor

    def given(self, kind: Any, **more: Any) -> dict[str, Any]:
        """What came, checked by the serializer `kind`."""
        serializer = kind(data=self.request.data, **more)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)
