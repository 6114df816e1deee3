"""Bills: the list, one bill, its receipt, sections, items and findings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django_filters.rest_framework import FilterSet, UUIDFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.access import TenantQuerySet
from accounts.errors import Invalid, NotFound
from accounts.scopes import Scope
from boq.api.base import ActorView, text_of
from boq.api.pages import paged, paged_items
from boq.api.serializers import BoqSerializer, FindingSerializer, ItemSerializer, PriceSerializer, SectionSerializer
from boq.models import Boq, Finding, Section
from boq.services import items
from boq.services.receipts import receipt_bytes

MAX_SEARCH = 500


class BoqFilter(FilterSet):
    """By ids that are not looked up: one that is hidden and one that never was give the same empty list."""

    project = UUIDFilter(field_name="project_id")
    upload = UUIDFilter(field_name="upload_id")

    class Meta:
        model = Boq
        fields: list[str] = []


class BoqViewSet(ReadOnlyModelViewSet[Boq]):
    """Bills of the current organization, newest first."""

    key_reads = (Scope.BOQS_READ,)

    queryset = Boq.objects.none()
    serializer_class = BoqSerializer
    filterset_class = BoqFilter

    def get_queryset(self) -> TenantQuerySet:
        actor = getattr(self.request, "actor", None)
        return Boq.objects.visible_to(actor).defer("receipt_text", "row_kinds").order_by("-created_at", "pk")


class ReceiptView(ActorView):
    """The account of the reading: the same bytes as `read_boq --json`."""

    key_reads = (Scope.BOQS_READ,)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, boq_id: UUID) -> HttpResponse:
        return HttpResponse(receipt_bytes(self.boq(boq_id)), content_type="application/json")


class SectionsView(ActorView):
    """The section tree in reading order; `parent` is a position, -1 for a bill."""

    key_reads = (Scope.BOQS_READ,)

    @extend_schema(responses=SectionSerializer(many=True))
    def get(self, request: Request, boq_id: UUID) -> Response:
        return paged(self, Section.objects.filter(boq=self.boq(boq_id)).order_by("position"), SectionSerializer)


def item_filter(params: Any) -> items.ItemFilter:
    """The filter that query parameters ask for. Raises Invalid for a section that is no number or an endless search."""
    section = params.get("section", "")
    search = params.get("search", "")
    if section and not (section.removeprefix("-").isdecimal() and len(section) < 10):
        raise Invalid("invalid_input", fields={"section": section[:40]})
    if len(search) > MAX_SEARCH:
        raise Invalid("invalid_input", fields={"search": len(search)})
    return items.ItemFilter(
        search=text_of(params, "search", MAX_SEARCH),
        section=int(section) if section else None,
        **{name: text_of(params, name) for name in ("kind", "standing", "state", "finding")},
    )


class ItemsView(ActorView):
    """The items in the file's order."""

    key_reads = (Scope.BOQS_READ,)

    @extend_schema(
        parameters=[
            OpenApiParameter(name, str)
            for name in ("search", "kind", "standing", "state", "finding", "page", "page_size")
        ]
        + [OpenApiParameter("section", int, description="position of a section; takes its whole subtree")],
        responses=ItemSerializer(many=True),
    )
    def get(self, request: Request, boq_id: UUID) -> Response:
        return paged_items(self, self.boq(boq_id), item_filter(request.query_params), ItemSerializer)


class ItemView(ActorView):
    """One item by its stable key, with every party's price, its findings and the rows of the file around it."""

    key_reads = (Scope.BOQS_READ,)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, boq_id: UUID, key: str) -> Response:
        boq = self.boq(boq_id)
        item = items.item_of(boq, key)
        if item is None:
            raise NotFound("not_found")
        body = ItemSerializer(items.with_prices(boq, [item])[0]).data
        prices = [one["price"] for one in items.all_prices(item)]
        found = Finding.objects.filter(boq=boq, item_key=key).order_by("position")
        return Response(
            {
                **body,
                "prices": PriceSerializer(prices, many=True).data,
                "finding_list": FindingSerializer(found, many=True).data,
                "neighbours": items.neighbours(item),
            }
        )


class FindingsView(ActorView):
    """What is wrong or worth a look, rules first."""

    key_reads = (Scope.BOQS_READ,)

    @extend_schema(
        parameters=[OpenApiParameter(name, str) for name in ("code", "severity", "origin", "item_key")],
        responses=FindingSerializer(many=True),
    )
    def get(self, request: Request, boq_id: UUID) -> Response:
        found = Finding.objects.filter(boq=self.boq(boq_id)).order_by("analysis__created_at", "position", "pk")
        for name in ("code", "severity", "origin", "item_key"):
            if value := text_of(request.query_params, name):
                found = found.filter(**{name: value})
        return paged(self, found, FindingSerializer)
