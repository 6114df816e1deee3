"""What is asked of a new API key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scopes import WORDS

LIVES = {"30": _("30 days"), "90": _("90 days"), "365": _("a year"), "": _("without an end")}


class KeyForm(forms.Form):
    """Name, scopes, and how long it works."""

    show_optional = False

    name = forms.CharField(label=_("What program uses it?"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=[(scope.value, words) for scope, words in WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.ChoiceField(
        label=_("How long does it work?"), choices=list(LIVES.items()), required=False, initial="90"
    )

    def wanted(self) -> dict[str, Any]:
        """`name`, `scopes`, `expires_at` as the service takes them."""
        days = self.cleaned_data["days"]
        return {
            "name": self.cleaned_data["name"],
            "scopes": self.cleaned_data["scopes"],
            "expires_at": timezone.now() + timedelta(days=int(days)) if days else None,
        }
