"""`/api/v1/plan/`: what the plan holds and how much is used, asking for another, paying. Where there are no plans, all of it is 404."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.access import Action, require_here
from accounts.api.base import ActorView
from accounts.errors import NotFound
from accounts.plans import FOR_SALE, is_over, plan_named
from accounts.services.organizations import organization_of
from billing.models import UpgradeRequest
from billing.services import payments, requests
from billing.services.meters import meters_of
from billing.views.door import require_plans
from billing.views.plan import SESSION
from jobs.repeats import once

AWAY = OpenApiResponse(description="The payment service does not answer; nothing was charged.")


class MeterSerializer(serializers.Serializer[Any]):
    """`limit` is null where the plan has none; `state` is free, near, full or over; `resets_at` is null for what is held."""

    name = serializers.CharField()
    used = serializers.IntegerField()
    limit = serializers.IntegerField(allow_null=True)
    state = serializers.CharField()
    resets_at = serializers.DateTimeField(allow_null=True)


class OrganizationPlanSerializer(serializers.Serializer[Any]):
    """`over`: the plan has ended, and nothing new is begun. `payment` is none, active, ending, past_due, money_back or ended."""

    plan = serializers.CharField()
    ends_at = serializers.DateTimeField(allow_null=True)
    over = serializers.BooleanField()
    payment = serializers.CharField()
    meters = MeterSerializer(many=True)


class PlanRequestSerializer(serializers.ModelSerializer[UpgradeRequest]):
    class Meta:
        model = UpgradeRequest
        fields = ["id", "plan", "words", "status", "answer", "created_at", "settled_at"]
        read_only_fields = fields


class NewPlanRequestSerializer(serializers.Serializer[Any]):
    plan = serializers.ChoiceField(choices=list(FOR_SALE))
    words = serializers.CharField(max_length=requests.WORDS, required=False, allow_blank=True, default="")


class CheckoutSerializer(serializers.Serializer[Any]):
    plan = serializers.ChoiceField(choices=list(FOR_SALE))


class AddressSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()


class PlansApiView(ActorView):
    """A view that is there only where there are plans."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require_plans()


class PlanView(PlansApiView):
    """The plan of the organization, and its meters."""

    @extend_schema(responses=OrganizationPlanSerializer)
    def get(self, request: Request) -> Response:
        one = organization_of(self.actor)
        paid = payments.subscription_of(self.actor)
        found = {
            "plan": plan_named(one.plan).name,
            "ends_at": one.plan_ends_at,
            "over": is_over(one.plan_ends_at),
            "payment": paid.state if paid else "none",
            "meters": meters_of(one),
        }
        return Response(OrganizationPlanSerializer(found).data)


class PlanRequestView(PlansApiView):
    """GET the newest request for a plan; POST asks for one; DELETE withdraws the one that waits. Owners only, but for GET."""

    @extend_schema(responses=PlanRequestSerializer)
    def get(self, request: Request) -> Response:
        found = requests.latest_request(self.actor)
        if found is None:
            raise NotFound("billing.no_request")
        return Response(PlanRequestSerializer(found).data)

    @extend_schema(request=NewPlanRequestSerializer, responses={201: PlanRequestSerializer})
    @once
    def post(self, request: Request) -> Response:
        require_here(self.actor, Action.MANAGE_PLAN)
        asked = requests.ask(
            by=self.actor, organization=organization_of(self.actor), **self.given(NewPlanRequestSerializer)
        )
        return Response(PlanRequestSerializer(asked).data, status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        require_here(self.actor, Action.MANAGE_PLAN)
        requests.withdraw(by=self.actor, organization=organization_of(self.actor))
        return Response(status=204)


class CheckoutView(PlansApiView):
    """The address of the page on which a plan is paid for. The plan changes once the payment is confirmed, never by coming back."""

    @extend_schema(request=CheckoutSerializer, responses={200: AddressSerializer, 503: AWAY})
    def post(self, request: Request) -> Response:
        require_here(self.actor, Action.MANAGE_PLAN)
        url = payments.open_checkout(
            by=self.actor,
            organization=organization_of(self.actor),
            plan=self.given(CheckoutSerializer)["plan"],
            success=f"{_page(request, 'billing:paid')}?session_id={SESSION}",
            cancel=_page(request, "billing:plan"),
            language="en",
        )
        return Response({"url": url})


class PortalView(PlansApiView):
    """The address of the page on which cards, invoices and the subscription are looked after."""

    @extend_schema(request=None, responses={200: AddressSerializer, 503: AWAY})
    def post(self, request: Request) -> Response:
        require_here(self.actor, Action.MANAGE_PLAN)
        back = _page(request, "billing:plan")
        return Response(
            {"url": payments.open_portal(by=self.actor, organization=organization_of(self.actor), back=back)}
        )


def _page(request: Request, name: str) -> str:
    return str(request.build_absolute_uri(reverse(name)))
