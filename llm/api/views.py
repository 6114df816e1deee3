"""`/api/v1/llm/`: the providers of an organization, for its owners and admins; where texts go, for every member."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import Action, Actor, require_here
from accounts.models import Organization
from llm.api import serializers as shapes
from llm.models import LlmProvider
from llm.presets import PRESETS
from llm.services import budgets, destinations, providers, states, trying


class _View(APIView):
    """A view that knows who acts."""

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request._request.actor  # type: ignore[attr-defined]
        return actor

    def provider(self, pk: UUID) -> LlmProvider:
        """The provider, for somebody who may manage it."""
        return providers.provider_of(self.actor, pk)

    def given(self, kind: Any, **more: Any) -> dict[str, Any]:
        """What came, checked."""
        serializer = kind(data=self.request.data, **more)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def answer(self, provider: LlmProvider, status: int = 200) -> Response:
        """The provider as it stands now."""
        fresh = LlmProvider.objects.prefetch_related("keys").get(pk=provider.pk)
        return Response(shapes.ProviderSerializer(states.state_of(fresh)).data, status=status)


class PresetsView(_View):
    """Providers that are known by name."""

    @extend_schema(responses=shapes.PresetSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(shapes.PresetSerializer(PRESETS, many=True).data)


class DestinationsView(_View):
    """Where the texts of an analysis may go now, in the order of trying, and under which terms. For every member."""

    @extend_schema(responses=shapes.DestinationsSerializer)
    def get(self, request: Request) -> Response:
        assert self.actor.organization_id is not None
        return Response(shapes.DestinationsSerializer(destinations.destinations_of(self.actor.organization_id)).data)


class ProvidersView(_View):
    """GET lists the providers in the order of trying; POST adds one, which is off until its terms are recorded."""

    @extend_schema(responses=shapes.ProviderAnswerSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(shapes.ProviderSerializer(states.states(self.actor), many=True).data)

    @extend_schema(request=shapes.ProviderSettingsSerializer, responses={201: shapes.ProviderAnswerSerializer})
    def post(self, request: Request) -> Response:
        require_here(self.actor, Action.MANAGE_ORGANIZATION)
        values = self.given(shapes.ProviderSettingsSerializer)
        return self.answer(providers.add_provider(by=self.actor, **values), 201)


class ProviderView(_View):
    """One provider: read, change, switch, move, remove. At another server its keys and terms are forgotten."""

    @extend_schema(responses=shapes.ProviderAnswerSerializer)
    def get(self, request: Request, provider_id: UUID) -> Response:
        return self.answer(self.provider(provider_id))

    @extend_schema(request=shapes.ProviderChangeSerializer, responses=shapes.ProviderAnswerSerializer)
    @transaction.atomic
    def patch(self, request: Request, provider_id: UUID) -> Response:
        provider = self.provider(provider_id)
        values = self.given(shapes.ProviderChangeSerializer, partial=True)
        enabled, move = values.pop("enabled", None), values.pop("move", None)
        if values:
            provider = providers.change_provider(by=self.actor, provider=provider, **values)
        if enabled is not None:
            provider = providers.switch_provider(by=self.actor, provider=provider, enabled=enabled)
        if move is not None:
            providers.move_provider(by=self.actor, provider=provider, up=move == "up")
        return self.answer(provider)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, provider_id: UUID) -> Response:
        providers.delete_provider(by=self.actor, provider=self.provider(provider_id))
        return Response(status=204)


class TermsView(_View):
    """Records where texts go and what becomes of them."""

    @extend_schema(request=shapes.ProviderTermsSerializer, responses=shapes.ProviderAnswerSerializer)
    def put(self, request: Request, provider_id: UUID) -> Response:
        provider = self.provider(provider_id)
        values = self.given(shapes.ProviderTermsSerializer)
        return self.answer(providers.record_terms(by=self.actor, provider=provider, **values))


class KeysView(_View):
    """Adds a key. It is kept encrypted and never answered again."""

    @extend_schema(request=shapes.NewKeySerializer, responses={201: shapes.KeyMadeSerializer})
    def post(self, request: Request, provider_id: UUID) -> Response:
        provider = self.provider(provider_id)
        key = providers.add_key(by=self.actor, provider=provider, **self.given(shapes.NewKeySerializer))
        return Response(shapes.KeyMadeSerializer(key).data, status=201)


class KeyView(_View):
    """One key: switch it (switched on it rests no longer), or delete it."""

    @extend_schema(request=shapes.KeySwitchSerializer, responses=shapes.KeyMadeSerializer)
    def patch(self, request: Request, provider_id: UUID, secret_id: UUID) -> Response:
        key = providers.key_of(self.provider(provider_id), self.actor, secret_id)
        key = providers.switch_key(by=self.actor, key=key, **self.given(shapes.KeySwitchSerializer))
        return Response(shapes.KeyMadeSerializer(key).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, provider_id: UUID, secret_id: UUID) -> Response:
        key = providers.key_of(self.provider(provider_id), self.actor, secret_id)
        providers.delete_key(by=self.actor, key=key)
        return Response(status=204)


class TrialView(_View):
    """Asks the provider's server what it can do. Nothing of any bill is sent."""

    @extend_schema(request=None, responses=shapes.TrialSerializer)
    def post(self, request: Request, provider_id: UUID) -> Response:
        provider = self.provider(provider_id)
        return Response(trying.trial_of(provider.pk, trying.try_provider(by=self.actor, provider=provider)))


class ChoicesView(_View):
    """The switches of the organization: opting out, and the operator's model."""

    @extend_schema(responses=shapes.ChoicesAnswerSerializer)
    def get(self, request: Request) -> Response:
        return _choices(providers.organization_of(self.actor))

    @extend_schema(request=shapes.ChoicesSerializer, responses=shapes.ChoicesAnswerSerializer)
    @transaction.atomic
    def patch(self, request: Request) -> Response:
        organization = providers.organization_of(self.actor)
        given = self.given(shapes.ChoicesSerializer)
        if "opt_out" in given:
            organization = providers.set_opt_out(by=self.actor, opted_out=given["opt_out"])
        if "use_environment" in given:
            organization = providers.set_use_environment(by=self.actor, use=given["use_environment"])
        return _choices(organization)


def _choices(organization: Organization) -> Response:
    return Response({"opt_out": organization.llm_opt_out, "use_environment": organization.llm_use_environment})


class BudgetView(_View):
    """GET says what may be spent, what was, and by which model; PUT sets the caps."""

    @extend_schema(responses=shapes.BudgetAnswerSerializer)
    def get(self, request: Request) -> Response:
        organization = providers.organization_of(self.actor)
        return Response(
            {
                "budget": shapes.BudgetSerializer(budgets.budget_of(organization.pk)).data,
                "this_month": shapes.PurseSerializer(budgets.purses_of(organization.pk), many=True).data,
                "spending": shapes.SpendingSerializer(budgets.spending_of(organization.pk), many=True).data,
            }
        )

    @extend_schema(request=shapes.BudgetSerializer, responses=shapes.BudgetAnswerSerializer)
    def put(self, request: Request) -> Response:
        providers.organization_of(self.actor)
        budgets.set_budget(by=self.actor, **self.given(shapes.BudgetSerializer))
        return self.get(request)
