"""`/api/v1/webhooks/`: for owners and admins, and keys with `webhooks:read` and `webhooks:write`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, TenantQuerySet, require_here
from accounts.api.base import ActorView
from accounts.fresh import require_fresh_sign_in
from accounts.scopes import Scope
from jobs.repeats import once
from webhooks import services
from webhooks.api import serializers as shapes
from webhooks.kinds import KINDS
from webhooks.models import Delivery, Endpoint


class WebhookView(ActorView):
    """What all of these share: the scopes, and the webhook of the address."""

    key_reads = (Scope.WEBHOOKS_READ, Scope.WEBHOOKS_WRITE)
    key_writes = (Scope.WEBHOOKS_WRITE,)

    def endpoint(self, endpoint_id: UUID, action: Action = Action.VIEW_WEBHOOKS) -> Endpoint:
        return services.endpoint_of(self.actor, endpoint_id, action)

    def prove(self, request: Request) -> None:
        """A person has signed in of late; a key proves itself each time."""
        if self.actor.key_id is None:
            require_fresh_sign_in(request)


def _shown(endpoint: Endpoint, plain: str) -> Response:
    return Response({**shapes.WebhookSerializer(endpoint).data, "secret": plain}, status=201)


class WebhooksView(WebhookView):
    """GET lists the webhooks, newest first; POST makes one and answers its secret, which is shown this once."""

    @extend_schema(responses=shapes.WebhookSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(shapes.WebhookSerializer(services.endpoints_of(self.actor), many=True).data)

    @extend_schema(request=shapes.NewWebhookSerializer, responses={201: shapes.ShownWebhookSerializer})
    def post(self, request: Request) -> Response:
        require_here(self.actor, Action.MANAGE_WEBHOOKS)
        self.prove(request)
        return _shown(*services.create_endpoint(by=self.actor, **self.given(shapes.NewWebhookSerializer)))


class KindsView(WebhookView):
    """The events that can be asked for."""

    @extend_schema(responses=shapes.WebhookKindSerializer(many=True))
    def get(self, request: Request) -> Response:
        require_here(self.actor, Action.VIEW_WEBHOOKS)
        rows = [{"code": kind.code, "words": str(kind.words), "names": kind.fields} for kind in KINDS]
        return Response(shapes.WebhookKindSerializer(rows, many=True).data)


class OneWebhookView(WebhookView):
    """One webhook: look at it, change it, switch it on or off with `enabled`, delete it.

    Another address asks for a sign-in of a moment ago, as a new webhook does.
    """

    @extend_schema(responses=shapes.WebhookSerializer)
    def get(self, request: Request, endpoint_id: UUID) -> Response:
        return Response(shapes.WebhookSerializer(self.endpoint(endpoint_id)).data)

    @extend_schema(request=shapes.WebhookChangeSerializer, responses=shapes.WebhookSerializer)
    def patch(self, request: Request, endpoint_id: UUID) -> Response:
        endpoint = self.endpoint(endpoint_id, Action.MANAGE_WEBHOOKS)
        values = self.given(shapes.WebhookChangeSerializer)
        if values.get("url", endpoint.url) != endpoint.url:
            self.prove(request)
        enabled = values.pop("enabled", None)
        if values:
            endpoint = services.change_endpoint(by=self.actor, endpoint=endpoint, **values)
        if enabled is not None:
            endpoint = services.switch_endpoint(by=self.actor, endpoint=endpoint, enabled=enabled)
        return Response(shapes.WebhookSerializer(endpoint).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, endpoint_id: UUID) -> Response:
        services.delete_endpoint(by=self.actor, endpoint=self.endpoint(endpoint_id, Action.MANAGE_WEBHOOKS))
        return Response(status=204)


class SecretView(WebhookView):
    """Another secret, shown this once; the old one signs beside it for `overlap_hours`."""

    @extend_schema(request=shapes.SecretRotationSerializer, responses={201: shapes.ShownWebhookSerializer})
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        endpoint = self.endpoint(endpoint_id, Action.MANAGE_WEBHOOKS)
        self.prove(request)
        hours = self.given(shapes.SecretRotationSerializer)["overlap_hours"]
        return _shown(*services.rotate_secret(by=self.actor, endpoint=endpoint, overlap=timedelta(hours=hours)))


class TestView(WebhookView):
    """Sends a message of the kind `webhook.test`. Look at the delivery for what came of it."""

    @extend_schema(request=None, responses={202: shapes.DeliverySerializer})
    @once
    def post(self, request: Request, endpoint_id: UUID) -> Response:
        endpoint = self.endpoint(endpoint_id, Action.MANAGE_WEBHOOKS)
        return Response(
            shapes.DeliverySerializer(services.send_test(by=self.actor, endpoint=endpoint)).data, status=202
        )


class DeliveriesView(WebhookView, ListAPIView[Delivery]):
    """What was and will be sent to it, newest first."""

    serializer_class = shapes.DeliverySerializer
    queryset = Delivery.objects.none()
    filterset_fields = ["status", "kind"]

    def get_queryset(self) -> TenantQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return Delivery.objects.none()
        return services.deliveries_of(self.actor, self.endpoint(self.kwargs["endpoint_id"]))


class DeliveryView(WebhookView):
    """One delivery, with what is sent and every try."""

    @extend_schema(responses=shapes.WholeDeliverySerializer)
    def get(self, request: Request, endpoint_id: UUID, delivery_id: UUID) -> Response:
        return Response(shapes.WholeDeliverySerializer(self.delivery(endpoint_id, delivery_id)).data)

    def delivery(self, endpoint_id: UUID, delivery_id: UUID) -> Delivery:
        return services.delivery_of(self.actor, self.endpoint(endpoint_id), delivery_id)


class RedeliverView(DeliveryView):
    """Sends it again under the same `webhook-id`, at once."""

    http_method_names = ["post", "options"]

    @extend_schema(request=None, responses={202: shapes.DeliverySerializer})
    def post(self, request: Request, endpoint_id: UUID, delivery_id: UUID) -> Response:
        again: Any = services.redeliver(by=self.actor, delivery=self.delivery(endpoint_id, delivery_id))
        return Response(shapes.DeliverySerializer(again).data, status=202)
