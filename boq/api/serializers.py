"""Bills, sections, items, findings, analyses and exports as the API answers them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from boq.engine.model import Role, SourceRef
from boq.engine.tables.told import TOLD_KINDS
from boq.models import Analysis, Boq, Conversation, Export, Finding, Item, Price, Section, Turn
from boq.models.fields import tidy
from boq.services.items import ItemRow
from boq.services.words_on_files import MAX_ROW, MAX_RUNS


def plain(value: Decimal | None) -> str | None:
    """A figure as a decimal string without padding zeros and never in exponent form."""
    return None if value is None else format(tidy(value) or Decimal(0), "f")


@extend_schema_field(serializers.CharField(allow_null=True))
class FigureField(serializers.Field[Any, Any, Any, Any]):
    """An exact decimal string, or null."""

    def to_representation(self, value: Decimal) -> str | None:
        return plain(value)


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
        return plain(self._row.price.rate) if self._row.price else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_amount(self, item: Item) -> str | None:
        return plain(self._row.price.amount) if self._row.price else None

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


class AnalysisSerializer(serializers.ModelSerializer[Analysis]):
    boq = serializers.UUIDField(source="boq_id", read_only=True)

    class Meta:
        model = Analysis
        fields = [
            "id", "boq", "analyst", "model", "options", "route", "summary", "complete", "stats", "input_tokens", "output_tokens",
            "cost", "cost_currency", "created_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class WishSerializer(serializers.Serializer[Any]):
    """What an analysis is to do. Kinds are those of `llm.analyses`; `own:<id>` is a question of the organization's own."""

    kinds = serializers.ListField(child=serializers.CharField(max_length=64), required=False, max_length=60)
    standard = serializers.CharField(max_length=32, required=False)
    language = serializers.CharField(max_length=8, required=False, allow_blank=True)
    runs = serializers.IntegerField(required=False, min_value=1, max_value=5)


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


class QuestionSerializer(serializers.Serializer[Any]):
    question = serializers.CharField(max_length=2_000)


class ConversationSerializer(serializers.ModelSerializer[Conversation]):
    boq = serializers.UUIDField(source="boq_id", read_only=True, allow_null=True)
    project = serializers.UUIDField(source="project_id", read_only=True)

    class Meta:
        model = Conversation
        fields = ["id", "project", "boq", "title", "created_at"]
        read_only_fields = fields


class TurnSerializer(serializers.ModelSerializer[Turn]):
    """`given` is what the tools gave, with the queries; `left_out` counts sentences whose numbers are not in the data."""

    conversation = serializers.UUIDField(source="conversation_id", read_only=True)

    class Meta:
        model = Turn
        fields = [
            "id", "conversation", "position", "question", "answer", "given", "left_out", "status", "error_code", "model",
            "input_tokens", "output_tokens", "cost", "cost_currency", "created_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields


class ExportSerializer(serializers.ModelSerializer[Export]):
    boq = serializers.UUIDField(source="boq_id", read_only=True)
    ready = serializers.BooleanField(read_only=True)

    class Meta:
        model = Export
        fields = ["id", "boq", "format", "language", "name", "size", "ready", "created_at", "expires_at"]
        read_only_fields = fields


class ExportRequestSerializer(serializers.Serializer[Any]):
    format = serializers.CharField(max_length=16)
    language = serializers.ChoiceField(choices=["en", "ar", "ru"], default="en")


class QueuedJobSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()


class QueuedSerializer(serializers.Serializer[Any]):
    """The job that does it."""

    job = QueuedJobSerializer()


class UploadedSerializer(QueuedSerializer):
    """`known`: the project had the same bytes before; `boq` is then the bill that was read from them, if there is one."""

    upload = serializers.UUIDField()
    known = serializers.BooleanField()
    boq = serializers.UUIDField(allow_null=True)


class UploadRequestSerializer(serializers.Serializer[Any]):
    """A file; with `again` one that is known is read once more."""

    file = serializers.FileField()
    again = serializers.BooleanField(required=False)


class RowRunSerializer(serializers.Serializer[Any]):
    """Rows `first` to `last` (1-based, both included) and what they are."""

    first = serializers.IntegerField(min_value=1, max_value=MAX_ROW)
    last = serializers.IntegerField(min_value=1, max_value=MAX_ROW, required=False)
    kind = serializers.ChoiceField([kind.value for kind in TOLD_KINDS])


class SheetDecisionSerializer(serializers.Serializer[Any]):
    """A person's word on one sheet. Without `columns` they are those that Mizan sees; `marks` are "." or "," by column letters."""

    use = serializers.BooleanField(default=True)
    summary = serializers.BooleanField(default=False, help_text="not a bill, but what adds up the bills")
    header_row = serializers.IntegerField(min_value=0, max_value=1_048_576, allow_null=True, default=None)
    columns = serializers.DictField(child=serializers.CharField(max_length=3, allow_blank=True), default=dict)
    marks = serializers.DictField(child=serializers.CharField(max_length=1, allow_blank=True), default=dict)
    rows = serializers.ListField(child=RowRunSerializer(), default=list, max_length=MAX_RUNS)


class TrySerializer(serializers.Serializer[Any]):
    """Words on sheets by name, to be tried."""

    sheets = serializers.DictField(child=SheetDecisionSerializer(), default=dict)


class ReadAgainSerializer(serializers.Serializer[Any]):
    """`plain` reads without kept layouts."""

    plain = serializers.BooleanField(default=False)


class DecisionSerializer(TrySerializer):
    """Accept the reading as shown, or say what sheets are. The word is kept as a layout unless `keep` is false."""

    accept = serializers.BooleanField(default=False)
    keep = serializers.BooleanField(default=True)
    name = serializers.CharField(max_length=120, allow_blank=True, default="")
