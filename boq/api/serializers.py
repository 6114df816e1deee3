"""A bill with its sections, items, prices and findings as the API answers them. What one endpoint alone takes or gives stands beside it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from boq.engine.model import Role, SourceRef
from boq.models import Boq, Finding, Item, Price, Section
from boq.models.fields import exact
from boq.services.items import ItemRow


@extend_schema_field(serializers.CharField(allow_null=True))
class FigureField(serializers.Field[Any, Any, Any, Any]):
    """An exact decimal string, or null."""

    def to_representation(self, value: Decimal) -> str | None:
        return exact(value)


class BoqSerializer(serializers.ModelSerializer[Boq]):
    project = serializers.UUIDField(source="project_id", read_only=True)
    upload = serializers.UUIDField(source="upload_id", read_only=True)
    total = FigureField(read_only=True)
    stated_total = FigureField(read_only=True)
    items = serializers.IntegerField(source="items_count", read_only=True)
    sections = serializers.IntegerField(source="sections_count", read_only=True)
    findings = serializers.IntegerField(source="findings_count", read_only=True)

    class Meta:
        model = Boq
        fields = [
            "id", "project", "upload", "name", "format", "language", "currency", "items", "sections", "findings", "total",
            "stated_total", "ties_out", "engine_version", "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class SectionSerializer(serializers.ModelSerializer[Section]):
    total = FigureField(read_only=True)
    stated_total = FigureField(read_only=True)
    items = serializers.IntegerField(source="items_count", read_only=True)
    cell = serializers.SerializerMethodField()

    class Meta:
        model = Section
        fields = [
            "position", "parent", "last", "level", "key", "ref", "title", "items", "total", "stated_total", "stated_total_cell", "cell",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.CharField())
    def get_cell(self, section: Section) -> str:
        return SourceRef(section.sheet, section.row).cell


class PriceSerializer(serializers.ModelSerializer[Price]):
    party = serializers.CharField(source="price_set.party", read_only=True)
    version = serializers.CharField(source="price_set.version", read_only=True)
    rate = FigureField(read_only=True)
    amount = FigureField(read_only=True)
    calculated = FigureField(read_only=True)
    rate_base = FigureField(read_only=True)

    class Meta:
        model = Price
        fields = [
            "party", "version", "state", "rate", "amount", "calculated", "rate_base", "components", "raw_rate", "raw_amount",
        ]  # fmt: skip
        read_only_fields = fields


class ItemCellsSerializer(serializers.Serializer[Any]):
    """The cell of each value, null where there is none."""

    ref = serializers.CharField(allow_null=True)
    description = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True)
    quantity = serializers.CharField(allow_null=True)
    rate = serializers.CharField(allow_null=True)
    amount = serializers.CharField(allow_null=True)


class ItemSerializer(serializers.ModelSerializer[Item]):
    """An item with the price of the file's first party; `cells` says where each value stands."""

    unit_factor = FigureField(read_only=True)
    quantity = FigureField(read_only=True)
    rate = serializers.SerializerMethodField()
    amount = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()
    cells = serializers.SerializerMethodField()
    findings = serializers.SerializerMethodField()

    class Meta:
        model = Item
        fields = [
            "position", "key", "section", "kind", "standing", "state", "ref", "description", "unit", "unit_code", "unit_factor",
            "quantity", "raw_quantity", "rate", "amount", "hidden", "note", "resolved", "resolved_row",
            "preamble", "preamble_row", "sheet", "row", "page", "cells", "findings",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, instance: ItemRow) -> dict[str, Any]:  # type: ignore[override]
        self._row = instance
        return super().to_representation(instance.item)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_rate(self, item: Item) -> str | None:
        return exact(self._row.price.rate) if self._row.price else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_amount(self, item: Item) -> str | None:
        return exact(self._row.price.amount) if self._row.price else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_state(self, item: Item) -> str | None:
        return self._row.price.state if self._row.price else None

    @extend_schema_field(ItemCellsSerializer())
    def get_cells(self, item: Item) -> dict[str, str | None]:
        return cells_of(item, self._row.price)

    @extend_schema_field(serializers.IntegerField())
    def get_findings(self, item: Item) -> int:
        return self._row.findings


def cells_of(item: Item, price: Price | None) -> dict[str, str | None]:
    """Role -> `Sheet!B12`, None where the file has no such cell."""
    columns = {
        Role.REF: item.ref_column,
        Role.DESCRIPTION: item.description_column,
        Role.UNIT: item.unit_column,
        Role.QUANTITY: item.quantity_column,
        Role.RATE: price.rate_column if price else 0,
        Role.AMOUNT: price.amount_column if price else 0,
    }
    rows = {Role.AMOUNT: (price.amount_row if price else 0) or item.row}
    return {
        role.value: SourceRef(item.sheet, rows.get(role, item.row), column).cell if column else None
        for role, column in columns.items()
    }


class FindingSerializer(serializers.ModelSerializer[Finding]):
    message = serializers.CharField(read_only=True)
    analysis = serializers.UUIDField(source="analysis_id", read_only=True, allow_null=True)

    class Meta:
        model = Finding
        fields = ["id", "origin", "code", "severity", "message", "facts", "item_key", "cell", "analysis"]
        read_only_fields = fields
