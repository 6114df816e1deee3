"""What people say about providers, their terms, their keys, the budget, and questions of their own. Services save it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from llm.models import LlmProvider
from llm.services.providers import SETTINGS, TERMS

_FIGURE = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off"}
_ADDRESS = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


def _figures(form: forms.BaseForm, names: tuple[str, ...]) -> None:
    """Figures are typed as text in every language: a browser's number field would refuse or change some."""
    for name in names:
        form.fields[name].widget = forms.TextInput(attrs=dict(_FIGURE))


class ProviderForm(forms.ModelForm):
    """Where it is, what it costs, what it bears."""

    class Meta:
        model = LlmProvider
        fields = list(SETTINGS)
        labels = {
            "name": _("Name"),
            "base_url": _("Address"),
            "model": _("Model"),
            "input_price": _("Input"),
            "output_price": _("Output"),
            "cached_input_price": _("Cached input"),
            "currency": _("Currency"),
            "timeout_seconds": _("Seconds for one answer"),
            "max_parallel": _("Questions at once"),
            "requests_per_minute": _("Requests a minute"),
            "tokens_per_minute": _("Tokens a minute"),
        }
        help_texts = {
            "name": _("What you call it."),
            "base_url": _(
                "Up to and including /v1. At another server keys and terms are forgotten: they belong to the old one."
            ),
            "model": _("As the provider spells it."),
            "cached_input_price": _("Where the provider charges less for text it has seen just before."),
        }
        widgets = {
            "preset": forms.HiddenInput,
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "base_url": forms.TextInput(attrs={**_ADDRESS, "inputmode": "url"}),
            "model": forms.TextInput(attrs=dict(_ADDRESS)),
            "currency": forms.TextInput(attrs={"dir": "ltr", "maxlength": 3, "autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _figures(
            self,
            (
                "input_price", "output_price", "cached_input_price", "timeout_seconds", "max_parallel", "requests_per_minute",
                "tokens_per_minute",
            ),
        )  # fmt: skip

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class TermsForm(forms.ModelForm):
    """What becomes of texts there."""

    class Meta:
        model = LlmProvider
        fields = list(TERMS)
        labels = {
            "terms_place": _("Where texts are processed"),
            "terms_retention": _("How long they are kept there"),
            "terms_days": _("Days"),
            "terms_training": _("Are models trained on them?"),
            "terms_url": _("Address of the terms"),
        }
        help_texts = {
            "terms_place": _("Country or region, or “our own server”."),
            "terms_days": _("Only where they are kept for some days."),
        }
        widgets = {
            "terms_place": forms.TextInput(attrs={"dir": "auto", "required": True}),
            "terms_url": forms.TextInput(attrs={**_ADDRESS, "inputmode": "url"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _figures(self, ("terms_days",))
        for name in ("terms_place", "terms_retention", "terms_training"):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("terms_retention") == LlmProvider.Retention.DAYS and given.get("terms_days") is None:
            self.add_error("terms_days", _("Say how many days."))
        return given


class KeyForm(forms.Form):
    """A new key. It is never shown again, so the field is never filled in."""

    label = forms.CharField(
        label=_("Label"), max_length=80, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    secret = forms.CharField(
        label=_("Key"),
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"}),
    )


class BudgetForm(forms.Form):
    """Caps of a month; empty is no cap."""

    monthly_cost = forms.DecimalField(
        label=_("Cost a month, at most"),
        required=False,
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=4,
        widget=forms.TextInput(attrs=dict(_FIGURE)),
    )
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        initial="USD",
        validators=[RegexValidator(r"^[A-Za-z]{3}$", _("Use three letters, such as USD or EUR."))],
        widget=forms.TextInput(attrs={"dir": "ltr", "maxlength": 3}),
    )
    monthly_tokens = forms.IntegerField(
        label=_("Tokens a month, at most"),
        required=False,
        min_value=0,
        max_value=10**15,
        widget=forms.TextInput(attrs=dict(_FIGURE)),
    )

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class QuestionForm(forms.Form):
    """A question of the organization's own, as a person writes it."""

    title = forms.CharField(label=_("Title"), max_length=80, help_text=_("As it stands before each finding."))
    instruction = forms.CharField(
        label=_("What to look for"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "In plain words: which items to report, and why. For example: items that need a crane or a road closure."
        ),
    )
