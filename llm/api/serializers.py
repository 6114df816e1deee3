"""Providers, keys, terms, budget and spending as the API takes and answers them. A key's secret goes in and never comes out."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from llm.models import LlmKey, LlmProvider
from llm.presets import CODES
from llm.services.providers import KEY_LENGTH, SETTINGS


class ProviderKeySerializer(serializers.Serializer[Any]):
    """A key without its secret. `resting` is the code of what it met, "" when it can be used."""

    id = serializers.UUIDField(source="key.pk")
    label = serializers.CharField(source="key.label")
    active = serializers.BooleanField(source="key.active")
    last_used_at = serializers.DateTimeField(source="key.last_used_at", allow_null=True)
    created_at = serializers.DateTimeField(source="key.created_at")
    resting = serializers.CharField(source="why")
    resting_until = serializers.DateTimeField(source="until", allow_null=True)


class NewKeySerializer(serializers.Serializer[Any]):
    secret = serializers.CharField(max_length=KEY_LENGTH, write_only=True)
    label = serializers.CharField(max_length=80, required=False, allow_blank=True, default="")


class KeyMadeSerializer(serializers.ModelSerializer[LlmKey]):
    class Meta:
        model = LlmKey
        fields = ["id", "label", "active", "created_at"]
        read_only_fields = fields


class KeySwitchSerializer(serializers.Serializer[Any]):
    active = serializers.BooleanField()


class ProviderSettingsSerializer(serializers.ModelSerializer[LlmProvider]):
    """What is said of a provider. Prices are per million tokens; `null` is not stated, or no limit."""

    preset = serializers.ChoiceField(choices=list(CODES), default="other")

    class Meta:
        model = LlmProvider
        fields = list(SETTINGS)


class ProviderChangeSerializer(ProviderSettingsSerializer):
    """Any of the settings; `enabled` switches it, `move` takes it one place up or down in the order of trying."""

    preset = serializers.ChoiceField(choices=list(CODES), required=False)
    enabled = serializers.BooleanField(required=False)
    move = serializers.ChoiceField(choices=["up", "down"], required=False)

    class Meta(ProviderSettingsSerializer.Meta):
        fields = [*SETTINGS, "enabled", "move"]


class ProviderTermsSerializer(serializers.Serializer[Any]):
    """Where texts are processed, how long they are kept (`days` with `retention` "days"), whether models are trained on them."""

    place = serializers.CharField(source="terms_place", max_length=120)
    retention = serializers.ChoiceField(source="terms_retention", choices=LlmProvider.Retention.choices)
    days = serializers.IntegerField(source="terms_days", required=False, allow_null=True, min_value=1, max_value=36_500)
    training = serializers.ChoiceField(source="terms_training", choices=LlmProvider.Training.choices)
    url = serializers.URLField(source="terms_url", required=False, allow_blank=True, max_length=500, default="")


class RecordedTermsSerializer(ProviderTermsSerializer):
    recorded_at = serializers.DateTimeField(source="terms_recorded_at")
    recorded_by = serializers.UUIDField(source="terms_recorded_by_id", allow_null=True)


class ProviderSerializer(serializers.Serializer[Any]):
    """A provider and how it stands: `ready`, `resting`, `off`, `terms_missing` or `key_missing`. `terms` are null until recorded."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        row = instance.provider
        return {
            "id": str(row.pk),
            **ProviderSettingsSerializer(row).data,
            "position": row.position,
            "enabled": row.enabled,
            "state": instance.state,
            "terms": RecordedTermsSerializer(row).data if row.has_terms else None,
            "keys": ProviderKeySerializer(instance.keys, many=True).data,
        }


class ProviderAnswerSerializer(ProviderSettingsSerializer):
    """What `ProviderSerializer` answers, for the description of the API."""

    state = serializers.ChoiceField(choices=["ready", "resting", "off", "terms_missing", "key_missing"])
    terms = RecordedTermsSerializer(allow_null=True)
    keys = ProviderKeySerializer(many=True)

    class Meta(ProviderSettingsSerializer.Meta):
        fields = ["id", *SETTINGS, "position", "enabled", "state", "terms", "keys"]


class TrialSerializer(serializers.Serializer[Any]):
    """What a test found. `code` is "" when the server answered; null means that it was not found out."""

    provider = serializers.UUIDField()
    code = serializers.CharField(allow_blank=True)
    milliseconds = serializers.IntegerField()
    models = serializers.ListField(child=serializers.CharField())
    model_listed = serializers.BooleanField(allow_null=True)
    answers = serializers.CharField(allow_blank=True)
    streaming = serializers.BooleanField(allow_null=True)
    tools = serializers.BooleanField(allow_null=True)
    tokens = serializers.IntegerField()


class DestinationSerializer(serializers.Serializer[Any]):
    """Where texts may go. `terms` is `recorded` or `not_recorded`; the rest are the recorded terms."""

    name = serializers.CharField()
    host = serializers.CharField()
    model = serializers.CharField()
    terms = serializers.CharField()
    operators = serializers.BooleanField()
    place = serializers.CharField(allow_blank=True)
    retention = serializers.CharField(allow_blank=True)
    days = serializers.IntegerField(allow_null=True)
    training = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)


class DestinationsSerializer(serializers.Serializer[Any]):
    """`opted_out`: nothing leaves. Without destinations the offline analyst works."""

    opted_out = serializers.BooleanField()
    destinations = DestinationSerializer(many=True)


class PurseSerializer(serializers.Serializer[Any]):
    """One purse of this month; `cap` and `left` are null without a cap. `operators`: paid with the operator's key, whose cap it is."""

    unit = serializers.CharField()
    operators = serializers.BooleanField()
    cap = serializers.DecimalField(max_digits=26, decimal_places=10, allow_null=True)
    spent = serializers.DecimalField(max_digits=26, decimal_places=10)
    reserved = serializers.DecimalField(max_digits=26, decimal_places=10)
    left = serializers.DecimalField(max_digits=26, decimal_places=10, allow_null=True)


class BudgetSerializer(serializers.Serializer[Any]):
    """The caps of a month; null is no cap."""

    monthly_cost = serializers.DecimalField(max_digits=14, decimal_places=4, min_value=0, allow_null=True)
    currency = serializers.RegexField(r"^[A-Z]{3}$", max_length=3)
    monthly_tokens = serializers.IntegerField(min_value=0, max_value=10**15, allow_null=True)


class SpendingSerializer(serializers.Serializer[Any]):
    """What one model took in one month; `cost` is null when no price was stated."""

    month = serializers.DateField()
    provider = serializers.CharField()
    model = serializers.CharField()
    questions = serializers.IntegerField()
    reused = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()
    cost = serializers.DecimalField(max_digits=26, decimal_places=10, allow_null=True)
    currency = serializers.CharField(allow_blank=True)


class BudgetAnswerSerializer(serializers.Serializer[Any]):
    budget = BudgetSerializer()
    this_month = PurseSerializer(many=True)
    spending = SpendingSerializer(many=True)


class ChoicesSerializer(serializers.Serializer[Any]):
    """`opt_out`: nothing leaves. `use_environment`: the operator's model may be used."""

    opt_out = serializers.BooleanField(required=False)
    use_environment = serializers.BooleanField(required=False)


class ChoicesAnswerSerializer(serializers.Serializer[Any]):
    opt_out = serializers.BooleanField()
    use_environment = serializers.BooleanField()


class PresetSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    base_url = serializers.CharField(allow_blank=True)
    key_wanted = serializers.BooleanField()
    hint = serializers.CharField()
