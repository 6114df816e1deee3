"""Analyses of a bill."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scopes import Scope
from boq.api.base import ActorView, QueuedSerializer, queued
from boq.api.pages import paged
from boq.models import Analysis, Classification
from boq.services import analysis, estimates
from jobs.repeats import once
from llm.analyses.wishes import MOST_RUNS, Wish, wish


class AnalysisSerializer(serializers.ModelSerializer[Analysis]):
    boq = serializers.UUIDField(source="boq_id", read_only=True)

    class Meta:
        model = Analysis
        fields = [
            "id", "boq", "analyst", "model", "options", "route", "summary", "complete", "stats", "input_tokens", "output_tokens",
            "cost", "cost_currency", "created_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class ClassifiedSerializer(serializers.ModelSerializer[Classification]):
    class Meta:
        model = Classification
        fields = ["item_key", "group", "confidence", "step"]
        read_only_fields = fields


class WholeAnalysisSerializer(AnalysisSerializer):
    """An analysis with the group of every item."""

    classifications = serializers.SerializerMethodField()

    class Meta(AnalysisSerializer.Meta):
        fields = [*AnalysisSerializer.Meta.fields, "classifications"]
        read_only_fields = fields

    @extend_schema_field(ClassifiedSerializer(many=True))
    def get_classifications(self, analysis: Analysis) -> list[dict[str, Any]]:
        rows = Classification.objects.filter(analysis=analysis).order_by("pk")
        listed = rows.values(*ClassifiedSerializer.Meta.fields)  # by the ten thousand: not one object each
        return [{**row, "confidence": str(row["confidence"])} for row in listed]


class WishSerializer(serializers.Serializer[Any]):
    """What an analysis is to do. Kinds are those of `llm.analyses`; `own:<id>` is a question of the organization's own."""

    kinds = serializers.ListField(child=serializers.CharField(max_length=64), required=False, max_length=60)
    standard = serializers.CharField(max_length=32, required=False)
    language = serializers.CharField(max_length=8, required=False, allow_blank=True)
    runs = serializers.IntegerField(required=False, min_value=1, max_value=MOST_RUNS)


class UsageSerializer(serializers.Serializer[Any]):
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()


class EstimateSerializer(serializers.Serializer[Any]):
    known = serializers.IntegerField()
    questions = serializers.IntegerField()
    likely = UsageSerializer()
    most = UsageSerializer()
    likely_cost = serializers.DecimalField(max_digits=20, decimal_places=10, allow_null=True)
    most_cost = serializers.DecimalField(max_digits=20, decimal_places=10, allow_null=True)


class KindPlanSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    works = serializers.IntegerField()
    possible = serializers.BooleanField()
    sends_rates = serializers.BooleanField()
    estimate = EstimateSerializer(allow_null=True)


class PlanSerializer(serializers.Serializer[Any]):
    """What a wish comes to: `likely` is about what it takes, `most` what it cannot pass; costs are null where prices are not stated."""

    kinds = KindPlanSerializer(many=True)
    questions = serializers.IntegerField()
    known = serializers.IntegerField()
    likely = UsageSerializer()
    most = UsageSerializer()
    likely_cost = serializers.DecimalField(max_digits=20, decimal_places=10, allow_null=True)
    most_cost = serializers.DecimalField(max_digits=20, decimal_places=10, allow_null=True)
    currency = serializers.CharField(allow_blank=True)


class AnalysesView(ActorView):
    """GET lists a bill's analyses; POST starts one."""

    key_reads = (Scope.BOQS_READ,)
    key_writes = (Scope.ANALYSES_RUN,)

    @extend_schema(responses=AnalysisSerializer(many=True))
    def get(self, request: Request, boq_id: UUID) -> Response:
        return paged(self, Analysis.objects.filter(boq=self.boq(boq_id)).order_by("-created_at"), AnalysisSerializer)

    @once
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

    @extend_schema(responses=WholeAnalysisSerializer)
    def get(self, request: Request, analysis_id: UUID) -> Response:
        return Response(WholeAnalysisSerializer(Analysis.objects.get_visible(self.actor, pk=analysis_id)).data)


class ResumeView(ActorView):
    """Goes on with a partial analysis; finished batches are not repeated."""

    key_writes = (Scope.ANALYSES_RUN,)

    @once
    @extend_schema(request=None, responses={202: QueuedSerializer})
    def post(self, request: Request, analysis_id: UUID) -> Response:
        one = Analysis.objects.get_visible(self.actor, pk=analysis_id)
        return queued(analysis.resume_analysis(by=self.actor, analysis=one))
