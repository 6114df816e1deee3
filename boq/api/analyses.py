"""Analyses of a bill."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from boq.api.base import ActorView, queued
from boq.api.pages import paged
from boq.api.serializers import AnalysisSerializer, PlanSerializer, QueuedSerializer, WishSerializer
from boq.models import Analysis, Classification
from boq.services import analysis, estimates
from llm.analyses.wishes import Wish, wish


class AnalysesView(ActorView):
    """GET lists a bill's analyses; POST starts one."""

    key_reads = (Scope.BOQS_READ,)
    key_writes = (Scope.ANALYSES_RUN,)

    @extend_schema(responses=AnalysisSerializer(many=True))
    def get(self, request: Request, boq_id: UUID) -> Response:
        return paged(self, Analysis.objects.filter(boq=self.boq(boq_id)).order_by("-created_at"), AnalysisSerializer)

    @extend_schema(request=WishSerializer, responses={202: QueuedSerializer})
    def post(self, request: Request, boq_id: UUID) -> Response:
        boq = self.boq(boq_id)
        return queued(analysis.request_analysis(by=self.actor, boq=boq, wish=_wished(request)))


class EstimateView(ActorView):
    """What an analysis would ask and cost now. Nothing is sent."""

    key_writes = (Scope.ANALYSES_RUN,)

    @extend_schema(request=WishSerializer, responses=PlanSerializer)
    def post(self, request: Request, boq_id: UUID) -> Response:
        plan = estimates.plan(by=self.actor, boq=self.boq(boq_id), wish=_wished(request))
        return Response(PlanSerializer(plan).data)


def _wished(request: Request) -> Wish:
    """What the body asks for; the usual where it is silent."""
    serializer = WishSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    return wish(**serializer.validated_data)


class AnalysisView(ActorView):
    """One analysis with what it classified."""

    key_reads = (Scope.BOQS_READ,)

    @extend_schema(responses=AnalysisSerializer)
    def get(self, request: Request, analysis_id: UUID) -> Response:
        one = Analysis.objects.get_visible(self.actor, pk=analysis_id)
        classified: list[dict[str, Any]] = list(
            Classification.objects.filter(analysis=one).order_by("pk").values("item_key", "group", "confidence", "step")
        )
        return Response({**AnalysisSerializer(one).data, "classifications": classified})


class ResumeView(ActorView):
    """Goes on with a partial analysis; finished batches are not repeated."""

    key_writes = (Scope.ANALYSES_RUN,)

    @extend_schema(request=None, responses={202: QueuedSerializer})
    def post(self, request: Request, analysis_id: UUID) -> Response:
        one = Analysis.objects.get_visible(self.actor, pk=analysis_id)
        return queued(analysis.resume_analysis(by=self.actor, analysis=one))
