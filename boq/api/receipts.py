"""Receipts for programs and third parties: signed, row by row, and checked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.errors import Invalid
from accounts.scopes import Scope
from boq.api.base import ActorView, text_of
from boq.engine.model import RowKind
from boq.models.messages import RECEIPT_CHECKS
from boq.services import rows, signing
from boq.services.receipts import LARGEST, Checked, check_receipt, take_signed
from config.api import CleanMultiPartParser

MOST_ROWS = rows.MOST_ROWS
SHEET_NAME = 255


class SignedReceiptView(ActorView):
    """The receipt with the file's hash, every row's kind and the server's signature (Ed25519 over RFC 8785 bytes)."""

    key_reads = (Scope.BOQS_READ,)

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, boq_id: UUID) -> HttpResponse:
        return HttpResponse(take_signed(by=self.actor, boq=self.boq(boq_id)), content_type="application/json")


class RowSerializer(serializers.Serializer[Any]):
    row = serializers.IntegerField()
    kind = serializers.CharField()
    cells = serializers.ListField(child=serializers.CharField())


class RowsSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    sheet = serializers.CharField()
    rows = RowSerializer(many=True)


class RowsView(ActorView):
    """The rows of one sheet with their kinds and texts, up to 200 at a time."""

    key_reads = (Scope.BOQS_READ,)

    @extend_schema(
        parameters=[
            OpenApiParameter("sheet", str, description="the first of the file without it"),
            OpenApiParameter("kind", str, description="one kind of rows, or not_read"),
            OpenApiParameter("start", int, description="how many matching rows to pass over"),
        ],
        responses=RowsSerializer,
    )
    def get(self, request: Request, boq_id: UUID) -> Response:
        boq = self.boq(boq_id)
        sheet = text_of(request.query_params, "sheet", SHEET_NAME) or next(iter(boq.row_kinds), "")
        kind, start = request.query_params.get("kind", ""), request.query_params.get("start", "0")
        kinds = rows.NOT_READ_KINDS if kind == rows.NOT_READ else tuple(one for one in RowKind if one.value == kind)
        if (kind and not kinds) or not start.isascii() or not start.isdigit() or len(start) > 9:
            raise Invalid("invalid_input", fields={"kind": kind[:40], "start": start[:40]})
        if sheet not in boq.row_kinds and boq.row_kinds:
            raise Invalid("invalid_input", fields={"sheet": sheet[:120]})
        count, found = rows.find_rows(boq, sheet, kinds, int(start), MOST_ROWS)
        listed = [{"row": row.number, "kind": row.kind.value, "cells": row.cells} for row in found]
        return Response({"count": count, "sheet": sheet, "rows": listed})


class SigningKeySerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    algorithm = serializers.CharField()
    form = serializers.CharField()
    pem = serializers.CharField()


class KeyView(APIView):
    """The public key that receipts are signed with. Open to anyone."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    @extend_schema(responses=SigningKeySerializer, auth=[])
    def get(self, request: Request) -> Response:
        return Response(
            {
                "key": signing.current_key_id(),
                "algorithm": signing.ALGORITHM,
                "form": signing.FORM,
                "pem": signing.public_pem(),
            }
        )


class CheckRequestSerializer(serializers.Serializer[Any]):
    receipt = serializers.FileField()


class CheckedSerializer(serializers.Serializer[Any]):
    genuine = serializers.BooleanField()
    code = serializers.CharField(allow_blank=True)
    message = serializers.CharField()
    facts = serializers.DictField()


class CheckView(APIView):
    """Is this receipt one of this server, and unchanged? Open to anyone; nothing is kept."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []
    parser_classes = [CleanMultiPartParser]

    @extend_schema(request={"multipart/form-data": CheckRequestSerializer}, responses=CheckedSerializer, auth=[])
    def post(self, request: Request) -> Response:
        sent = request.FILES.get("receipt")
        if sent is None:
            raise Invalid("no_file")
        checked = Checked("too_large", {}) if (sent.size or 0) > LARGEST else check_receipt(sent.read())
        return Response(
            {
                "genuine": checked.genuine,
                "code": checked.code,
                "message": str(RECEIPT_CHECKS[checked.code]),
                "facts": checked.facts if checked.genuine else {},
            }
        )
